import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import test from "ava";
import { MUTANTS } from "../tools/mutants/list.ts";

type Layers = Readonly<Record<string, readonly string[]>>;
// The table is plain JavaScript at the root, two folders up from the compiled test.
const table = new URL("../../layers.mjs", import.meta.url).href;
const { CODEC, PURE, SEAMS, SHELL } = (await import(table)) as Record<string, Layers> as Readonly<
  Record<"CODEC" | "PURE" | "SEAMS" | "SHELL", Layers>
>;

const sources = execFileSync(
  "git",
  ["ls-files", "-co", "--exclude-standard", "src", "bin", "test", "tools"],
  {
    encoding: "utf8",
  },
)
  .split("\n")
  .filter((path) => path.endsWith(".ts") && !path.includes("/generated/"));

test("tidy: the pure project of the compiler holds exactly the pure layers", (t) => {
  const config = readFileSync("tsconfig.pure.json", "utf8").replace(/^\s*\/\/.*$/gm, "");
  const { include } = JSON.parse(config) as { include: string[] };

  t.deepEqual(
    include.sort(),
    Object.keys(PURE)
      .map((layer) => `src/${layer}`)
      .sort(),
  );
});

test("tidy: a layer only names layers that exist", (t) => {
  const layers: Layers = {
    ...PURE,
    ...SEAMS,
    ...CODEC,
    ...SHELL,
  };
  const names = new Set([...Object.keys(layers), "*"]);

  for (const [layer, allowed] of Object.entries(layers)) {
    t.deepEqual(
      allowed.filter((name) => !names.has(name)),
      [],
      layer,
    );
  }
});

test("tidy: generated code is what proto/ says", (t) => {
  t.notThrows(() => execFileSync("node", ["build/tools/protos.js", "--check"], { stdio: "pipe" }));
});

test("tidy: no file over 500 lines, and the median of src below 150", (t) => {
  const lengths = sources.map(
    (path) => [path, readFileSync(path, "utf8").split("\n").length] as const,
  );
  const ofSource = lengths
    .filter(([path]) => path.startsWith("src/"))
    .map(([, length]) => length)
    .sort((a, b) => a - b);

  t.deepEqual(
    lengths.filter(([path, length]) => length > 500 && !path.startsWith("test/")),
    [],
  );
  t.true((ofSource[Math.floor(ofSource.length / 2)] ?? 0) < 150);
});

test("tidy: no test is skipped or alone, no check silenced, no loose end", (t) => {
  // Spelled so that this file does not find itself.
  const forbidden = [
    "FIX" + "ME",
    "TO" + "DO",
    "test.on" + "ly",
    "test.sk" + "ip",
    "eslint-" + "disable",
    "@ts-" + "ignore",
  ];
  // The one place that may skip, and says in the title what the machine lacks.
  const allowed = ["test/e2e/rig/guard.ts: " + "test.sk" + "ip"];
  const found = sources.flatMap((path) => {
    const text = readFileSync(path, "utf8");
    return forbidden.filter((word) => text.includes(word)).map((word) => `${path}: ${word}`);
  });

  t.deepEqual(found, allowed);
});

test("tidy: every deliberate bug still finds the text it replaces", (t) => {
  for (const { name, file, find } of MUTANTS) {
    const parts = readFileSync(`build/${file}`, "utf8").split(find);
    t.is(parts.length - 1, 1, `${name}: how often its text is in ${file}`);
  }
});
