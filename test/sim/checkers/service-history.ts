import { assert } from "../../../src/base/assert.ts";
import type { ReadTx } from "../../../src/manager/store/store.ts";
import { isLinearizable, type Operation } from "./linearizability.ts";

/** How many replicas a service has: `undefined` is no service. */
export type Replicas = number | undefined;

/** What a client may ask of a service. */
export type Request =
  { readonly kind: "create" | "change"; readonly replicas: number } | { readonly kind: "remove" };

type ServiceOperation = Operation<Replicas>;

/** What a client was told of one request. */
export interface Call {
  readonly done: () => void;
  /** For certain: nothing happened. Without either, nobody knows. */
  readonly refused: () => void;
}

/**
 * Everything that clients asked of each service and what they were told. There must be one order of
 * it that explains every answer, and at its end what the store holds: nothing acknowledged is lost,
 * nothing refused has happened.
 */
export class ServiceHistory {
  readonly #operations = new Map<string, Set<ServiceOperation>>();
  #now = 0;
  #count = 0;

  /** Every service that was ever asked for, by name. */
  get names(): readonly string[] {
    return [...this.#operations.keys()];
  }

  /** How many requests and looks there were. */
  get size(): number {
    return this.#count;
  }

  ask(name: string, request: Request): Call {
    const operations = this.#of(name);
    const calledAt = this.#now++;
    const base = { name: describe(request), calledAt, apply: effectOf(request) };
    const unknown: ServiceOperation = { ...base, answeredAt: undefined };
    operations.add(unknown);
    this.#count++;
    return {
      done: () => {
        operations.delete(unknown);
        operations.add({ ...base, answeredAt: this.#now++ });
      },
      refused: () => void operations.delete(unknown),
    };
  }

  /**
   * A client saw this. Whoever believes to lead answers from its own memory, as Swarm's managers do:
   * a look may show the past, but never what did not happen.
   */
  saw(name: string, replicas: Replicas): void {
    this.#look(name, replicas, 0);
  }

  /** What the store of an undisputed leader holds now explains everything that was answered. */
  check(tx: ReadTx): void {
    for (const [name, operations] of this.#operations) {
      const replicas = tx.services.byName(name)?.spec?.replicated?.replicas;
      const last = read(replicas, this.#now, this.#now);
      assert(
        isLinearizable<Replicas>(undefined, [...operations, last]),
        `Service ${name}: no order explains ${[...operations, last].map(tell).join("; ")}`,
      );
    }
  }

  #look(name: string, replicas: Replicas, calledAt: number): void {
    const operations = this.#of(name);
    const answeredAt = this.#now++;
    this.#count++;
    operations.add(read(replicas, calledAt, answeredAt));
  }

  #of(name: string): Set<ServiceOperation> {
    let operations = this.#operations.get(name);
    if (operations === undefined) {
      operations = new Set();
      this.#operations.set(name, operations);
    }
    return operations;
  }
}

function effectOf(request: Request): ServiceOperation["apply"] {
  switch (request.kind) {
    case "create":
      return (state) => (state === undefined ? { state: request.replicas } : undefined);
    case "change":
      return (state) => (state === undefined ? undefined : { state: request.replicas });
    case "remove":
      return (state) => (state === undefined ? undefined : { state: undefined });
  }
}

function read(replicas: Replicas, calledAt: number, answeredAt: number): ServiceOperation {
  const apply: ServiceOperation["apply"] = (state) => (state === replicas ? { state } : undefined);
  return { name: `saw ${replicas ?? "none"}`, calledAt, answeredAt, apply };
}

function describe(request: Request): string {
  return request.kind === "remove" ? "remove" : `${request.kind} ${request.replicas}`;
}

function tell({ name, calledAt, answeredAt }: ServiceOperation): string {
  return `${name} [${calledAt}, ${answeredAt ?? "unknown"}]`;
}
