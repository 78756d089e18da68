export { default } from "force-graph";
