"use strict";

// What the reader has done so far. A state is never changed, only followed by another, so that undo is going back.
class State {
  static initial(data) {
    return Object.freeze({
      selected: null, // {node} or {edge}, by number
      depth: 1, // how many steps around the selected node stay bright
      isolated: false, // whether the rest is hidden
      hidden: {}, // by facet, the set of values switched off
      shown: data.first.length ? new Set(data.first) : null, // the nodes unfolded so far; null for all
      pins: new Map(), // places of the nodes that the reader put somewhere
      start: null, // the node from which a path is to be found
      path: null, // [from, to]
      year: null,
      compare: null, // [before, after]
      table: "", // which table is open
    });
  }

  constructor(initial) {
    this.now = initial;
    this.past = [];
    this.listeners = [];
  }

  follow(listener) {
    this.listeners.push(listener);
  }

  change(patch, { canUndo = false } = {}) {
    const before = this.now;
    if (canUndo) this.past.push(before);
    this.now = Object.freeze({ ...before, ...patch });
    for (const listener of this.listeners) listener(this.now, before);
  }

  undo() {
    if (!this.past.length) return false;
    this.change(this.past.pop());
    return true;
  }
}
