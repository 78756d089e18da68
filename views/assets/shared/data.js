"use strict";

// The page's data, unpacked if it travelled compressed.
async function readData() {
  const stored = JSON.parse(at("data").textContent);
  if (!stored.deflate) return stored;
  const bytes = Uint8Array.from(atob(stored.deflate), (char) => char.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(unpacked).text());
}
