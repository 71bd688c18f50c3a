import { runAgent } from "../../../src/worker/agent/agent.ts";
import type { AgentOptions } from "../../../src/worker/agent/agent-deps.ts";
import { HeldObjects } from "../../../src/worker/agent/held-objects.ts";
import type { Scene } from "../../manager/dispatcher/scene.ts";
import { identity } from "../../manager/dispatcher/scene.ts";
import { SimDisk } from "../../sim/disk.ts";
import { SimEngineHost } from "../../sim/engine.ts";
import type { SimProcess } from "../../sim/process.ts";

/** A worker's host: its engine and disk outlive its agents. */
export class WorkerHost {
  readonly nodeId: string;
  readonly engine: SimEngineHost;
  readonly disk: SimDisk;
  readonly #scene: Scene;
  process: SimProcess;
  held = new HeldObjects();
  #controller = new AbortController();
  #life: Promise<void> = Promise.resolve();
  /** Sessions the agent opened or took up again. */
  sessionCount = 0;
  managers: readonly string[] = ["m1:2377"];
  options: Partial<AgentOptions> = {};

  constructor(scene: Scene, nodeId: string) {
    this.#scene = scene;
    this.nodeId = nodeId;
    this.engine = new SimEngineHost(scene.sim, nodeId);
    this.disk = new SimDisk(scene.sim, `${nodeId} agent`);
    this.process = scene.sim.process(nodeId);
  }

  /** Starts the agent; again after `kill` or `stop`. */
  async start(): Promise<void> {
    if (!this.process.isAlive) this.process = this.#scene.sim.process(this.nodeId);
    const { process } = this;
    const { clock, entropy, log } = process;
    this.#controller = new AbortController();
    this.held = new HeldObjects();
    const engine = this.engine.connect(process);
    const storage = await this.#scene.sim.finish(Promise.resolve(this.disk.open(process)));
    let lastSession = "";
    this.#life = runAgent(
      {
        dialer: this.#scene.network.dialer(process, () => identity(this.nodeId)),
        managers: this.managers,
        engine,
        storage,
        held: this.held,
        clock,
        entropy,
        log,
        describe: (signal) => engine.describe(signal),
        onSession: ({ sessionId }) => {
          if (sessionId !== lastSession) this.sessionCount++;
          lastSession = sessionId;
        },
        options: this.options,
      },
      this.#controller.signal,
    );
    this.#life.catch((error: unknown) => this.#scene.sim.fail(error));
  }

  /** The agent ends in good order; its containers run on. */
  async stop(): Promise<void> {
    this.#controller.abort();
    await this.#scene.sim.finish(this.#life);
  }

  /** Ids of the tasks whose containers run. */
  get running(): readonly string[] {
    return this.engine.running.map(({ task }) => task.id).toSorted();
  }

  get containers(): readonly string[] {
    return this.engine.containers.map(({ task }) => task.id).toSorted();
  }
}
