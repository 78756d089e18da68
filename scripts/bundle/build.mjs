// Writes the pages' third-party code and its licences: npm ci && node build.mjs FOLDER
//
// Some lines are changed, because the pages' content security policy refuses them: they must not parse markup, not even
// an empty text, and they must not add style sheets (the explorer's page.css has these rules).
import { readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const BUNDLES = [
  { name: "force-graph", variable: "ForceGraph", member: ".default" },
  { name: "echarts", variable: "ECharts", member: "" },
];
const CHANGES = [
  [/force-graph\.mjs$/, "domNode.innerHTML = '';", "domNode.replaceChildren();"],
  [/force-graph\.mjs$/, "styleInject(css_248z);", ""],
  [/zrender\/lib\/canvas\/Painter\.js$/, "this.root.innerHTML = '';", "this.root.replaceChildren();"],
  [/zrender\/lib\/canvas\/Painter\.js$/, " root.innerHTML = '';", " root.replaceChildren();"],
];

const changed = {
  name: "changed",
  setup(bundler) {
    bundler.onLoad({ filter: /(force-graph\.mjs|canvas\/Painter\.js)$/ }, async ({ path }) => {
      let contents = await readFile(path, "utf8");
      for (const [, before, after] of CHANGES.filter(([file]) => file.test(path))) {
        if (contents.split(before).length !== 2) throw new Error(`${path}: "${before}" is not there exactly once`);
        contents = contents.replace(before, after);
      }
      return { contents, loader: "js" };
    });
  },
};

async function bundled({ name, variable, member }) {
  const { outputFiles: [bundle], metafile } = await build({
    absWorkingDir: here, entryPoints: [`${name}.js`], bundle: true, write: false, metafile: true, plugins: [changed],
    format: "iife", globalName: `${variable}Bundle`, footer: { js: `const ${variable} = ${variable}Bundle${member};` },
    define: { "process.env.NODE_ENV": '"production"' }, alias: { "float-tooltip": "./no-tooltip.js" },
    minify: true, charset: "ascii", target: "es2020", legalComments: "none",
  });
  return { text: bundle.text, files: Object.keys(metafile.inputs) };
}

const packageOf = (file) => file.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1];

// The licence of a package, what it says of code from elsewhere, and its notice, which goes where the code goes.
async function legalText(name, license, author) {
  const folder = join(here, "node_modules", name), entries = await readdir(folder, { recursive: true });
  const found = entries.filter((entry) => /^(licen[cs]e(\.\w+)?|notice|licenses\/[^/]+)$/i.test(entry)).sort();
  if (!found.length && license !== "MIT") throw new Error(`${name}: no licence file`);
  if (!found.length) return `Copyright (c) ${author.name ?? author}\n\n${await readFile(join(here, "mit.txt"), "utf8")}`;
  const texts = await Promise.all(found.map((entry) => readFile(join(folder, entry), "utf8")));
  return texts.map((text) => text.replaceAll("\r\n", "\n").trim()).join("\n\n");
}

const packages = new Set();
for (const one of BUNDLES) {
  const { text, files } = await bundled(one), own = [...new Set(files.map(packageOf).filter(Boolean))].sort();
  const labels = [];
  for (const name of own) {
    const { version, license } = JSON.parse(await readFile(join(here, "node_modules", name, "package.json"), "utf8"));
    labels.push(`${name} ${version} (${license})`);
    packages.add(name);
  }
  const head = `/*! ${labels.join(", ")}; bundled, some lines changed; licences: LICENSES.txt of kexie-kg */\n`;
  await writeFile(join(process.argv[2], `${one.name}.min.js`), head + text);
}
const notices = [];
for (const name of [...packages].sort()) {
  const manifest = JSON.parse(await readFile(join(here, "node_modules", name, "package.json"), "utf8"));
  const text = (await legalText(name, manifest.license, manifest.author)).trim();
  notices.push(`## ${name} ${manifest.version} (${manifest.license})\n\n${text}\n`);
}
const files = BUNDLES.map(({ name }) => `${name}.min.js`).join(" and ");
const head = `Third-party code in ${files}, and the licences under which it is passed on.\n\n`;
await writeFile(join(process.argv[2], "LICENSES.txt"), head + notices.join("\n"));
