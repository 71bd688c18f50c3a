import test from "ava";
import type { Task } from "../../../src/cli/engine-api.ts";
import { node, service, task } from "../cluster.ts";
import type { Answer } from "../recorded-daemon.ts";
import { HastyClock, skein, type Outcome } from "../run-in-process.ts";

function draining(
  flags: string,
  tasksAt: (elapsedMs: number) => readonly Task[] | Answer,
): Promise<Outcome> {
  const clock = new HastyClock();
  return skein(["node", "update", ...flags.split(" "), "n1"], {
    clock,
    routes: {
      "GET /nodes/n1": { json: node("n1") },
      "POST /nodes/n1/update": { text: "" },
      "GET /services/service1": { json: service() },
      "GET /tasks": () => {
        const now = tasksAt(clock.elapsedMs);
        return "json" in now || "status" in now ? now : { json: now };
      },
    },
  });
}

test("node update --wait: ends when the drained node is empty, and says how far it is", async (t) => {
  const { code, stdout, stderr } = await draining("--availability drain --wait", (ms) =>
    ms < 1000
      ? [task(1, "running"), task(2, "running")]
      : ms < 3000
        ? [task(1, "shutdown"), task(2, "running")]
        : [task(1, "shutdown"), task(2, "failed")],
  );

  t.is(stderr, "");
  t.is(code, 0);
  t.is(stdout, "n1\nn1: 2 tasks left\nn1: 1 task left\nn1 is empty\n");
});

test("node update --wait: sits out an election", async (t) => {
  const leaderless = { status: 500, message: "rpc error: The swarm does not have a leader." };
  const { code } = await draining("--availability drain --wait", (ms) =>
    ms < 5000 ? leaderless : [],
  );

  t.is(code, 0);
});

test("node update --wait: stops at the deadline and names what is left", async (t) => {
  const { code, stderr } = await draining("--availability drain --wait --timeout 10s", () => [
    task(1, "running"),
  ]);

  t.is(code, 1);
  t.is(
    stderr,
    "n1 still has 1 task after 10s: web.1 running\n" +
      "The operation continues in background: use 'skein node ps n1' to check progress.\n",
  );
});

test("node update: does not wait unless it is asked to, and only for a drain", async (t) => {
  const plain = await draining("--availability drain", () => [task(1, "running")]);
  const active = await draining("--availability active --wait", () => []);
  const timeout = await draining("--availability drain --timeout 1s", () => []);

  t.is(plain.stdout, "n1\n");
  t.is(active.stderr, "--wait can only be used with --availability drain\n");
  t.is(timeout.stderr, "--timeout needs --wait\n");
});
