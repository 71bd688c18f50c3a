import test from "ava";
import type { Service, Task } from "../../../src/cli/engine-api.ts";
import { node, service, task } from "../cluster.ts";
import type { Answer, Routes } from "../recorded-daemon.ts";
import { HastyClock, skein, type Outcome, type Surroundings } from "../run-in-process.ts";

/** What the daemon says of the service from a moment on. */
interface Moment {
  readonly fromMs: number;
  readonly service?: Service;
  readonly tasks: readonly Task[];
}

const WEB = service({ Mode: { Replicated: { Replicas: 2 } } });
const RUNNING = [task(1, "running"), task(2, "running")];

async function waiting(
  moments: readonly Moment[],
  given: Surroundings & { readonly line?: string; readonly more?: Routes } = {},
): Promise<Outcome> {
  const clock = given.clock ?? new HastyClock();
  const now = (): Moment => moments.findLast(({ fromMs }) => fromMs <= clock.elapsedMs)!;
  const current = (): { json: Service } => ({ json: now().service ?? WEB });
  return skein((given.line ?? "service scale web=2").split(" "), {
    clock,
    routes: {
      "GET /services/web": current,
      [`GET /services/${WEB.ID}`]: current,
      [`POST /services/${WEB.ID}/update`]: { json: { Warnings: null } },
      "POST /services/create": { json: { ID: WEB.ID }, status: 201 },
      "GET /tasks": () => ({ json: now().tasks }),
      "GET /nodes": { json: [node("n1")] },
      ...given.more,
    },
    ...given,
  });
}

const status = (State: string, Message: string): Service => ({
  ...WEB,
  UpdateStatus: { State, Message },
});

test("waiting: prints a line for what changed, and ends once stable for five seconds", async (t) => {
  const { code, stdout, stderr, daemon } = await waiting([
    { fromMs: 0, tasks: [] },
    { fromMs: 1000, tasks: [task(1, "running"), task(2, "preparing")] },
    { fromMs: 2000, tasks: RUNNING },
  ]);

  t.is(stderr, "");
  t.is(code, 0);
  t.is(
    stdout,
    [
      "web scaled to 2",
      "overall progress: 0 out of 2 tasks",
      "overall progress: 1 out of 2 tasks",
      "1/2: running",
      "2/2: preparing",
      "overall progress: 2 out of 2 tasks",
      "2/2: running",
      "verify: Waiting 5 seconds to verify that tasks are stable...",
      "verify: Service service1 converged",
      "",
    ].join("\n"),
  );
  const polls = daemon.calls.filter((call) => call === "GET /tasks").length;
  t.is(polls, 7000 / 200 + 1);
  t.is(
    daemon.asked.find(({ path }) => path === "/tasks")?.query["filters"],
    '{"service":{"service1":true},"_up-to-date":{"true":true}}',
  );
});

test("waiting: the monitor period of the update policy replaces the five seconds", async (t) => {
  const policy = { Parallelism: 1, MaxFailureRatio: 0, Order: "stop-first", Monitor: 1e9 };
  const quick = service({ Mode: WEB.Spec.Mode!, UpdateConfig: policy });
  const { daemon } = await waiting([{ fromMs: 0, service: quick, tasks: RUNNING }]);

  t.is(daemon.calls.filter((call) => call === "GET /tasks").length, 1000 / 200 + 1);
});

test("waiting: begins again when a task fails while it is watched", async (t) => {
  const { code, stdout, daemon } = await waiting([
    { fromMs: 0, tasks: RUNNING },
    { fromMs: 3000, tasks: [task(1, "running"), task(2, "starting")] },
    { fromMs: 4000, tasks: RUNNING },
  ]);

  t.is(code, 0);
  t.true(stdout.includes("verify: Detected task failure\n"));
  t.is(daemon.calls.filter((call) => call === "GET /tasks").length, 9000 / 200 + 1);
});

test("waiting: tells why a task does not run", async (t) => {
  const pending = task(1, "pending", {
    Status: {
      State: "pending",
      Err: "no suitable node (scheduling constraints not satisfied on 1 node)",
    },
  });
  const { stdout } = await waiting([
    { fromMs: 0, tasks: [pending] },
    { fromMs: 1000, tasks: RUNNING },
  ]);

  t.true(
    stdout.includes(
      "1/2: pending: no suitable node (scheduling constraints not satisfied on 1 node)\n",
    ),
  );
});

