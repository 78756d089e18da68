"use strict";

// The slider for one year, and two years of the same places compared: what is new, what was dropped, what goes on.
class Years {
  constructor(root, data, words, state) {
    Object.assign(this, { root, data, words, state });
    root.hidden = data.years.length < 2;
  }

  render({ year, compare }, visible) {
    if (this.root.hidden) return;
    const { data, words, state } = this,
      { years } = data;
    const focused = document.activeElement && document.activeElement.dataset.year;
    const slider = element("input", {
      type: "range",
      min: "0",
      max: String(years.length),
      step: "1",
      value: String(year ? years.indexOf(year) + 1 : 0),
      data: { year: "slider" },
      attributes: { "aria-label": words.say("year"), "aria-valuetext": year ? String(year) : words.say("all_years") },
    });
    slider.addEventListener("input", () =>
      state.change({ year: years[Number(slider.value) - 1] || null }, { canUndo: true }),
    );
    const choice = (n) => {
      const made = element(
        "select",
        { data: { year: `compare-${n}` }, attributes: { "aria-label": words.say(n ? "after" : "before") } },
        ...years.map((one) =>
          element("option", {
            value: String(one),
            text: String(one),
            selected: compare !== null && compare[n] === one,
          }),
        ),
      );
      made.addEventListener("change", () => {
        const both = [...state.now.compare];
        both[n] = Number(made.value);
        state.change({ compare: both }, { canUndo: true });
      });
      return made;
    };
    const toggle = button(
      words.say("compare"),
      () => state.change({ compare: compare ? null : this.usual(), year: null }, { canUndo: true }),
      { pressed: compare !== null, title: words.say("compare_help"), data: { year: "compare" } },
    );
    this.root.replaceChildren(
      // While two years are compared, the slider has nothing to say and its room is for the legend.
      element(
        "label",
        { hidden: compare !== null },
        element("span", { text: words.say("year") }),
        slider,
        element("output", { text: year ? String(year) : words.say("all_years") }),
      ),
      toggle,
      ...(compare ? [choice(0), "→", choice(1), ...this.legend(visible)] : []),
    );
    if (focused)
      Array.from(this.root.querySelectorAll("[data-year]"))
        .find((one) => one.dataset.year === focused)
        ?.focus();
  }

  // The two years, next to each other, that most places have plans for.
  usual() {
    const { plans, years } = this.data,
      places = (year) => new Set(plans.filter((plan) => plan[2] === year).map((plan) => plan[3]));
    let [best, most] = [[years[0], years[1]], -1];
    for (let n = 1; n < years.length; n += 1) {
      const after = places(years[n]),
        both = [...places(years[n - 1])].filter((place) => after.has(place)).length;
      if (both >= most && both > 0) [best, most] = [[years[n - 1], years[n]], both];
    }
    return best;
  }

  legend({ status, nodes }) {
    const count = (wanted) => status.reduce((sum, one, i) => sum + (one === wanted && nodes[i] ? 1 : 0), 0);
    const entries = [
      ["fresh", STATUS.fresh],
      ["dropped", STATUS.dropped],
      ["continued", STATUS.continued],
    ].map(([name, value]) => {
      const mark = element("span", { className: `mark ${name}` });
      return element(
        "span",
        { className: "status", data: { status: name } },
        mark,
        `${this.words.say(name)} `,
        element("b", { text: String(count(value)) }),
      );
    });
    return entries.some((one) => one.querySelector("b").textContent !== "0")
      ? entries
      : [element("span", { className: "hint", text: this.words.say("nothing_compared") })];
  }
}
