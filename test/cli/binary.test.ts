import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import test from "ava";
import { RecordedDaemon, type Routes } from "./recorded-daemon.ts";

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program as a user does: its own process, its own clock. */
async function run(
  args: readonly string[],
  routes: Routes,
  onRequest?: () => "interrupt",
): Promise<Ended> {
  await using daemon = await new RecordedDaemon(routes).listen();
  const child = spawn(process.execPath, ["build/bin/skein.js", ...args], {
    env: { ...process.env, SKEIN_HOST: daemon.host },
    stdio: ["ignore", "pipe", "pipe"],
  });
  daemon.onAsked = () => {
    if (onRequest?.() === "interrupt") child.kill("SIGINT");
  };
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on("exit", resolve)),
  ]);
  return { code, stdout, stderr };
}

test("build/bin/skein.js: prints, and ends by itself with the exit code", async (t) => {
  const routes = { "GET /services": { json: [] } };
  const ls = await run(["service", "ls"], routes);
  const wrong = await run(["service", "lss"], {});

  t.deepEqual(ls, {
    code: 0,
    stdout: "ID        NAME      MODE      REPLICAS   IMAGE     PORTS\n",
    stderr: "",
  });
  t.is(wrong.code, 1);
  t.regex(wrong.stderr, /Did you mean 'skein service ls'/);
});

test("build/bin/skein.js: SIGINT ends a request that gets no answer, with 130", async (t) => {
  const { code } = await run(
    ["service", "ls"],
    { "GET /services": { silent: true } },
    () => "interrupt",
  );

  t.is(code, 130);
});
