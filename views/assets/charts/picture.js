"use strict";

// The picture in its frame: draws, tells what is under the mouse, and walks from mark to mark by the arrow keys.
class Picture {
  constructor(root, tip, status, open) {
    Object.assign(this, { root, tip, status, open, marks: [], current: -1 });
    this.drawing = ECharts.init(root, null, { width: 300, height: 200 });
    this.drawing.on("click", ({ data }) => data && data.rows.length && this.open(data.rows, data.title));
    this.drawing.on("mousemove", ({ data, event }) => this.tell(data, event.event));
    this.drawing.on("globalout", () => this.tell(null));
    this.drawing.on("mouseout", () => this.tell(null));
    root.addEventListener("keydown", (event) => this.key(event));
  }

  // Room for a picture without scrolling.
  get room() {
    const { clientWidth, clientHeight } = this.root.parentElement;
    return [clientWidth, clientHeight];
  }

  show({ option, width = 0, height = 200 }) {
    this.drawing.resize({ width: Math.max(width, this.room[0]), height });
    this.drawing.setOption(option, { notMerge: true });
    this.marks = this.found();
    this.current = -1;
  }

  // Every mark with the middle of where it is drawn, from the left upper corner of the picture.
  found() {
    const marks = [];
    this.drawing.getModel().eachSeries((series) => {
      const dataType = series.getData().graph ? ["node", "edge"] : [undefined];
      for (const type of dataType) {
        const data = series.getData(type);
        for (let n = 0; n < data.count(); n += 1) {
          const shape = data.getItemGraphicEl(n),
            { rows, title, value } = data.getRawDataItem(n);
          if (!shape || !rows.length) continue;
          const box = shape.getBoundingRect().clone();
          box.applyTransform(shape.getComputedTransform() || [1, 0, 0, 1, 0, 0]);
          marks.push({
            series: series.seriesIndex,
            n,
            type,
            rows,
            title,
            value,
            x: box.x + box.width / 2,
            y: box.y + box.height / 2,
          });
        }
      }
    });
    return marks.sort((a, b) => a.y - b.y || a.x - b.x);
  }

  tell(data, event) {
    this.tip.hidden = !data || !data.rows.length;
    if (this.tip.hidden) return;
    this.tip.textContent = data.title;
    const frame = this.tip.parentElement.getBoundingClientRect();
    this.tip.style.left = `${Math.min(event.clientX - frame.left + 14, frame.width - 260)}px`;
    this.tip.style.top = `${event.clientY - frame.top + 16}px`;
  }

  key(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step && this.marks.length) {
      this.light("downplay");
      this.current = this.current < 0 ? 0 : Math.min(Math.max(this.current + step, 0), this.marks.length - 1);
      this.light("highlight");
      const { title, x, y } = this.marks[this.current],
        frame = this.root.parentElement;
      this.status.textContent = title;
      if (y < frame.scrollTop + 40 || y > frame.scrollTop + frame.clientHeight - 40)
        frame.scrollTop = y - frame.clientHeight / 2;
      if (x < frame.scrollLeft + 40 || x > frame.scrollLeft + frame.clientWidth - 40)
        frame.scrollLeft = x - frame.clientWidth / 2;
    } else if (event.key === "Enter" && this.current >= 0) {
      const { rows, title } = this.marks[this.current];
      this.open(rows, title, true);
    } else return;
    event.preventDefault();
  }

  light(type) {
    if (this.current < 0) return;
    const { series, n, type: dataType } = this.marks[this.current];
    this.drawing.dispatchAction({ type, seriesIndex: series, dataIndex: n, ...(dataType ? { dataType } : {}) });
  }

  // Twice as sharp as a screen, above it the title, what it is of, and the legend: [[name, color, isOpen]].
  png(title, note, legend, paper, ink) {
    const source = this.drawing.renderToCanvas({ pixelRatio: 2, backgroundColor: paper }),
      HEAD = 164;
    const sheet = element("canvas", { width: source.width, height: source.height + HEAD }),
      pen = sheet.getContext("2d");
    pen.fillStyle = paper;
    pen.fillRect(0, 0, sheet.width, sheet.height);
    const write = (text, left, line, size) => {
      pen.fillStyle = ink;
      pen.font = `${size}px "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif`;
      pen.fillText(text, left, line, Math.max(sheet.width - left - 24, 1));
    };
    write(title, 24, 48, 32);
    write(note, 24, 88, 22);
    let left = 24;
    for (const [name, color, isOpen] of legend) {
      if (color) {
        [pen.fillStyle, pen.strokeStyle, pen.lineWidth] = [color, color, 4];
        if (isOpen) pen.strokeRect(left + 2, 110, 20, 20);
        else pen.fillRect(left, 108, 24, 24);
      }
      write(name, left + (color ? 34 : 0), 128, 22);
      left += (color ? 34 : 0) + pen.measureText(name).width + 36;
    }
    pen.drawImage(source, 0, HEAD);
    return new Promise((done) => {
      sheet.toBlob(done, "image/png");
    });
  }
}
