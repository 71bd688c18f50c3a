/** What one service may look like: the number in its label, or that there is none. */
export type Value = number | "absent";

/** How a write ended: acknowledged, certainly not done, or nobody knows. */
export type Outcome = "acknowledged" | "unsent" | "unknown";

interface Entry {
  acknowledged: Value;
  /** Writes whose outcome is not known, any of which may be what is there now. */
  readonly maybe: Set<Value>;
  /** Until when such a write may still take effect. */
  unsettledUntilMs: number;
}

/** The longest that a daemon goes on with a request whose caller has gone, with room to spare. */
const REQUEST_MS = 25_000;

/** What the writers were told, name by name; each name has one writer. */
export class Ledger {
  readonly #entries = new Map<string, Entry>();
  acknowledgedCount = 0;
  unknownCount = 0;

  names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** Whether the name may be written: no write of unknown outcome can still overtake the next one. */
  isSettled(name: string): boolean {
    const entry = this.#entries.get(name);
    return entry === undefined || performance.now() >= entry.unsettledUntilMs;
  }

  /** A read is due before the next write: only it tells which value is there. */
  needsRead(name: string): boolean {
    return (this.#entries.get(name)?.maybe.size ?? 0) > 0;
  }

  value(name: string): Value {
    return this.#entries.get(name)?.acknowledged ?? "absent";
  }

  wrote(name: string, value: Value, outcome: Outcome): void {
    if (outcome === "unsent") return;
    const entry = this.#entry(name);
    if (outcome === "acknowledged") {
      entry.acknowledged = value;
      entry.maybe.clear();
      this.acknowledgedCount++;
    } else {
      entry.maybe.add(value);
      entry.unsettledUntilMs = performance.now() + REQUEST_MS;
      this.unknownCount++;
    }
  }

  /** Compares what is there with what was promised; a sentence where they differ. */
  check(name: string, found: Value): string | undefined {
    const { acknowledged, maybe } = this.#entry(name);
    if (found === acknowledged || maybe.has(found)) return undefined;
    const others = maybe.size > 0 ? ` (or, unknown: ${[...maybe].join(", ")})` : "";
    return `${name} is ${found}, but ${acknowledged} was acknowledged${others}`;
  }

  /** Takes what a read found for the truth, once nothing unknown can change it any more. */
  settle(name: string, found: Value): void {
    const entry = this.#entry(name);
    entry.acknowledged = found;
    entry.maybe.clear();
  }

  #entry(name: string): Entry {
    let entry = this.#entries.get(name);
    if (!entry) {
      entry = { acknowledged: "absent", maybe: new Set(), unsettledUntilMs: 0 };
      this.#entries.set(name, entry);
    }
    return entry;
  }
}
