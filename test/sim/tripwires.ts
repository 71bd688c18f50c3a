// Ambient time and chance, which would make two runs of one seed differ. While a simulation runs
// they throw, and the simulation remembers: code under test might swallow what was thrown.
// ava and Node.js keep their own references from before, so they are not touched.

const realDate = globalThis.Date;

export class TripwireError extends Error {
  override readonly name = "TripwireError";
}

interface Wire {
  readonly target: Record<string, unknown>;
  readonly property: string;
  readonly name: string;
}

const WIRES: readonly Wire[] = [
  ...wiresOn(globalThis, "", ["setTimeout", "setInterval", "setImmediate", "fetch"]),
  ...wiresOn(realDate, "Date.", ["now"]),
  ...wiresOn(Math, "Math.", ["random"]),
  ...wiresOn(performance, "performance.", ["now"]),
  ...wiresOn(AbortSignal, "AbortSignal.", ["timeout"]),
  ...wiresOn(crypto, "crypto.", ["randomUUID", "getRandomValues"]),
  ...wiresOn(process, "process.", ["hrtime"]),
];

type OnTrip = (error: TripwireError) => void;

const listeners = new Set<OnTrip>();
let disarmAll: (() => void) | undefined;

/**
 * Makes `Date.now`, `new Date()`, `Math.random`, timers and the like throw until the returned
 * function is called. Simulations of one thread may arm at once; the last to disarm takes the
 * wires down. `onTrip` hears of every trip of anyone: who tripped cannot be known.
 */
export function armTripwires(onTrip: OnTrip): () => void {
  listeners.add(onTrip);
  disarmAll ??= replaceAll();
  return () => {
    listeners.delete(onTrip);
    if (listeners.size > 0) return;
    disarmAll?.();
    disarmAll = undefined;
  };
}

function trip(name: string): never {
  const error = new TripwireError(`${name} was used while a simulation runs: take it from a seam`);
  for (const listener of listeners) listener(error);
  throw error;
}

function replaceAll(): () => void {
  const restores = WIRES.map(({ target, property, name }) => {
    const own = Object.getOwnPropertyDescriptor(target, property);
    Object.defineProperty(target, property, {
      value: () => trip(name),
      configurable: true,
      writable: true,
      enumerable: own?.enumerable ?? false,
    });
    return (): void => {
      if (own === undefined) Reflect.deleteProperty(target, property);
      else Object.defineProperty(target, property, own);
    };
  });
  globalThis.Date = new Proxy(realDate, {
    construct: (target, args: unknown[]) =>
      args.length === 0 ? trip("new Date()") : (Reflect.construct(target, args) as Date),
    apply: () => trip("Date()"),
  });
  restores.push(() => {
    globalThis.Date = realDate;
  });
  return () => restores.forEach((restore) => restore());
}

function wiresOn(target: object, prefix: string, properties: readonly string[]): readonly Wire[] {
  return properties.map((property) => ({
    target: target as Record<string, unknown>,
    property,
    name: `${prefix}${property}`,
  }));
}
