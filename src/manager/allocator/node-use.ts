const NONE: ReadonlySet<string> = new Set();

/** Which networks the tasks of each node are on, kept by counting: no list of tasks is looked at. */
export class NodeUse {
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #networks = new Map<string, Set<string>>();

  networksOf(nodeId: string): ReadonlySet<string> {
    return this.#networks.get(nodeId) ?? NONE;
  }

  enter(nodeId: string, networkId: string): void {
    if (nodeId === "") return;
    const counts = this.#counts.get(nodeId) ?? new Map<string, number>();
    const networks = this.#networks.get(nodeId) ?? new Set<string>();
    this.#counts.set(nodeId, counts);
    this.#networks.set(nodeId, networks);
    counts.set(networkId, (counts.get(networkId) ?? 0) + 1);
    networks.add(networkId);
  }

  leave(nodeId: string, networkId: string): void {
    const counts = this.#counts.get(nodeId);
    const count = counts?.get(networkId);
    if (!counts || count === undefined) return;
    if (count > 1) {
      counts.set(networkId, count - 1);
      return;
    }
    counts.delete(networkId);
    this.#networks.get(nodeId)?.delete(networkId);
    if (counts.size > 0) return;
    this.#counts.delete(nodeId);
    this.#networks.delete(nodeId);
  }
}
