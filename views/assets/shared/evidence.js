"use strict";

// The words that state a relation, each piece as a figure: the sentence in its paragraph, its plan and task below.
class Evidence {
  constructor(data, words) {
    Object.assign(this, { data, words });
  }

  evidence(e, most = Infinity) {
    return this.data.edges.evidence[e].slice(0, most).map((piece) => this.figure(piece, e));
  }

  // A sentence in its paragraph, the words marked, with its plan and task.
  figure([sentence, from, to, task, notes = []], e) {
    const { data, words } = this,
      [paragraph, begin, end, own] = data.sentences[sentence];
    const glyphs = Array.from(data.paragraphs[paragraph]); // offsets count code points
    const part = (a, b) => Evidence.flow(glyphs.slice(a, b).join(""));
    const soft = (text) => element("span", { className: "around", text });
    const quote = element("blockquote"),
      isLong = begin > Evidence.AROUND || glyphs.length - end > Evidence.AROUND;
    const fill = (left, right) =>
      quote.replaceChildren(
        soft((left ? "…" : "") + part(left, begin)),
        element(
          "span",
          { className: "sentence" },
          part(begin, from),
          element("mark", { text: part(from, to) }),
          part(to, end),
        ),
        soft(part(end, right) + (right < glyphs.length ? "…" : "")),
      );
    fill(
      isLong ? Math.max(0, begin - Evidence.AROUND) : 0,
      isLong ? Math.min(glyphs.length, end + Evidence.AROUND) : glyphs.length,
    );
    const plan = data.plans[data.edges.plan[e] < 0 ? own : data.edges.plan[e]];
    const origin = plan ? [plan[1], plan[4]] : [];
    if (task >= 0) origin.push(`${words.say("task")}：${data.tasks[task][1]}`);
    const caption = element("figcaption", { text: [...origin, ...notes].filter(Boolean).join(" · ") });
    if (isLong) {
      const whole = button(
        words.say("paragraph"),
        () => {
          fill(0, glyphs.length);
          whole.remove();
        },
        { className: "quiet" },
      );
      caption.append(" ", whole);
    }
    return element("figure", {}, quote, caption);
  }

  // Line ends inside of a sentence are those of the page it was printed on; between Chinese characters nothing stands.
  static flow(text) {
    return text.replace(/(?<=[^ -~])\s*\n\s*(?=[^ -~]|$)|^\s*\n\s*/g, "").replace(/\s*\n\s*/g, " ");
  }
}
Evidence.AROUND = 90; // characters of the paragraph that are shown before and after a sentence
