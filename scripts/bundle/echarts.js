// What the charts need of ECharts, and no more of it.
import { BarChart, HeatmapChart, SankeyChart, ScatterChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, HeatmapChart, SankeyChart, ScatterChart, GridComponent, CanvasRenderer]);
export { init };
