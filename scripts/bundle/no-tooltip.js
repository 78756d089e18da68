// Stands in for float-tooltip, which puts text on the page as markup. The explorer writes its own.
export default class NoTooltip {
  content() {}
}
