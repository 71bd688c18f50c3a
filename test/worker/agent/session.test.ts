import test from "ava";
import {
  AssignmentsMessage_Type,
  NodeRole,
  makeAssignmentsMessage,
  makeHeartbeatResponse,
  makeNodeDescription,
  makeSessionMessage,
} from "../../../src/model/generated/types.ts";
import type { AssignmentsMessage, NodeDescription } from "../../../src/model/generated/types.ts";
import { OperationalError, errorCodeOf } from "../../../src/base/errors.ts";
import { durationOf } from "../../../src/model/time.ts";
import { serve } from "../../../src/system/rpc.ts";
import type { Route } from "../../../src/system/rpc.ts";
import { Wake } from "../../../src/system/wake.ts";
import { DispatcherService, LogBrokerService } from "../../../src/wire/generated/services.ts";
import { AGENT_DEFAULTS } from "../../../src/worker/agent/agent-deps.ts";
import { LogAnswers } from "../../../src/worker/agent/log-answers.ts";
import { DescriptionChanged, holdSession } from "../../../src/worker/agent/session.ts";
import { identity } from "../../manager/dispatcher/scene.ts";
import { SimEngineHost } from "../../sim/engine.ts";
import { SimNetwork } from "../../sim/network.ts";
import { Simulation } from "../../sim/simulation.ts";

const COMPLETE = AssignmentsMessage_Type.COMPLETE;
const INCREMENTAL = AssignmentsMessage_Type.INCREMENTAL;

const message = (type: AssignmentsMessage_Type, appliesTo: string, resultsIn: string) =>
  makeAssignmentsMessage({ type, appliesTo, resultsIn });

function silence(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}

/** A manager that says what the test tells it to. */
class Manager {
  readonly sim = new Simulation(1);
  readonly network = new SimNetwork(this.sim);
  readonly process = this.sim.process("m1");
  readonly worker = this.sim.process("n1");
  /** What each Assignments call is answered with, before silence. */
  assignments: AssignmentsMessage[][] = [[message(COMPLETE, "", "0")]];
  assignmentCalls = 0;
  beat: () => Promise<void> = () => Promise.resolve();
  /** Unimplemented where undefined, as on managers before there were service logs. */
  logs: ((signal: AbortSignal) => Promise<void>) | undefined = silence;
  readonly received: string[] = [];
  /** What the node has to say of itself since the session began. */
  described: NodeDescription | undefined;
  readonly redescribe = new Wake();
  readonly controller = new AbortController();

  hold(): Promise<void> {
    const { logs } = this;
    const routes: Route[] = [
      serve(DispatcherService.Session, async function* (_request, { signal }) {
        yield makeSessionMessage({ sessionId: "s1" });
        await silence(signal);
      }),
      serve(DispatcherService.Heartbeat, async () => {
        await this.beat();
        return makeHeartbeatResponse({ period: durationOf(1_000) });
      }),
      serve(DispatcherService.Assignments, (_request, { signal }) => this.#answer(signal)),
    ];
    if (logs !== undefined) {
      const listen = async function* (_request: unknown, { signal }: { signal: AbortSignal }) {
        await logs(signal);
        yield* [];
      };
      routes.push(serve(LogBrokerService.ListenSubscriptions, listen));
    }
    this.network.listen(this.process, "m1:2377", {
      routes,
      identity: () => identity("m1", NodeRole.MANAGER),
    });
    const { clock, log } = this.worker;
    const description = makeNodeDescription();
    const engine = new SimEngineHost(this.sim, "n1").connect(this.worker);
    const tasks = { tasks: [], onAssigned: () => () => undefined };
    const answers = new LogAnswers({ engine, clock, log, tasks });
    const channel = this.network.dialer(this.worker, () => identity("n1")).certified("m1:2377");
    return holdSession(
      {
        channel,
        clock,
        log,
        options: AGENT_DEFAULTS,
        sessionId: "",
        description,
        describe: async () => this.described ?? description,
        described: this.redescribe,
        openTimeoutMs: 1_500,
        onMessage: () => undefined,
        onAssignments: ({ resultsIn }) => this.received.push(resultsIn),
        followNetworks: async () => undefined,
        answerPassages: async () => undefined,
        answerLogs: (signal) => answers.run(channel, signal),
        report: (_sessionId, signal) => silence(signal),
      },
      this.controller.signal,
    );
  }

  async *#answer(signal: AbortSignal): AsyncGenerator<AssignmentsMessage> {
    yield* this.assignments[this.assignmentCalls++] ?? [];
    await silence(signal);
  }

