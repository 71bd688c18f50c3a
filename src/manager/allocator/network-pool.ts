import { err, ok, type Result } from "../../base/result.ts";
import type { Network } from "../../model/generated/types.ts";
import { SubnetSpace } from "./subnet-space.ts";

/** Of a subnet, at most this part is kept for nodes that have no address in it yet. */
const MAX_KEPT_FRACTION = 4;

/** The addresses of one network, in all of its subnets. */
export class NetworkPool {
  readonly name: string;
  readonly #spaces: readonly SubnetSpace[];
  /** Given in transactions that have not committed, each with who asked. */
  readonly #given = new Map<string, string>();

  constructor({ id, spec, ipam }: Network) {
    this.name = spec?.annotations?.name ?? id;
    this.#spaces = (ipam?.configs ?? []).flatMap((config) => SubnetSpace.of(config) ?? []);
  }

  /** Addresses that were given and have not been seen in a commit, each with who asked for it. */
  get given(): ReadonlyMap<string, string> {
    return this.#given;
  }

  /** How many addresses are free, in all subnets. */
  get freeCount(): number {
    return this.#spaces.reduce((sum, { freeCount }) => sum + freeCount, 0);
  }

  /**
   * One address of each family that the network has, in CIDR notation, for the object `holder`.
   * Leaves `keep` of them for others. In error: a sentence for people.
   */
  give(holder: string, keep: number): Result<readonly string[], string> {
    const families = [true, false]
      .map((v4) => this.#spaces.filter(({ isIpv4 }) => isIpv4 === v4))
      .filter((spaces) => spaces.length > 0);
    const given: string[] = [];
    for (const spaces of families) {
      const address = this.#giveOf(spaces, keep);
      if (address === undefined) {
        for (const text of given) this.#releaseOne(text);
        return err(this.#exhausted(spaces));
      }
      given.push(address);
    }
    for (const address of given) this.#given.set(address, holder);
    return ok(given);
  }

  /** The very addresses that were asked for. In error: a sentence for people. */
  giveThese(holder: string, wanted: readonly string[]): Result<readonly string[], string> {
    const given: string[] = [];
    for (const text of wanted) {
      const space = this.#spaces.find((each) => each.inSubnet(text) !== undefined);
      const address = space?.inSubnet(text);
      const refusal =
        space === undefined || address === undefined
          ? `address ${text} is in no subnet of network ${this.name}`
          : space.isTaken(address)
            ? `address ${text} is in use on network ${this.name}`
            : undefined;
      if (refusal !== undefined || address === undefined) {
        for (const each of given) this.#releaseOne(each);
        return err(refusal ?? `address ${text} is not valid`);
      }
      space?.take(address);
      given.push(address);
    }
    for (const address of given) this.#given.set(address, holder);
    return ok(given);
  }

  /** A commit shows that somebody has the addresses. */
  take(addresses: readonly string[]): void {
    for (const address of addresses) {
      this.#given.delete(address);
      for (const space of this.#spaces) if (space.take(address)) break;
    }
  }

  release(addresses: readonly string[]): void {
    for (const address of addresses) this.#releaseOne(address);
  }

  isTaken(address: string): boolean {
    return this.#spaces.some((space) => space.isTaken(address));
  }

  #releaseOne(address: string): void {
    this.#given.delete(address);
    for (const space of this.#spaces) if (space.release(address)) return;
  }

  #giveOf(spaces: readonly SubnetSpace[], keep: number): string | undefined {
    for (const space of spaces) {
      if (space.freeCount <= Math.min(keep, Math.floor(space.size / MAX_KEPT_FRACTION))) continue;
      const address = space.takeNext();
      if (address !== undefined) return address;
    }
    return undefined;
  }

  #exhausted(spaces: readonly SubnetSpace[]): string {
    const subnets = spaces.map(({ subnet }) => subnet).join(", ");
    return (
      `no address is free on network ${this.name} (${subnets}): ` +
      "remove tasks, or use a network with a larger subnet"
    );
  }
}
