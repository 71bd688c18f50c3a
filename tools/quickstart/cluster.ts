import { get, post, type NodeFacts, type TaskFacts } from "./api.ts";
import type { Daemon } from "./daemons.ts";

const POLL_MS = 25;
const LIMIT_MS = 60_000;

/** Waits until `look` gives something; how long that took. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined>,
): Promise<{ readonly value: T; readonly ms: number }> {
  const from = performance.now();
  for (;;) {
    const value = await look();
    const ms = performance.now() - from;
    if (value !== undefined) return { value, ms };
    if (ms > LIMIT_MS) throw new Error(`Not within ${LIMIT_MS / 1000} s: ${what}`);
    await new Promise((wait) => setTimeout(wait, POLL_MS));
  }
}

/** The daemon that leads, as `asked` knows it. */
export async function leaderOf(asked: Daemon, all: readonly Daemon[]): Promise<Daemon | undefined> {
  const nodes = await get<readonly NodeFacts[]>(asked.socket, "/nodes");
  const leader = nodes?.find((node) => node.ManagerStatus?.Leader === true);
  return all.find(({ name }) => name === leader?.Description.Hostname);
}

/** How many tasks of `service` run on machines that are alive. */
export async function running(
  asked: Daemon,
  service: string,
  dead: readonly Daemon[],
): Promise<number | undefined> {
  const nodes = await get<readonly NodeFacts[]>(asked.socket, "/nodes");
  const filters = encodeURIComponent(
    JSON.stringify({ service: { [service]: true }, "desired-state": { running: true } }),
  );
  const tasks = await get<readonly TaskFacts[]>(asked.socket, `/tasks?filters=${filters}`);
  if (!nodes || !tasks) return undefined;
  const names = new Map(nodes.map((node) => [node.ID, node.Description.Hostname]));
  const gone = new Set(dead.map(({ name }) => name));
  return tasks.filter(
    ({ Status, NodeID = "" }) => Status.State === "running" && !gone.has(names.get(NodeID) ?? ""),
  ).length;
}

interface ServiceFacts {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly Spec: { readonly Mode: { readonly Replicated: { readonly Replicas: number } } };
}

/** Tries once to write: the service's number of replicas. */
export async function tryScale(asked: Daemon, service: string, replicas: number): Promise<boolean> {
  const facts = await get<ServiceFacts>(asked.socket, `/services/${service}`);
  if (!facts) return false;
  const spec = { ...facts.Spec, Mode: { Replicated: { Replicas: replicas } } };
  return post(asked.socket, `/services/${facts.ID}/update?version=${facts.Version.Index}`, spec);
}