test("waiting: --timeout ends it with 1 and says what is missing", async (t) => {
  const pending = task(2, "pending", { Status: { State: "pending", Err: "no suitable node (A)" } });
  const { code, stderr } = await waiting([{ fromMs: 0, tasks: [task(1, "running"), pending] }], {
    line: "service scale --timeout 30s web=2",
  });

  t.is(code, 1);
  t.is(
    stderr,
    "service web has not converged after 30s: 1 out of 2 tasks running; pending: no suitable node (A)\n" +
      "The operation continues in background: use 'skein service ps web' to check progress.\n",
  );
});

test("waiting: --detach does not wait", async (t) => {
  const { code, stdout, daemon } = await waiting([{ fromMs: 0, tasks: [] }], {
    line: "service scale -d web=2",
  });

  t.is(code, 0);
  t.is(stdout, "web scaled to 2\n");
  t.false(daemon.calls.includes("GET /tasks"));
});

test("waiting: --quiet waits without a word", async (t) => {
  const { stdout, daemon } = await waiting([{ fromMs: 0, tasks: RUNNING }], {
    line: "service create --quiet --no-resolve-image nginx",
  });

  t.is(stdout, "service1\n");
  t.true(daemon.calls.includes("GET /tasks"));
});

for (const [state, message] of [
  ["paused", "service update paused: too many failures"],
  ["rollback_paused", "service rollback paused: too many failures"],
] as const) {
  test(`waiting: an update that is ${state} ends it with 1`, async (t) => {
    const { code, stderr } = await waiting([
      { fromMs: 0, tasks: [] },
      { fromMs: 1000, service: status(state, "too many failures"), tasks: [] },
    ]);

    t.is(code, 1);
    t.is(stderr, `${message}\n`);
  });
}

const ROLLED_BACK: readonly Moment[] = [
  { fromMs: 0, tasks: [] },
  { fromMs: 1000, service: status("rollback_started", "a task failed"), tasks: [] },
  {
    fromMs: 2000,
    service: status("rollback_completed", "rolled back: a task failed"),
    tasks: RUNNING,
  },
];

test("waiting: an update that the swarm rolled back has failed", async (t) => {
  const { code, stdout, stderr } = await waiting(ROLLED_BACK, {
    line: "service update --force web",
  });

  t.is(code, 1);
  t.is(stderr, "service update rolled back: a task failed\n");
  t.true(stdout.includes("overall progress: rolling back update: 0 out of 2 tasks\n"));
});

test("waiting: a rollback that was asked for has not", async (t) => {
  const { code, stderr, daemon } = await waiting(ROLLED_BACK, { line: "service rollback web" });

  t.is(stderr, "");
  t.is(code, 0);
  t.is(daemon.asked.find(({ method }) => method === "POST")?.query["rollback"], "previous");
});

test("waiting: an update that completed out of sight is done", async (t) => {
  const { code, stdout } = await waiting([
    { fromMs: 0, tasks: [] },
    { fromMs: 1000, service: status("completed", "update completed"), tasks: [] },
  ]);

  t.is(code, 0);
  t.false(stdout.includes("converged"));
});

test("waiting: an interruption leaves the operation to the swarm and exits with 130", async (t) => {
  const { code, stderr } = await waiting([{ fromMs: 0, tasks: [] }], { interruptAfterMs: 1000 });

  t.is(code, 130);
  t.is(
    stderr,
    "Operation continuing in background.\nUse 'skein service ps web' to check progress.\n",
  );
});

test("waiting: sits out an election, but not a daemon that stays away", async (t) => {
  const leaderless = { status: 500, message: "rpc error: The swarm does not have a leader." };
  const lostUntil = async (endMs: number): Promise<Outcome> => {
    const clock = new HastyClock();
    const nodes = (): Answer => {
      const isLost = clock.elapsedMs >= 1000 && clock.elapsedMs < endMs;
      return isLost ? leaderless : { json: [node("n1")] };
    };
    return waiting([{ fromMs: 0, tasks: RUNNING }], { clock, more: { "GET /nodes": nodes } });
  };
  const [short, long] = [await lostUntil(8000), await lostUntil(60_000)];

  t.is(short.code, 0);
  t.is(long.code, 1);
  t.regex(long.stderr, /does not have a leader/);
});

