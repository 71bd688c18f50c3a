import test from "ava";
import {
  TaskState,
  makeGlobalJob,
  makeJobStatus,
  makeReplicatedJob,
  makeTaskSpec,
  makeVersion,
  type Service,
  type Task,
} from "../../../src/model/generated/types.ts";
import {
  reconcileGlobalJob,
  reconcileReplicatedJob,
} from "../../../src/manager/orchestrator/jobs.ts";
import type { Decision } from "../../../src/manager/orchestrator/replicated.ts";
import { node } from "../../support/build.ts";
import { service, task } from "./tasks.ts";

const { COMPLETE, PENDING, SHUTDOWN, REMOVE } = TaskState;

function job(spec: Partial<NonNullable<Service["spec"]>>): Service {
  const base = service(0, { spec: { replicated: undefined, task: makeTaskSpec(), ...spec } });
  return { ...base, jobStatus: makeJobStatus({ jobIteration: makeVersion() }) };
}

const ofRun = (index: number, id: string, options: Parameters<typeof task>[1]): Task => ({
  ...task(id, options),
  jobIteration: makeVersion({ index }),
});

const tell = (decisions: readonly Decision[]): string =>
  decisions
    .map((one) => (one.kind === "createTask" ? `create ${one.slot}` : `${one.kind} ${one.taskId}`))
    .join(", ");

test("jobs: when a task had done its work all the same, the one in its place goes", (t) => {
  const replicated = job({
    replicatedJob: makeReplicatedJob({ totalCompletions: 2, maxConcurrent: 1 }),
  });
  const moved = ofRun(0, "moved", { slot: 0, state: COMPLETE, desired: SHUTDOWN, nodeId: "n1" });
  const next = ofRun(0, "next", { slot: 0, state: PENDING, desired: COMPLETE, nodeId: "n1" });
  const leaving = { ...next, desiredState: REMOVE };
  t.is(tell(reconcileReplicatedJob(replicated, [moved, next])), "removeTask next, create 1");
  t.is(tell(reconcileReplicatedJob(replicated, [moved, leaving])), "create 1");

  const global = job({ globalJob: makeGlobalJob() });
  const nodes = [node("n1")];
  t.is(tell(reconcileGlobalJob(global, [moved, next], nodes)), "removeTask next");
  t.is(tell(reconcileGlobalJob(global, [moved, leaving], nodes)), "");
  t.is(tell(reconcileGlobalJob(global, [moved, next], [])), "removeTask moved, removeTask next");
});

test("jobs: what an earlier run completed says nothing of this one", (t) => {
  const earlier = ofRun(1, "earlier", {
    slot: 0,
    state: COMPLETE,
    desired: COMPLETE,
    nodeId: "n1",
  });
  const global = job({ globalJob: makeGlobalJob() });
  const gone = { ...earlier, desiredState: REMOVE };
  t.is(tell(reconcileGlobalJob(global, [earlier], [node("n1")])), "create 0, removeTask earlier");
  t.is(tell(reconcileGlobalJob(global, [gone], [node("n1")])), "create 0");
});
