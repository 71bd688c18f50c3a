import { EngineDoor } from "../../../src/api/engine/door.ts";
import { ContainerServer } from "../../../src/api/remote/container-server.ts";
import { createPassages } from "../../../src/manager/passages/passages.ts";
import { SKEIN_LABEL } from "../../../src/model/engine-kind.ts";
import {
  NodeRole,
  NodeStatus_State,
  TaskState,
  makeAnnotations,
  makeContainerStatus,
  makeEngineDescription,
  makeNode,
  makeNodeDescription,
  makeNodeStatus,
  makeTask,
  makeTaskStatus,
} from "../../../src/model/generated/types.ts";
import { localChannel } from "../../../src/node/local-channel.ts";
import type { Log, LogFields } from "../../../src/system/log.ts";
import { realClock } from "../../../src/system/real/clock.ts";
import { realEntropy } from "../../../src/system/real/entropy.ts";
import { PassageAnswers } from "../../../src/worker/agent/passages.ts";
import { ApiScene } from "../support/api-scene.ts";
import { StandInEngine } from "../support/stand-in-engine.ts";

export const TASK = "t".repeat(25);
export const CONTAINER = "c".repeat(64);
export const EXEC = "e".repeat(64);
export const NAME = `web.1.${TASK}`;

/** Keeps what is written down. */
class AuditLog implements Log {
  readonly lines: { readonly message: string; readonly fields: LogFields }[] = [];
  debug(): void {}
  error(): void {}
  info(message: string, fields: LogFields = {}): void {
    // The other lines are nobody's doing.
    if (fields.client !== undefined) this.lines.push({ message, fields });
  }
  warn(message: string, fields: LogFields = {}): void {
    this.info(message, fields);
  }
  child(): Log {
    return this;
  }
}

/** A manager's API with an engine that has no containers, and a worker's with the one of a task. */
export class RemoteScene implements AsyncDisposable {
  readonly api: ApiScene;
  readonly near: StandInEngine;
  readonly far: StandInEngine;
  readonly managerLog: AuditLog;
  readonly workerLog: AuditLog;
  readonly #life: AbortController;
  readonly #agent: Promise<void>;
  readonly #door: EngineDoor;

  private constructor(
    parts: Pick<RemoteScene, "api" | "near" | "far" | "managerLog" | "workerLog">,
    door: EngineDoor,
    life: AbortController,
    agent: Promise<void>,
  ) {
    ({
      api: this.api,
      near: this.near,
      far: this.far,
      managerLog: this.managerLog,
      workerLog: this.workerLog,
    } = parts);
    this.#door = door;
    this.#life = life;
    this.#agent = agent;
  }

  static async open(onUpgrade?: Parameters<typeof StandInEngine.open>[1]): Promise<RemoteScene> {
    const refuse: Parameters<typeof StandInEngine.open>[1] = (_request, socket) => {
      const body = `{"message":"No such container: it"}\n`;
      socket.end(
        `HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
    };
    const near = await StandInEngine.open("1.51", refuse);
    const far = await StandInEngine.open("1.47", onUpgrade);
    near.answer = (request, response) => {
      request.resume();
      response.writeHead(404, { "Content-Type": "application/json" });
      response.end('{"message":"No such container: it"}\n');
    };
    const [managerLog, workerLog] = [new AuditLog(), new AuditLog()];
    const api = await ApiScene.open(near.socket, managerLog);
    await api.post("/swarm/init", { ListenAddr: "0.0.0.0:2377" });
    const life = new AbortController();
    const { store } = api.node;
    const passages = createPassages({ store, clock: realClock, entropy: realEntropy });
    void passages.run(life.signal);
    api.node.more = passages.openerRoutes;
    const task = await putTask(api);
    const door = new EngineDoor(far.socket, realClock);
    const server = new ContainerServer({ engine: door, log: workerLog });
    const answers = new PassageAnswers({
      ...{ server, clock: realClock, log: workerLog, tasks: { tasks: [task] } },
    });
    const worker = { nodeId: "far", role: NodeRole.WORKER, organization: "cluster" };
    const agent = answers.run(localChannel(passages.agentRoutes, worker), life.signal);
    return new RemoteScene({ api, near, far, managerLog, workerLog }, door, life, agent);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#life.abort(new Error("the test is over"));
    await this.#agent;
    await this.api[Symbol.asyncDispose]();
    this.#door.close();
    await this.near[Symbol.asyncDispose]();
    await this.far[Symbol.asyncDispose]();
  }
}

async function putTask({ node }: ApiScene): Promise<ReturnType<typeof makeTask>> {
  const engine = makeEngineDescription({ labels: { [SKEIN_LABEL]: "1" } });
  const task = makeTask({
    ...{ id: TASK, nodeId: "far", slot: 1, serviceAnnotations: makeAnnotations({ name: "web" }) },
    status: makeTaskStatus({
      state: TaskState.RUNNING,
      container: makeContainerStatus({ containerId: CONTAINER }),
    }),
  });
  await node.write((tx) => {
    tx.create(
      "node",
      makeNode({
        id: "far",
        description: makeNodeDescription({ hostname: "h2", engine }),
        status: makeNodeStatus({ state: NodeStatus_State.READY }),
      }),
    );
    tx.create("task", task);
  });
  return task;
}
