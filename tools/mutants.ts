/**
 * `npm run mutants`: puts deliberate bugs into a copy of the build, one at a time, and shows what
 * catches each: a test, or a number of simulated seeds. Fails when one survives.
 * `npm run mutants -- NAME…` tries those whose names contain one of the words.
 */
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { MUTANTS, type Mutant } from "./mutants/list.ts";

/** At most so many seeds are run where no test catches a mutant. */
const SEEDS = 200;
/** A bug may make a test wait for ever. */
const TEST_MS = 120_000;

const words = process.argv.slice(2);
const chosen = MUTANTS.filter(
  ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
);
const home = mkdtempSync(join(tmpdir(), "skein-mutants-"));
process.once("exit", () => rmSync(home, { recursive: true, force: true }));
cpSync("build", join(home, "build"), { recursive: true });
for (const name of ["node_modules", "package.json", "proto", "layers.mjs", "test"]) {
  symlinkSync(join(process.cwd(), name), join(home, name));
}
writeFileSync(join(home, "ava.config.js"), "export default { timeout: '60s', failFast: true };\n");

const sets = new Map(chosen.map(({ tests }) => [tests.join(" "), tests]));
for (const tests of sets.values()) {
  const failure = await failingTest(tests);
  if (failure !== undefined) throw new Error(`Without any mutant, this fails: ${failure}`);
}
let survivors = 0;
for (const mutant of chosen) {
  const caughtBy = await tryOut(mutant);
  if (caughtBy === undefined) survivors++;
  console.log(`${mutant.name.padEnd(40)} ${caughtBy ?? "SURVIVES"}`);
  if (caughtBy === undefined) console.log(`  ${mutant.bug} (${mutant.file})`);
}
console.log(
  `\n${chosen.length} mutants, ${chosen.length - survivors} caught, ${survivors} survive`,
);
process.exitCode = survivors > 0 ? 1 : 0;

/** What catches the mutant; undefined when nothing does. */
async function tryOut(mutant: Mutant): Promise<string | undefined> {
  const path = join(home, "build", mutant.file);
  const text = readFileSync(path, "utf8");
  const parts = text.split(mutant.find);
  if (parts.length !== 2) {
    throw new Error(`"${mutant.name}": its text is ${parts.length - 1} times in ${mutant.file}`);
  }
  writeFileSync(path, parts.join(mutant.replace));
  try {
    const title = await failingTest(mutant.tests);
    if (title !== undefined) return `test: ${title}`;
    const seeds = await seedsUntilCaught(mutant.profile);
    return seeds === undefined ? undefined : `${seeds} seeds of ${mutant.profile}`;
  } finally {
    writeFileSync(path, text);
  }
}

/** The first of the tests that fails, by its title; undefined when all pass. */
async function failingTest(tests: readonly string[]): Promise<string | undefined> {
  let title: string | undefined;
  const code = await run(["node_modules/ava/entrypoints/cli.mjs", "--tap", ...tests], (line) => {
    title ??= /^not ok \d+ - (.*)$/.exec(line)?.[1];
  });
  return code === 0 ? undefined : (title ?? `the tests ended with ${code}`);
}

/** How many seeds it takes; undefined when so many do not suffice. */
async function seedsUntilCaught(profile: string): Promise<number | undefined> {
  let found: string | undefined;
  const main = "build/test/simulation/main.js";
  const wide = ["--profile", profile, "--seeds", String(SEEDS), "--jobs", "1", "--no-shrink"];
  const code = await run([main, ...wide, "--until-first"], (line) => {
    found ??= /^seed (\d+):/.exec(line)?.[1];
  });
  return code === 0 ? undefined : Number(found ?? 1);
}

/** Runs Node.js on `args` in the copy, shows each line to `onLine`, and gives the exit code. */
async function run(args: readonly string[], onLine: (line: string) => void): Promise<number> {
  const child = spawn(process.execPath, args, {
    cwd: home,
    stdio: ["ignore", "pipe", "ignore"],
    timeout: TEST_MS,
    killSignal: "SIGKILL",
  });
  const exited = new Promise<number>((resolve) => {
    child.on("close", (code) => resolve(code ?? 1));
  });
  for await (const line of createInterface({ input: child.stdout })) onLine(line);
  return exited;
}
