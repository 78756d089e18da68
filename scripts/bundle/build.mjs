// Writes the explorer's third-party code and its licences: npm ci && node build.mjs FOLDER
//
// Two lines of force-graph are changed, because the page's content security policy refuses them: it must not parse
// markup, not even an empty text, and it must not add style sheets (explorer.css has these rules).
import { readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const CHANGES = [
  ["domNode.innerHTML = '';", "domNode.replaceChildren();"],
  ["styleInject(css_248z);", ""],
];

const changed = {
  name: "changed",
  setup(bundler) {
    bundler.onLoad({ filter: /force-graph\.mjs$/ }, async ({ path }) => {
      let contents = await readFile(path, "utf8");
      for (const [before, after] of CHANGES) {
        if (contents.split(before).length !== 2) throw new Error(`${path}: "${before}" is not there exactly once`);
        contents = contents.replace(before, after);
      }
      return { contents, loader: "js" };
    });
  },
};

const { outputFiles: [bundle], metafile } = await build({
  absWorkingDir: here, entryPoints: ["entry.js"], bundle: true, write: false, metafile: true, plugins: [changed],
  format: "iife", globalName: "ForceGraphBundle", footer: { js: "const ForceGraph = ForceGraphBundle.default;" },
  alias: { "float-tooltip": "./no-tooltip.js" }, minify: true, charset: "ascii", target: "es2020", legalComments: "none",
});

const packages = new Set();
for (const input of Object.keys(metafile.inputs)) {
  const found = input.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//);
  if (found) packages.add(found[1]);
}
const notices = [];
for (const name of [...packages].sort()) {
  const folder = join(here, "node_modules", name);
  const { version, license, author } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file && license !== "MIT") throw new Error(`${name}: no licence file`);
  const text = file ? (await readFile(join(folder, file), "utf8")).replaceAll("\r\n", "\n").trim()
    : `Copyright (c) ${author.name ?? author}\n\n${await readFile(join(here, "mit.txt"), "utf8")}`.trim();
  notices.push(`## ${name} ${version} (${license})\n\n${text}\n`);
}
const head = "Third-party code in force-graph.min.js, and the licences under which it is passed on.\n\n";
await writeFile(join(process.argv[2], "force-graph.min.js"), bundle.text);
await writeFile(join(process.argv[2], "LICENSES.txt"), head + notices.join("\n"));
