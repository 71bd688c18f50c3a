import { call, outcomeOf } from "./api.ts";
import type { Ledger, Value } from "./ledger.ts";

/** Where the load goes and what it finds. */
export interface Load {
  readonly ledger: Ledger;
  /** The API's socket of some daemon that should be up. */
  readonly someSocket: () => string;
  /** Told of everything that must not be. */
  readonly violation: (sentence: string) => void;
}

interface ServiceFacts {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly Spec: { readonly Name: string; readonly Labels?: Readonly<Record<string, string>> };
}

const LABEL = "soak.value";
const PAUSE_MS = 100;

/** Writes to names of its own, one request at a time, until `signal` aborts. */
export async function runWriter(
  load: Load,
  names: readonly string[],
  random: () => number,
  signal: AbortSignal,
): Promise<void> {
  let next = 0;
  for (let turn = 0; !signal.aborted; turn++) {
    const name = names[turn % names.length];
    if (name === undefined) return;
    if (!load.ledger.isSettled(name)) {
      if (turn % names.length === 0) await pause(PAUSE_MS);
      continue;
    }
    const progress = await writeOnce(load, name, ++next, random);
    if (!progress) await pause(PAUSE_MS);
  }
}

/** Reads the name, checks what is there, and changes it. False when nothing came of it. */
async function writeOnce(
  load: Load,
  name: string,
  number: number,
  random: () => number,
): Promise<boolean> {
  const { ledger } = load;
  const socket = load.someSocket();
  const found = await look(socket, name);
  if (found === undefined) return false;
  const complaint = ledger.check(name, found.value);
  if (complaint !== undefined) load.violation(complaint);
  if (ledger.needsRead(name)) ledger.settle(name, found.value);

  const { facts } = found;
  if (facts === undefined) {
    const answer = await call(socket, "POST", "/services/create", specOf(name, number));
    ledger.wrote(name, number, outcomeOf(answer));
    return answer.status === 201;
  }
  const path = `/services/${facts.ID}`;
  if (random() < 0.1) {
    const answer = await call(socket, "DELETE", path);
    ledger.wrote(name, "absent", outcomeOf(answer));
    return answer.status === 200;
  }
  const body = specOf(name, number);
  const answer = await call(socket, "POST", `${path}/update?version=${facts.Version.Index}`, body);
  ledger.wrote(name, number, outcomeOf(answer));
  return answer.status === 200;
}

/** What is there under a name; undefined when nobody could tell. */
export async function look(
  socket: string,
  name: string,
): Promise<{ readonly value: Value; readonly facts?: ServiceFacts } | undefined> {
  const answer = await call(socket, "GET", `/services/${name}`);
  if (answer.status === 404) return { value: "absent" };
  if (answer.status !== 200) return undefined;
  const facts = JSON.parse(answer.text) as ServiceFacts; // The API's own shape.
  return { value: Number(facts.Spec.Labels?.[LABEL] ?? Number.NaN), facts };
}

/** The value that a service of the load stands for. */
export function valueOf(labels: Readonly<Record<string, string>>): Value {
  return Number(labels[LABEL] ?? Number.NaN);
}

function specOf(name: string, value: number): unknown {
  return {
    Name: name,
    Labels: { [LABEL]: String(value) },
    Mode: { Replicated: { Replicas: 0 } },
    TaskTemplate: { ContainerSpec: { Image: "none", Command: ["true"] } },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
