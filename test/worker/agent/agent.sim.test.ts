import test from "ava";
import type { Prng } from "../../../src/base/prng.ts";
import { isTerminal } from "../../../src/model/task-state.ts";
import {
  TaskState,
  makeContainerSpec,
  makeTask,
  makeTaskSpec,
  makeTaskStatus,
} from "../../../src/model/generated/types.ts";
import type { Task } from "../../../src/model/generated/types.ts";
import { Scene } from "../../manager/dispatcher/scene.ts";
import { forSeeds } from "../../support/seeds.ts";
import { WorkerHost } from "./scene.ts";

const NODES = ["n1", "n2", "n3"];
const MANAGERS = ["m1", "m2"];

/** Managers and workers to which everything happens that may happen to them. */
class Turmoil {
  readonly #scene: Scene;
  readonly #prng: Prng;
  readonly #workers: readonly WorkerHost[];
  readonly #seen = new Map<string, TaskState>();
  #taskCount = 0;

  private constructor(scene: Scene) {
    this.#scene = scene;
    this.#prng = scene.sim.prng;
    this.#workers = NODES.map((id) => new WorkerHost(scene, id));
    scene.store.onCommit(({ changes }) => {
      for (const change of changes) {
        if (change.kind === "task" && change.action !== "remove") this.#check(change.object);
      }
    });
  }

  static async begin(seed: number): Promise<Turmoil> {
    const scene = await Scene.begin({}, seed);
    scene.addManager("m2");
    for (const id of NODES) await scene.addNode(id);
    scene.lead("m1");
    const turmoil = new Turmoil(scene);
    for (const worker of turmoil.#workers) await worker.start();
    return turmoil;
  }

  /** Observed states only grow. */
  #check({ id, status }: Task): void {
    const state = status?.state ?? TaskState.NEW;
    if (state < (this.#seen.get(id) ?? 0)) throw new Error(`Task ${id} went back to ${state}`);
    this.#seen.set(id, state);
  }

  async step(): Promise<void> {
    const worker = this.#prng.pick(this.#workers);
    const happenings: readonly (() => Promise<void> | void)[] = [
      () => this.#assign(),
      () => this.#assign(),
      () => this.#want(TaskState.SHUTDOWN),
      () => this.#removeOne(),
      () => this.#crash(worker),
      () => this.#togglePause(worker),
      () => this.#scene.network.reset(worker.nodeId),
      () => this.#scene.network.links.partition([worker.nodeId], [this.#prng.pick(MANAGERS)]),
      () => this.#scene.network.links.heal(),
      () => worker.engine.setDown(this.#prng.chance(0.5)),
      () => this.#changeLeader(),
      () => this.#endOne(worker),
    ];
    await this.#prng.pick(happenings)();
    await this.#scene.sim.advance(this.#prng.below(1_500));
  }

  /** Everything works again. */
  async calm(): Promise<void> {
    this.#scene.network.links.heal();
    for (const worker of this.#workers) {
      worker.engine.setDown(false);
      if (worker.process.isPaused) worker.process.resume();
      if (!worker.process.isAlive) await worker.start();
    }
    if (this.#scene.leader === undefined) this.#scene.lead("m1");
  }

  async settle(): Promise<void> {
    const { sim } = this.#scene;
    await sim.runUntil(() => this.#tasks.every(isAsWanted), 120_000, "everything as wanted");
    const tidy = (): boolean => this.#workers.every((worker) => this.#isTidy(worker));
    await sim.runUntil(tidy, 60_000, "the workers to hold what is theirs and no more");
  }

  get #tasks(): readonly Task[] {
    return this.#scene.store.view((tx) => tx.tasks.all());
  }

  #isTidy(worker: WorkerHost): boolean {
    const own = this.#tasks.filter(({ nodeId }) => nodeId === worker.nodeId);
    const running = own.filter(({ status }) => status?.state === TaskState.RUNNING);
    const known = new Set(own.map(({ id }) => id));
    return (
      String(worker.running) === String(running.map(({ id }) => id)) &&
      worker.containers.every((id) => known.has(id))
    );
  }

  async #assign(): Promise<void> {
    const id = `t${String(this.#taskCount++).padStart(3, "0")}`;
    const container = makeContainerSpec({
      command: this.#prng.chance(0.2) ? ["sleep", String(this.#prng.below(3000))] : [],
    });
    const task = makeTask({
      id,
      nodeId: this.#prng.pick(NODES),
      desiredState: TaskState.RUNNING,
      status: makeTaskStatus({ state: TaskState.ASSIGNED }),
      spec: makeTaskSpec({ container }),
    });
    await this.#scene.store.write((tx) => tx.create("task", task));
  }

  async #want(desiredState: TaskState): Promise<void> {
    if (this.#tasks.length === 0) return;
    const { id } = this.#prng.pick(this.#tasks);
    await this.#scene.store.write((tx) => {
      tx.update("task", { ...tx.tasks.get(id)!, desiredState });
    });
  }

  async #removeOne(): Promise<void> {
    if (this.#tasks.length === 0) return;
    const { id } = this.#prng.pick(this.#tasks);
    await this.#scene.store.write((tx) => tx.remove("task", id));
  }

  #endOne({ engine, running }: WorkerHost): void {
    if (running.length > 0) engine.endContainer(this.#prng.pick(running), 1);
  }

  async #crash(worker: WorkerHost): Promise<void> {
    worker.process.kill();
    if (this.#prng.chance(0.7)) await worker.start();
  }

  #togglePause({ process }: WorkerHost): void {
    if (process.isPaused) process.resume();
    else if (process.isAlive) process.pause();
  }

  async #changeLeader(): Promise<void> {
    if (this.#scene.leader !== undefined) await this.#scene.stepDown();
    await this.#scene.sim.advance(this.#prng.below(1_000));
    this.#scene.lead(this.#prng.pick(MANAGERS));
  }
}

function isAsWanted({ desiredState, status }: Task): boolean {
  const state = status?.state ?? TaskState.NEW;
  return state === desiredState || isTerminal(state);
}

test.serial(
  "agents: whatever happens, observed states only grow, and once it ends all is as wanted",
  async (t) => {
    await forSeeds(t, 20, async (seed) => {
      const turmoil = await Turmoil.begin(seed);
      for (let steps = 0; steps < 60; steps++) await turmoil.step();
      await turmoil.calm();
      await turmoil.settle();
    });
  },
);
