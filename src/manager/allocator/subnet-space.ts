import {
  baseOf,
  distanceIp,
  formatIp,
  isIpv4,
  parseIpAddress,
  parseIpSubnet,
  plusIp,
  type IpAddress,
  type IpSubnet,
} from "../../model/ip-address.ts";
import type { IPAMConfig } from "../../model/generated/types.ts";

/** Of a larger subnet only the first addresses are given out: nobody runs a million tasks in one. */
const MAX_ADDRESSES = 2 ** 20;

/**
 * The addresses of one subnet, one bit each. The next free one is looked for after the last that was
 * given, so that an address rests for as long as it can before somebody else has it.
 */
export class SubnetSpace {
  /** `10.0.1.0/24`, as the network has it. */
  readonly subnet: string;
  readonly isIpv4: boolean;
  readonly #base: IpAddress;
  readonly #prefixText: string;
  readonly #taken: Uint32Array;
  readonly #length: number;
  /** Addresses that may be given unasked: `[from, to)`. */
  readonly #from: number;
  readonly #to: number;
  #cursor: number;
  #freeCount: number;

  /** Undefined where the configuration names no subnet. */
  static of(config: IPAMConfig): SubnetSpace | undefined {
    const subnet = parseIpSubnet(config.subnet);
    return subnet && new SubnetSpace(config, subnet);
  }

  private constructor({ subnet: text, range, gateway, reserved }: IPAMConfig, subnet: IpSubnet) {
    this.subnet = text;
    this.#base = baseOf(subnet);
    this.isIpv4 = isIpv4(this.#base);
    this.#prefixText = text.slice(text.indexOf("/"));
    const size = Math.min(2 ** Math.min(31, 128 - subnet.prefixBits), MAX_ADDRESSES);
    this.#length = size;
    this.#taken = new Uint32Array(Math.ceil(size / 32));
    // The first address names the subnet; the last of IPv4 is for all at once.
    const last = this.isIpv4 && size < MAX_ADDRESSES ? size - 1 : size;
    const within = parseIpSubnet(range);
    const start = within && distanceIp(this.#base, baseOf(within));
    this.#from = Math.max(1, start ?? 0);
    const rangeSize = within ? 2 ** Math.min(31, 128 - within.prefixBits) : size;
    this.#to = Math.max(this.#from, Math.min(last, (start ?? 0) + rangeSize));
    this.#cursor = this.#from;
    this.#freeCount = this.#to - this.#from;
    for (const address of [gateway, ...Object.values(reserved)]) this.take(address);
  }

  /** How many addresses can be given. */
  get freeCount(): number {
    return this.#freeCount;
  }

  /** How many addresses the subnet has to give when nothing has been given. */
  get size(): number {
    return this.#to - this.#from;
  }

  /** Takes the next free address, in CIDR notation; undefined when there is none. */
  takeNext(): string | undefined {
    const offset = this.#nextFree();
    if (offset === undefined) return undefined;
    this.#mark(offset, true);
    this.#cursor = offset + 1;
    const address = plusIp(this.#base, offset);
    return address && `${formatIp(address)}${this.#prefixText}`;
  }

  /** Marks an address as taken, with or without a prefix; false where it is not of this subnet. */
  take(text: string): boolean {
    const offset = this.#offsetOf(text);
    if (offset === undefined) return false;
    this.#mark(offset, true);
    this.#cursor = Math.max(this.#cursor, offset + 1);
    return true;
  }

  /** Gives an address back; false where it is not of this subnet. */
  release(text: string): boolean {
    const offset = this.#offsetOf(text);
    if (offset === undefined) return false;
    this.#mark(offset, false);
    return true;
  }

  isTaken(text: string): boolean {
    const offset = this.#offsetOf(text);
    return offset !== undefined && this.#isMarked(offset);
  }

  /** The address in CIDR notation; undefined where it is not one of this subnet that may be given. */
  inSubnet(text: string): string | undefined {
    const offset = this.#offsetOf(text);
    const address = offset === undefined || offset === 0 ? undefined : plusIp(this.#base, offset);
    return address && `${formatIp(address)}${this.#prefixText}`;
  }

  #offsetOf(text: string): number | undefined {
    const address = parseIpAddress(text.split("/", 1)[0] ?? "");
    if (!address || isIpv4(address) !== this.isIpv4) return undefined;
    const offset = distanceIp(this.#base, address);
    return offset !== undefined && offset < this.#length ? offset : undefined;
  }

  #nextFree(): number | undefined {
    if (this.#freeCount === 0) return undefined;
    return this.#findFree(this.#cursor, this.#to) ?? this.#findFree(this.#from, this.#to);
  }

  #findFree(from: number, to: number): number | undefined {
    for (let offset = from; offset < to; offset++) {
      // Full words are stepped over whole.
      if (offset % 32 === 0 && this.#taken[offset / 32] === 0xffff_ffff) offset += 31;
      else if (!this.#isMarked(offset)) return offset;
    }
    return undefined;
  }

  #isMarked(offset: number): boolean {
    return (((this.#taken[offset >>> 5] ?? 0) >>> (offset & 31)) & 1) === 1;
  }

  #mark(offset: number, taken: boolean): void {
    if (this.#isMarked(offset) === taken) return;
    const word = offset >>> 5;
    this.#taken[word] = (this.#taken[word] ?? 0) ^ (1 << (offset & 31));
    if (offset >= this.#from && offset < this.#to) this.#freeCount += taken ? -1 : 1;
  }
}
