import { messageOf } from "../../base/errors.ts";
import type { Prng } from "../../base/prng.ts";
import { TaskState } from "../../model/generated/types.ts";
import type { NodeDescription, SessionMessage, Task } from "../../model/generated/types.ts";
import { isTerminal } from "../../model/task-state.ts";
import type { Log } from "../../system/log.ts";
import type { Channel } from "../../system/rpc.ts";
import { Wake } from "../../system/wake.ts";
import { together } from "../../system/together.ts";
import { isTemporary } from "../engine/engine.ts";
import type { Engine } from "../engine/engine.ts";
import { AGENT_DEFAULTS } from "./agent-deps.ts";
import type { AgentDeps, AgentOptions } from "./agent-deps.ts";
import { SessionBackoff } from "./backoff.ts";
import { askForNetworks } from "./attachments.ts";
import { followOverlays } from "./carried-networks.ts";
import { ExpandingEngine } from "./expanding-engine.ts";
import { KnownManagers } from "./known-managers.ts";
import { LogAnswers } from "./log-answers.ts";
import { PassageAnswers } from "./passages.ts";
import { Reporter } from "./reporter.ts";
import { DescriptionChanged, holdSession } from "./session.ts";
import { TaskJournal } from "./task-journal.ts";
import { TaskSet } from "./task-set.ts";

/**
 * Runs this node's tasks, as its managers ask for, until `signal` aborts; containers run on then.
 * Without a manager, for however long, the tasks it knows of are kept as they were wanted last.
 * Throws when the disk fails. Source of the behaviour: swarmkit agent.
 */
export async function runAgent(deps: AgentDeps, signal: AbortSignal): Promise<void> {
  const { clock, storage, held } = deps;
  const engine = new ExpandingEngine(deps.engine, deps.describe, held, deps.networks);
  const log = deps.log.child("agent");
  const options = { ...AGENT_DEFAULTS, ...deps.options };
  const journal = new TaskJournal(storage);
  const reporter = new Reporter({ clock, log, rpcTimeoutMs: options.rpcTimeoutMs });
  const tasks = new TaskSet({ engine, clock, log, journal, reporter, held });
  const logs = new LogAnswers({ engine, clock, log, tasks });
  const { passages: server } = deps;
  const passages = server && new PassageAnswers({ server, clock, log, tasks });
  const managers = new KnownManagers([...(await journal.readManagers()), ...deps.managers]);
  const known = await journal.readTasks();
  await withdrawLeftovers(engine, known, log, signal);
  tasks.adopt(known);
  const sessions = new Sessions(
    { ...deps, log, options },
    { journal, reporter, tasks, logs, passages, managers },
  );
  await together(signal, [
    (inner) => journal.run(inner),
    (inner) => tasks.run(inner),
    (inner) => sessions.run(inner),
    (inner) => deps.networks?.run(inner) ?? Promise.resolve(),
  ]);
}

/**
 * Files of tasks that ended, or were forgotten, while no daemon ran. What runs keeps its files though
 * the journal is lost: its managers say soon whether it is this node's, and the rest is swept then.
 */
async function withdrawLeftovers(
  engine: Engine,
  known: readonly Task[],
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const provided = await engine.provided();
  if (provided.length === 0) return;
  const alive = new Map(
    known.map(({ id, status }) => [id, !isTerminal(status?.state ?? TaskState.NEW)]),
  );
  const isForgotten = provided.some((taskId) => !alive.has(taskId));
  const running = isForgotten ? await runningIn(engine, signal) : undefined;
  for (const taskId of provided) {
    if (alive.get(taskId) ?? running?.has(taskId) ?? true) continue;
    log.info("files of a task that is over removed", { taskId });
    await engine.withdraw(taskId);
  }
}

/** What the engine runs, if it can be asked. */
async function runningIn(
  engine: Engine,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  try {
    const held = await engine.list(signal);
    return new Set(held.flatMap(({ taskId, running }) => (running ? taskId : [])));
  } catch (error) {
    if (signal.aborted || !isTemporary(error)) throw error;
    return undefined;
  }
}

interface Parts {
  readonly journal: TaskJournal;
  readonly reporter: Reporter;
  readonly tasks: TaskSet;
  readonly logs: LogAnswers;
  readonly passages: PassageAnswers | undefined;
  readonly managers: KnownManagers;
}

/** Where a session is held: with this node's own manager, or with one at an address. */
interface Target {
  readonly channel: Channel;
  readonly address: string;
}

type SessionsDeps = AgentDeps & { readonly options: AgentOptions };

/** Stands for this node's own manager, which has no need of an address. */
const OWN = "own manager";

/** A session that lasted this long was a good one: losing it is the first failure. */
const GOOD_SESSION_MS = 1_000;
const MAX_OPEN_MS = 5_000;
const DESCRIBE_RETRY_MS = 1_000;
const WARN_FROM_MS = 500;

