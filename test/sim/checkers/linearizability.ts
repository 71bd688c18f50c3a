/** One request of a client to one object, and how it came out. */
export interface Operation<S> {
  /** For people: `scale web to 3`. */
  readonly name: string;
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
  const seen = new Set<string>();
  const stack: { readonly done: bigint; readonly count: number; readonly state: S }[] = [
    { done: 0n, count: 0, state: initial },
  ];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (top.count === answered) return true;
    const key = `${top.done.toString(36)} ${String(top.state)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > MAX_LOOKS) throw new Error(`No verdict on ${operations.length} operations`);
    const deadline = firstAnswer(ordered, top.done);
    // Pushed in reverse, so that the first to be answered is tried first.
    for (let at = ordered.length - 1; at >= 0; at--) {
      const operation = ordered[at]!;
      const bit = 1n << BigInt(at);
      if ((top.done & bit) !== 0n || operation.calledAt > deadline) continue;
      const next = operation.apply(top.state);
      if (next === undefined) continue;
      const count = top.count + (operation.answeredAt === undefined ? 0 : 1);
      stack.push({ done: top.done | bit, count, state: next.state });
    }
  }
  return false;
}

/** Whatever is called after this must come after what is answered at it. */
function firstAnswer<S>(ordered: readonly Operation<S>[], done: bigint): number {
  const next = ordered.findIndex((_, at) => (done & (1n << BigInt(at))) === 0n);
  return ordered[next]?.answeredAt ?? Infinity;
}