test("waiting: a job ends when it is complete, without a period of watching", async (t) => {
  const job = service(
    { Mode: { ReplicatedJob: { TotalCompletions: 1 } } },
    { JobStatus: { JobIteration: {} } },
  );
  const complete = task(0, "complete", { DesiredState: "complete" });
  const { code, stdout } = await waiting([{ fromMs: 0, service: job, tasks: [complete] }], {
    line: "service create --no-resolve-image --mode replicated-job nginx",
  });

  t.is(code, 0);
  t.is(stdout, "service1\njob progress: 1 out of 1 complete\n1/1: complete\njob complete\n");
});

test("waiting: a job of which no task is under way any more has failed", async (t) => {
  const job = service(
    { Mode: { ReplicatedJob: { TotalCompletions: 2 } } },
    { JobStatus: { JobIteration: {} } },
  );
  const complete = task(0, "complete", { DesiredState: "complete" });
  const failed = task(1, "failed", {
    ...{ DesiredState: "complete", Status: { State: "failed", Err: "task: non-zero exit (3)" } },
  });
  const next = task(1, "ready", { DesiredState: "complete" });
  const line = "service create --no-resolve-image --mode replicated-job nginx";
  const { code, stderr, daemon } = await waiting(
    [
      { fromMs: 0, service: job, tasks: [complete, failed] },
      { fromMs: 4000, service: job, tasks: [complete, failed, next] },
      { fromMs: 6000, service: job, tasks: [complete, failed] },
    ],
    { line },
  );

  t.is(code, 1);
  t.is(
    stderr,
    "job web will not complete: 1 out of 2 tasks complete; failed: task: non-zero exit (3)\n",
  );
  t.is(daemon.calls.filter((call) => call === "GET /tasks").length, 11_000 / 200 + 1);
});

test("waiting: a terminal shows a bar for each replica and redraws them in place", async (t) => {
  const { stdout } = await waiting(
    [
      { fromMs: 0, tasks: [task(1, "running"), task(2, "preparing")] },
      { fromMs: 200, tasks: RUNNING },
    ],
    { isTerminal: true },
  );
  const frames = stdout.split("\u001B[2Koverall").map((frame) => frame.split("\n"));

  t.regex(frames[1]?.[1] ?? "", /^\u001B\[2K1\/2: running +\[=+>\]$/);
  t.regex(frames[1]?.[2] ?? "", /^\u001B\[2K2\/2: preparing \[=+> +\]$/);
  t.is(frames[1]?.at(-1), "\u001B[3A");
  t.regex(frames.at(-1)?.join("\n") ?? "", /verify: Service service1 converged\n$/);
  for (const line of stdout.split("\n")) {
    t.true(line.replaceAll(/\u001B\[\d+[AK]/g, "").length < 80);
  }
});

test("waiting: more than twenty replicas are one number", async (t) => {
  const many = service({ Mode: { Replicated: { Replicas: 21 } } });
  const tasks = Array.from({ length: 21 }, (_, index) => task(index + 1, "running"));
  const { stdout } = await waiting([{ fromMs: 0, service: many, tasks }], {
    line: "service scale web=21",
  });

  t.true(stdout.includes("overall progress: 21 out of 21 tasks\n"));
  t.false(stdout.includes("1/21"));
});

test("scale: waits for all services that were scaled, and names those that were not", async (t) => {
  const { code, stdout, stderr } = await waiting([{ fromMs: 0, tasks: RUNNING }], {
    line: "service scale nope=1 web=2",
    more: { "GET /services/nope": { status: 404, message: "service nope not found" } },
  });

  t.is(code, 1);
  t.is(stderr, "Error response from daemon: service nope not found\n");
  t.true(stdout.includes("verify: Service service1 converged\n"));
});

for (const [operand, message] of [
  [
    "web=-1",
    "web: invalid replicas value -1: it cannot be negative: use a whole number of 0 or more",
  ],
  ["web=x", "web: invalid replicas value x: it is not a whole number: use digits only, such as 3"],
  ["web", "invalid scale specifier 'web': use SERVICE=REPLICAS, such as web=3"],
] as const) {
  test(`scale: refuses ${operand} before it asks the daemon`, async (t) => {
    const { code, stderr, daemon } = await skein(["service", "scale", operand]);

    t.is(code, 1);
    t.is(stderr, `${message}\n`);
    t.deepEqual(daemon.calls, []);
  });
}
