import { execFile, spawnSync } from "node:child_process";
import test, { type ExecutionContext } from "ava";
import type { ApiScene } from "./api-scene.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/**
 * Declares a test of the docker command line itself. A machine without one lists it as still to be
 * done; with CI=true in the environment it fails there.
 */
export function dockerTest(title: string, body: (t: ExecutionContext) => Promise<void>): void {
  if (spawnSync("docker", ["--version"]).status === 0) test(title, body);
  else if (process.env["CI"] === "true") test(title, (t) => t.fail("docker is not installed"));
  else test.todo(`${title} (docker is not installed)`);
}

/** Runs the docker command line against the scene's daemon. */
export function docker(scene: ApiScene, ...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      "docker",
      ["-H", `unix://${scene.socket}`, ...args],
      { timeout: 30_000, env: { PATH: process.env["PATH"], HOME: "/nonexistent" } },
      (error, out, err) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, out: out.trim(), err: err.trim() }),
    );
  });
}
