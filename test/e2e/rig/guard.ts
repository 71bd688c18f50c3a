import test, { type ExecutionContext } from "ava";
import { prerequisites } from "./prerequisites.ts";

/** A test of a real cluster: it runs alone, because real engines share this machine. */
export type RigTest = (title: string, body: (t: ExecutionContext) => Promise<void>) => void;

/**
 * How to declare tests that need a rig. Where none can run they are skipped, with the reason in
 * their titles; with CI=true in the environment they fail, so that nobody believes they passed.
 */
export async function rigTests(): Promise<RigTest> {
  const reason = await prerequisites();
  if (reason === undefined) return (title, body) => test.serial(title, body);
  if (process.env["CI"] === "true") {
    return (title) => test(title, (t) => t.fail(`This machine ${reason}`));
  }
  return (title, body) => test.skip(`${title} (skipped: ${reason})`, body);
}
