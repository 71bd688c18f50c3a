import { assert } from "../../../src/base/assert.ts";
import type { ServiceSpec } from "../../../src/model/generated/types.ts";
import type { ReadTx } from "../../../src/manager/store/store.ts";
import { isLinearizable, type Operation } from "./linearizability.ts";

/** How large a service is declared to be: `undefined` is no service. */
export type Size = number | undefined;

/** Replicas, or the completions of a job; a service of every node has no size of its own. */
export function sizeOf(spec: ServiceSpec | undefined): Size {
  if (spec === undefined) return undefined;
  return spec.replicated?.replicas ?? spec.replicatedJob?.totalCompletions ?? 0;
}

/** What a client may ask of a service. */
export type Request =
  { readonly kind: "create" | "change"; readonly size: number } | { readonly kind: "remove" };

type ServiceOperation = Operation<Size>;

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
  saw(name: string, size: Size): void {
    this.#look(name, size, 0);
  }

  /** What the store of an undisputed leader holds now explains everything that was answered. */
  check(tx: ReadTx): void {
    for (const [name, operations] of this.#operations) {
      const size = sizeOf(tx.services.byName(name)?.spec);
      const last = read(size, this.#now, this.#now);
      assert(
        isLinearizable<Size>(undefined, [...operations, last]),
        `Service ${name}: no order explains ${[...operations, last].map(tell).join("; ")}`,
      );
    }
  }

  #look(name: string, size: Size, calledAt: number): void {
    const operations = this.#of(name);
    const answeredAt = this.#now++;
    this.#count++;
    operations.add(read(size, calledAt, answeredAt));
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
      return (state) => (state === undefined ? { state: request.size } : undefined);
    case "change":
      return (state) => (state === undefined ? undefined : { state: request.size });
    case "remove":
      return (state) => (state === undefined ? undefined : { state: undefined });
  }
}

function read(size: Size, calledAt: number, answeredAt: number): ServiceOperation {
  const apply: ServiceOperation["apply"] = (state) => (state === size ? { state } : undefined);
  return { name: `saw ${size ?? "none"}`, isRead: true, calledAt, answeredAt, apply };
}

function describe(request: Request): string {
  return request.kind === "remove" ? "remove" : `${request.kind} ${request.size}`;
}

function tell({ name, calledAt, answeredAt }: ServiceOperation): string {
  return `${name} [${calledAt}, ${answeredAt ?? "unknown"}]`;
}
