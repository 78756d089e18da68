"use strict";

// Builds elements. Text goes in as text; there is no way here to pass markup.
const at = (id) => document.getElementById(id);

function element(
  tag,
  { className = "", text = "", data = {}, attributes = {}, on = {}, ...properties } = {},
  ...children
) {
  const made = Object.assign(document.createElement(tag), properties);
  if (className) made.className = className;
  if (text !== "") made.textContent = text;
  Object.assign(made.dataset, data);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  for (const [name, listener] of Object.entries(on)) made.addEventListener(name, listener);
  made.append(...children);
  return made;
}

function button(text, onclick, { className = "", title = "", pressed, data = {} } = {}) {
  const made = element("button", { type: "button", className, text, title, data, on: { click: onclick } });
  if (pressed !== undefined) made.setAttribute("aria-pressed", String(pressed));
  return made;
}

// Hands a file that the page made to the reader.
function download(name, blob) {
  const address = URL.createObjectURL(blob);
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// A file name that every system takes.
const fileName = (title, suffix) =>
  `${title.replace(/[\\/:*?"<>|\s\p{Cc}]+/gu, "_").slice(0, 80) || "kexie"}.${suffix}`;
