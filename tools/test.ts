/**
 * The whole check of the project: compiler, linter, layers, format, unit tests and simulations, and
 * the end-to-end tests on real engines. What failed is told once more at the end, where people
 * look; its last line is `N passed, N failed, N skipped`. A static check counts as one test.
 * `npm test -- unit` leaves out the end-to-end tests.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { Failures, NONE, add, closingLine, readTapLine, type Counts } from "./test/tap.ts";

interface Check {
  readonly name: string;
  readonly command: readonly string[];
  /** Its output is TAP: each test counts by itself. */
  readonly tap?: true;
}

const STATIC: readonly Check[] = [
  { name: "types of the pure layers", command: ["tsc", "-p", "tsconfig.pure.json"] },
  { name: "lint", command: ["eslint", "."] },
  { name: "format", command: ["prettier", "--check", "--log-level", "warn", "."] },
  { name: "layers", command: ["depcruise", "--config", ".dependency-cruiser.mjs", "src", "bin"] },
];
const UNIT: Check = { name: "unit tests and simulations", command: ["ava", "--tap"], tap: true };
const END_TO_END: Check = {
  name: "end-to-end tests",
  command: ["ava", "--tap", "--config", "ava.e2e.config.js"],
  tap: true,
};

const onlyUnit = process.argv.includes("unit");
const failures = new Failures();
let total = NONE;
for (const check of [...STATIC, UNIT, ...(onlyUnit ? [] : [END_TO_END])]) {
  const started = performance.now();
  console.log(`\n${check.name}`);
  const counts = await run(check);
  total = add(total, counts);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`  ${closingLine(counts)} in ${seconds} s`);
}
for (const line of failures.told()) console.log(line);
console.log(`\n${closingLine(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function run({ name, command, tap }: Check): Promise<Counts> {
  const [program = "", ...args] = command;
  const child = spawn(`node_modules/.bin/${program}`, args, {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise<number>((resolve) => {
    child.on("error", (error) => {
      console.error(`  ${name}: ${error.message}`);
      resolve(1);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });

  let counts = NONE;
  for await (const line of createInterface({ input: child.stdout })) {
    const { shown, counts: more } = tap ? readTapLine(line) : { shown: `  ${line}`, counts: NONE };
    if (shown === undefined) continue;
    console.log(shown);
    failures.read(shown, more);
    counts = add(counts, more);
  }
  const code = await exited;
  failures.end(name, code !== 0);
  if (!tap) return code === 0 ? { ...NONE, passed: 1 } : { ...NONE, failed: 1 };
  // A run that died, or found nothing to run, has failed even where no test of it did.
  const silent = counts.passed + counts.failed + counts.skipped === 0;
  return counts.failed === 0 && (code !== 0 || silent)
    ? add(counts, { ...NONE, failed: 1 })
    : counts;
}
