import { spawn } from "node:child_process";
import { resolve } from "node:path";

const started = performance.now();
const colours = process.stdout.isTTY;
const paint = (code: number, text: string): string =>
  colours ? `\u001b[${code}m${text}\u001b[0m` : text;

/** Seconds since the quickstart began, as it stands before every line of ours. */
function stamp(): string {
  return paint(2, `[${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s]`);
}

/** Says what is going on. */
export function say(text: string): void {
  console.log(`${stamp()} ${text}`);
}

/** Says what a step came to, with the time it took. */
export function report(text: string, milliseconds: number): void {
  console.log(
    `${stamp()} ${paint(32, "✔")} ${text} ${paint(1, `in ${(milliseconds / 1000).toFixed(2)} s`)}`,
  );
}

/** The compiled command line of this checkout. */
const SKEIN = resolve("build/bin/skein.js");

/** Runs a `skein` command against one daemon, for all to see. Throws when it fails. */
export async function skein(socket: string, args: readonly string[]): Promise<void> {
  console.log(`${stamp()} ${paint(36, `$ skein ${args.map(quote).join(" ")}`)}`);
  const child = spawn(process.execPath, [SKEIN, ...args], {
    env: { ...process.env, SKEIN_HOST: `unix://${socket}` },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const code = await new Promise<number>((done) =>
    child.on("close", (status) => done(status ?? 1)),
  );
  if (code !== 0) throw new Error(`skein ${args[0] ?? ""} failed with exit code ${code}`);
}

/** Runs a `skein` command out of sight; its output, or undefined when it failed. */
export async function ask(socket: string, args: readonly string[]): Promise<string | undefined> {
  const child = spawn(process.execPath, [SKEIN, ...args], {
    env: { ...process.env, SKEIN_HOST: `unix://${socket}` },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const code = await new Promise<number>((done) =>
    child.on("close", (status) => done(status ?? 1)),
  );
  return code === 0 ? output : undefined;
}

function quote(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