/** Holds a session with one manager after another. */
class Sessions {
  readonly #deps: SessionsDeps;
  readonly #parts: Parts;
  readonly #prng: Prng;
  readonly #backoff: SessionBackoff;
  readonly #described: Wake;
  #sessionId = "";
  #justTried: string | undefined;
  #openTimeoutMs: number;
  /** When the last session was opened, in monotonic time; absent when it was not. */
  #openedAtMs: number | undefined;

  constructor(deps: SessionsDeps, parts: Parts) {
    this.#deps = deps;
    this.#parts = parts;
    this.#prng = deps.entropy.prng();
    this.#backoff = new SessionBackoff(this.#prng);
    this.#described = deps.described ?? new Wake();
    this.#openTimeoutMs = deps.options.openTimeoutMs;
  }

  async run(signal: AbortSignal): Promise<void> {
    let description = await this.#describe(signal);
    while (!signal.aborted && description !== undefined) {
      try {
        await this.#hold(description, signal);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof DescriptionChanged) {
          description = error.description;
          this.#justTried = undefined;
          continue;
        }
        this.#learn();
        this.#deps.onNoSession?.(error);
        const retryInMs = Math.round(this.#backoff.nextMs());
        const { log, clock } = this.#deps;
        const fields = { address: this.#justTried, retryInMs, reason: messageOf(error) };
        if (retryInMs < WARN_FROM_MS) log.info("no session", fields);
        else log.warn("no session", fields);
        await clock.sleep(retryInMs, signal);
      }
    }
  }

  /** One session, from opening it to its loss, which is thrown. */
  async #hold(description: NodeDescription, signal: AbortSignal): Promise<void> {
    const { clock, log, options, describe } = this.#deps;
    const { managers, reporter, tasks, logs, passages } = this.#parts;
    const { channel, address } = this.#target();
    this.#justTried = address;
    this.#openedAtMs = undefined;
    const onMessage = (message: SessionMessage): void => {
      if (this.#openedAtMs === undefined) {
        this.#openedAtMs = clock.monotonicMs();
        managers.observe(address, "well");
        log.info("session opened", { sessionId: message.sessionId, address });
      }
      this.#onMessage(message);
    };
    try {
      await holdSession(
        {
          channel,
          clock,
          log,
          options,
          describe,
          described: this.#described,
          description,
          sessionId: this.#sessionId,
          openTimeoutMs: this.#openTimeoutMs,
          onMessage,
          onAssignments: (message) => tasks.apply(message),
          answerLogs: (inner) => logs.run(channel, inner),
          answerPassages: async (inner) => passages?.run(channel, inner),
          followNetworks: async (sessionId, inner) => {
            const { networks, clock, log } = this.#deps;
            const { rpcTimeoutMs } = options;
            if (networks === undefined) return;
            const { containers } = networks;
            const call = { channel, networks, containers, sessionId, clock, log, rpcTimeoutMs };
            await together(inner, [
              (each) => followOverlays(call, each),
              (each) => askForNetworks(call, each),
            ]);
          },
          report: (sessionId, inner) => reporter.run(channel, sessionId, inner),
        },
        signal,
      );
    } finally {
      channel.close();
    }
  }

  /** Its own manager first, then in turns with others. */
  #target(): Target {
    const own = this.#justTried === OWN ? undefined : this.#deps.ownManager?.();
    if (own !== undefined) return { channel: own, address: OWN };
    const address = this.#parts.managers.pick(this.#prng, this.#justTried);
    if (address === undefined) {
      this.#justTried = undefined;
      throw new Error("No manager is known");
    }
    return { channel: this.#deps.dialer.certified(address), address };
  }

  #onMessage(message: SessionMessage): void {
    const { managers, journal } = this.#parts;
    this.#sessionId = message.sessionId;
    if (managers.replace(message.managers)) journal.putManagers(managers.addresses);
    this.#deps.onSession(message);
  }

  /** Every session ends by a failure; how soon says whether to hurry. */
  #learn(): void {
    const { clock, options } = this.#deps;
    if (this.#justTried !== undefined) this.#parts.managers.observe(this.#justTried, "badly");
    if (this.#openedAtMs === undefined) {
      // A busy machine gets more time with every attempt.
      this.#openTimeoutMs = Math.min(this.#openTimeoutMs * 1.5, MAX_OPEN_MS);
    } else if (clock.monotonicMs() - this.#openedAtMs >= GOOD_SESSION_MS) {
      this.#openTimeoutMs = options.openTimeoutMs;
      this.#backoff.reset();
    }
  }

  /** The engine may come up after this daemon. */
  async #describe(signal: AbortSignal): Promise<NodeDescription | undefined> {
    const { clock, log, describe } = this.#deps;
    while (!signal.aborted) {
      try {
        return await describe(signal);
      } catch (error) {
        if (signal.aborted) return undefined;
        log.warn("the engine does not describe the node", {
          retryInMs: DESCRIBE_RETRY_MS,
          error,
        });
        await clock.sleep(DESCRIBE_RETRY_MS, signal);
      }
    }
    return undefined;
  }
}
