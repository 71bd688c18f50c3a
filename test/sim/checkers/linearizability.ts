/** One request of a client to one object, and how it came out. */
export interface Operation<S> {
  /** `scale web to 3`: those of unknown outcome that are called the same do the same. */
  readonly name: string;
  /** Changes nothing, whatever the state. */
  readonly isRead?: boolean;
  /** When it was asked for, on a counter that all clients share. */
  readonly calledAt: number;
  /** When it was answered; undefined when nobody knows whether it happened, or ever will. */
  readonly answeredAt: number | undefined;
  /** The state after it, or why it cannot have had its answer in `state`. */
  readonly apply: (state: S) => { readonly state: S } | undefined;
}

/** How many partial orders are looked at before giving up: far more than any run needs. */
const MAX_LOOKS = 200_000;

/**
 * Whether there is an order of the operations, each at one moment between its call and its answer,
 * in which every answer is right: operations of unknown outcome may be anywhere after their call,
 * or nowhere. Source: Wing & Gong 1993, with the memory of Lowe 2017.
 */
export function isLinearizable<S>(initial: S, operations: readonly Operation<S>[]): boolean {
  // Those with an answer first: what nobody needs to have happened is tried last.
  const ordered = [...operations].sort(
    (a, b) => (a.answeredAt ?? Infinity) - (b.answeredAt ?? Infinity) || a.calledAt - b.calledAt,
  );
  const answered = ordered.filter(({ answeredAt }) => answeredAt !== undefined).length;
  const known = (1n << BigInt(answered)) - 1n;
  const twins = twinsBefore(ordered);
  const seen = new Seen();
  const stack: Step<S>[] = [{ done: 0n, state: initial }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { state } = top;
    const done = withReads(ordered, top);
    const without = done === top.done ? top.without : undefined;
    if ((done & known) === known) return true;
    if (!seen.add(`${(done & known).toString(36)} ${String(state)}`, done >> BigInt(answered))) {
      continue;
    }
    if (seen.size > MAX_LOOKS) throw new Error(`No verdict on ${operations.length} operations`);
    const deadline = firstAnswer(ordered, done);
    // Pushed in reverse, so that the first to be answered is tried first.
    for (let at = ordered.length - 1; at >= 0; at--) {
      const operation = ordered[at]!;
      const bit = 1n << BigInt(at);
      if ((done & bit) !== 0n || operation.calledAt > deadline) continue;
      const twin = twins[at];
      if (twin !== undefined && (done & twin) === 0n) continue;
      const next = operation.apply(state);
      if (next === undefined) continue;
      if (operation.answeredAt !== undefined) {
        stack.push({ done: done | bit, state: next.state });
        continue;
      }
      // What changed nothing, or was replaced before anybody saw it, need not have happened.
      const isIdle = next.state === state;
      const replaces = without && operation.apply(without.state)?.state === next.state;
      if (isIdle || replaces === true) continue;
      stack.push({ done: done | bit, state: next.state, without: { state } });
    }
  }
  return false;
}

/**
 * With all reads that can have had their answer now: whatever order there is with one of them later,
 * there is one with it here.
 */
function withReads<S>(ordered: readonly Operation<S>[], { done, state }: Step<S>): bigint {
  const deadline = firstAnswer(ordered, done);
  let all = done;
  ordered.forEach(({ isRead, calledAt, apply }, at) => {
    if (isRead === true && calledAt <= deadline && apply(state)) all |= 1n << BigInt(at);
  });
  return all === done ? done : withReads(ordered, { done: all, state });
}

interface Step<S> {
  /** A bit for each operation that has happened. */
  readonly done: bigint;
  readonly state: S;
  /** The state before the last operation, where that is one of unknown outcome. */
  readonly without?: { readonly state: S };
}

/**
 * For each operation of unknown outcome the bit of the last one before it that does the same: which of
 * them happened makes no difference, and the one that was called first could have at least as early.
 */
function twinsBefore<S>(ordered: readonly Operation<S>[]): readonly (bigint | undefined)[] {
  const last = new Map<string, bigint>();
  return ordered.map(({ name, answeredAt }, at) => {
    if (answeredAt !== undefined) return undefined;
    const twin = last.get(name);
    last.set(name, 1n << BigInt(at));
    return twin;
  });
}

/**
 * What has been looked at. Where the same answers were given and the state is the same, whoever has used up
 * more of what may have happened can go nowhere that the others cannot.
 */
class Seen {
  size = 0;
  readonly #used = new Map<string, readonly bigint[]>();

  /** False where something as good was there before. `used`: of unknown outcome, that happened. */
  add(key: string, used: bigint): boolean {
    const before = this.#used.get(key) ?? [];
    if (before.some((other) => (other & used) === other)) return false;
    this.#used.set(key, [...before.filter((other) => (other & used) !== used), used]);
    this.size++;
    return true;
  }
}

/** Whatever is called after this must come after what is answered at it. */
function firstAnswer<S>(ordered: readonly Operation<S>[], done: bigint): number {
  const next = ordered.findIndex((_, at) => (done & (1n << BigInt(at))) === 0n);
  return ordered[next]?.answeredAt ?? Infinity;
}