  /** How the session ended, within the given time. */
  async outcome(holding: Promise<void>, limitMs = 10_000): Promise<string> {
    const error = await this.sim.finish(
      holding.then(
        () => undefined,
        (thrown: unknown) => thrown,
      ),
      limitMs,
    );
    return errorCodeOf(error);
  }
}

test.serial("session: assignments that do not follow each other are asked for anew", async (t) => {
  const manager = new Manager();
  manager.assignments = [
    [message(COMPLETE, "", "0"), message(INCREMENTAL, "0", "1"), message(INCREMENTAL, "5", "6")],
    [message(COMPLETE, "", "7"), message(INCREMENTAL, "7", "8")],
  ];
  const holding = manager.hold();
  await manager.sim.advance(1_000);

  t.deepEqual(manager.received, ["0", "1", "7", "8"]);
  manager.controller.abort();
  await manager.outcome(holding);
});

test.serial("session: a beat without an answer ends it", async (t) => {
  const manager = new Manager();
  const never = new AbortController().signal;
  const holding = manager.hold();
  await manager.sim.advance(3_000);
  manager.beat = () => manager.process.clock.sleep(1e9, never);

  t.is(await manager.outcome(holding, 3_000), "deadlineExceeded");
});

test.serial("session: a manager that does not know it ends it", async (t) => {
  const manager = new Manager();
  const holding = manager.hold();
  await manager.sim.advance(1_000);
  manager.beat = () => Promise.reject(new OperationalError("invalidArgument", "session invalid"));

  t.is(await manager.outcome(holding, 3_000), "invalidArgument");
});

test.serial("session: a manager that opens none is given up", async (t) => {
  const manager = new Manager();
  manager.process.pause();

  t.is(await manager.outcome(manager.hold(), 2_000), "deadlineExceeded");
  t.true(manager.sim.nowMs < 1_600);
});

test.serial(
  "session: a node that has something new to say of itself opens another one",
  async (t) => {
    const manager = new Manager();
    const holding = manager.hold();
    await manager.sim.advance(1_000);
    manager.redescribe.set(); // For nothing.
    await manager.sim.advance(1_000);
    manager.described = makeNodeDescription({ hostname: "another" });
    manager.redescribe.set();

    const ended = await t.throwsAsync(manager.sim.finish(holding), {
      instanceOf: DescriptionChanged,
    });
    t.is(ended.description.hostname, "another");
    t.true(manager.sim.nowMs < 3_000, "not only when the time to look has come");
  },
);

test.serial("session: a manager without logs holds it all the same", async (t) => {
  const manager = new Manager();
  manager.logs = undefined;
  const holding = manager.hold();
  await manager.sim.advance(60_000);
  t.deepEqual(manager.received, ["0"]);

  manager.controller.abort();
  await manager.outcome(holding);
});

test.serial("session: an end of any of its streams ends it, and leaves no timer", async (t) => {
  const manager = new Manager();
  manager.logs = () => manager.process.clock.sleep(2_500, new AbortController().signal);

  t.is(await manager.outcome(manager.hold()), "unavailable");
  await manager.sim.advance(50);
  t.is(manager.sim.pendingCount, 0);
});
