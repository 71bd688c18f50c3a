import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import test from "ava";
import { runScenario, type Difference } from "../support/scenario.ts";
import { ScenarioLab } from "../support/scenario-lab.ts";

/** The texts are not compiled: they are read where they are written. */
const folder = new URL("../../../../test/raft/core/scenarios/", import.meta.url);
const update = process.env["UPDATE"] !== undefined;

function explain(file: string, { line, command, expected, said }: Difference): string {
  const lines = (words: readonly string[]): string => words.map((word) => `    ${word}\n`).join("");
  return `${file}:${line} ${command}\n  expected\n${lines(expected)}  said\n${lines(said)}`;
}

for (const file of readdirSync(folder).sort()) {
  if (!file.endsWith(".txt")) continue;
  const place = new URL(file, folder);
  const text = readFileSync(place, "utf8");
  const title = text.split("\n", 1)[0]?.replace(/^# */, "") ?? file;
  test(`scenario ${file}: ${title}`, (t) => {
    const lab = new ScenarioLab();
    const { differences, rewritten } = runScenario(text, (command) => lab.run(command));
    if (update && rewritten !== text) writeFileSync(place, rewritten);
    const problems = update ? [] : differences.map((difference) => explain(file, difference));
    t.deepEqual(problems, [], "UPDATE=1 rewrites what is expected; look at every change");
  });
}
