// Builds the pages' scripts, styles and the sprite of icons into the static folder of the ui room.
// File names carry no hash: Django's manifest storage adds it when static files are collected.
import { build, context } from "esbuild";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { purge } from "./purge.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "femida", "platform", "ui", "static", "ui");

/** One <symbol> per name in icons.txt; an unknown name stops the build. */
async function drawSprite() {
  const icons = join(here, "..", "node_modules", "@tabler", "icons", "icons");
  const list = await readFile(join(here, "icons.txt"), "utf8");
  const names = list.split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
  const symbols = [];
  for (const name of names) {
    const svg = await readFile(join(icons, "outline", `${name}.svg`), "utf8").catch(() => {
      throw new Error(`icons.txt: there is no icon "${name}"`);
    });
    const inner = svg
      .slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"))
      .replace(/<path stroke="none"[^>]*>/g, "")
      .replace(/\s+/g, " ")
      .trim();
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

/** Every word of the pages, the renderers and the scripts: what may be a class on a page. */
async function readWords() {
  const words = new Set();
  for (const [folder, endings] of [[join(here, "..", "femida"), [".html", ".py"]], [join(here, "js"), [".ts"]]]) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !endings.some((ending) => entry.name.endsWith(ending))) continue;
      const text = await readFile(join(entry.parentPath ?? entry.path, entry.name), "utf8");
      for (const word of text.match(/[A-Za-z][\w-]*/g) ?? []) words.add(word);
    }
  }
  return words;
}

const onlyWhatIsUsed = {
  name: "only-what-is-used",
  setup(building) {
    building.onLoad({ filter: /@tabler.core.*\.css$/ }, async ({ path }) => ({
      contents: purge(await readFile(path, "utf8"), await readWords()),
      loader: "css",
    }));
  },
};

const common = {
  bundle: true,
  minify: true,
  target: ["chrome111", "firefox115", "safari16.4"],
  legalComments: "none",
  logLevel: "warning",
  outdir: out,
};
const bundles = [
  { ...common, entryPoints: { app: join(here, "js", "app.ts") }, format: "esm" },
  // The pictures of reports: heavy, so only pages with one load it.
  { ...common, entryPoints: { charts: join(here, "js", "charts.ts") }, format: "esm" },
  // Runs before the first paint, so it is small, separate and not a module.
  { ...common, entryPoints: { theme: join(here, "js", "theme.ts") }, format: "iife" },
  {
    ...common,
    entryPoints: { app: join(here, "css", "app.css") },
    plugins: [onlyWhatIsUsed],
    loader: { ".woff2": "file" },
    assetNames: "fonts/[name]",
  },
];

const sprite = await drawSprite();
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await writeFile(join(out, "icon.svg"), await readFile(join(here, "icon.svg")));
await writeFile(join(out, "icons.svg"), sprite);
if (process.argv.includes("--watch")) {
  for (const bundle of bundles) await (await context(bundle)).watch();
} else {
  await Promise.all(bundles.map((bundle) => build(bundle)));
}
