"use strict";

// What the page says, in the reader's language. Names from the schema carry both: {zh, en}.
class Words {
  constructor(words) {
    this.words = words;
    this.language = "zh";
  }

  // The text of a key; {name} in it is replaced by the value of that name.
  say(key, values = {}) {
    const text = this.words[this.language][key];
    return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  of(thing) {
    return thing[this.language];
  }

  // Renews what stands in the page's own markup: data-say is the text, data-hint the name for a mouse or screen reader.
  apply(language) {
    this.language = language;
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    for (const one of document.querySelectorAll("[data-say]")) one.textContent = this.say(one.dataset.say);
    for (const one of document.querySelectorAll("[data-hint]")) {
      one.setAttribute("aria-label", this.say(one.dataset.hint));
      if (one.localName === "input" && one.type === "search") one.placeholder = this.say(one.dataset.hint);
      else if (one.localName === "button") one.title = this.say(one.dataset.hint);
    }
  }
}
