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

/** Where a check runs, and who hears of it. */
interface Place {
  readonly say: (line: string) => void;
  readonly failures: Failures;
  /** What comes before its command. */
  readonly before: readonly string[];
}

const front: Place = { say: (line) => console.log(line), failures: new Failures(), before: [] };
let total = NONE;
let failed: readonly string[];
if (process.argv.includes("unit")) {
  total = await runAll([...STATIC, UNIT], front);
  failed = front.failures.told();
} else {
  total = await runAll([UNIT], front);
  // The end-to-end tests wait a lot, and leave enough of the processors to look at the sources meanwhile.
  const lines: string[] = [];
  const beside: Place = {
    say: (line) => lines.push(line),
    failures: new Failures(),
    before: ["nice", "-n", "19"],
  };
  const counts = await Promise.all([runAll(STATIC, beside), runAll([END_TO_END], front)]);
  total = counts.reduce(add, total);
  for (const line of lines) console.log(line);
  failed = [...front.failures.told(), ...beside.failures.told()];
}
for (const line of failed) console.log(line);
console.log(`\n${closingLine(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** One after the other. */
async function runAll(checks: readonly Check[], place: Place): Promise<Counts> {
  let all = NONE;
  for (const check of checks) {
    const started = performance.now();
    place.say(`\n${check.name}`);
    const counts = await run(check, place);
    all = add(all, counts);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    place.say(`  ${closingLine(counts)} in ${seconds} s`);
  }
  return all;
}

async function run(
  { name, command, tap }: Check,
  { say, failures, before }: Place,
): Promise<Counts> {
  const [program = "", ...args] = command;
  const [first = "", ...rest] = [...before, `node_modules/.bin/${program}`, ...args];
  const child = spawn(first, rest, { stdio: ["ignore", "pipe", "inherit"] });
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
    say(shown);
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
