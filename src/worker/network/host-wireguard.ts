import { pid } from "node:process";
import { OperationalError, messageOf } from "../../base/errors.ts";
import { isWireGuardKey } from "../../model/wireguard-keys.ts";
import { JsonView } from "../engine/json-view.ts";
import { isIpv6 } from "../overlay/addresses.ts";
import type { WireGuardPeer } from "../overlay/wireguard-plan.ts";
import type { WireGuard, WireGuardState, WireGuardWish } from "./kernel.ts";
import { outputOf, type Outcome, type Run } from "./programs.ts";

/** Another daemon may look at the same machine. */
const PROBE_DEVICE = `skwp${pid}`;
/** A program that does in user space what the kernel's module does. */
const STAND_IN = "wireguard-go";

/** Another by that name may be about to end: it would take the new one's socket with it. */
const AFTER_THE_LAST = `for i in 1 2 3 4 5 6 7 8 9 10; do
  [ -S "/var/run/wireguard/$0.sock" ] || break
  sleep 0.1
done
exec ${STAND_IN} "$0"`;

/** The tool opens its configuration by name, which a socket has not: what Node.js gives it is one. */
const CONFIGURE = 'cat | wg syncconf "$0" /dev/stdin';

/** IPv6 may be off by default, and must be there for this interface. */
const ENABLE_IPV6 = 'echo 0 > "/proc/sys/net/ipv6/conf/$0/disable_ipv6"';

/**
 * WireGuard through iproute2 and wireguard-tools. Private keys come in and go out by pipes alone: no
 * argument, no file, and no error has one.
 */
export class HostWireGuard implements WireGuard {
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  async lack(signal: AbortSignal): Promise<string | undefined> {
    try {
      await outputOf(this.#run, ["wg", "--version"], "", signal);
    } catch (error) {
      signal.throwIfAborted();
      return `the program wg does not run (${messageOf(error)}): install wireguard-tools`;
    }
    if ((await this.#run(["test", "-d", "/proc/sys/net/ipv6"], "", signal)).code !== 0) {
      return "the kernel has no IPv6, which nodes use within WireGuard";
    }
    try {
      await this.create(PROBE_DEVICE, "", signal);
      return undefined;
    } catch (error) {
      signal.throwIfAborted();
      return messageOf(error);
    } finally {
      await this.#run(["ip", "link", "del", PROBE_DEVICE], "", signal);
    }
  }

  async look(device: string, signal: AbortSignal): Promise<WireGuardState | undefined> {
    const dump = await this.#run(["wg", "show", device, "dump"], "", signal);
    const argv = ["ip", "-6", "-j", "address", "show", "dev", device, "scope", "global"];
    const addresses = await this.#run(argv, "", signal);
    if (dump.code !== 0 || addresses.code !== 0) return undefined;
    const [own = [], ...peers] = dump.stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split("\t"));
    const [privateKey = "", , port = ""] = own;
    return {
      privateKey,
      port: Number(port),
      addresses: JsonView.parse(addresses.stdout)
        .items()
        .flatMap((link) => link.at("addr_info").items())
        .map((each) => `${each.at("local").text()}/${each.at("prefixlen").number()}`),
      peers: new Map(peers.map(([key = "", , , allowed = ""]) => [key, allowed])),
    };
  }

  async create(device: string, alias: string, signal: AbortSignal): Promise<void> {
    // Whatever it is that has the name: where nothing has, that is as well.
    await this.#run(["ip", "link", "del", device], "", signal);
    const argv = ["ip", "link", "add", device, "type", "wireguard"];
    const added = await this.#run(argv, "", signal);
    if (added.code !== 0) await this.#standIn(device, wordsOf(added), signal);
    await this.#ip(["link", "set", device, "alias", alias], signal);
  }

  async configure(wish: WireGuardWish, signal: AbortSignal): Promise<void> {
    const { device, address, mtu, alias } = wish;
    await this.#run(["sh", "-c", ENABLE_IPV6, device], "", signal);
    await this.#ip(["link", "set", device, "mtu", String(mtu), "alias", alias], signal);
    const { code, stderr } = await this.#run(
      ["sh", "-c", CONFIGURE, device],
      configurationOf(wish),
      signal,
    );
    if (code !== 0) {
      throw new OperationalError("unavailable", `wg syncconf ${device}: ${stderr.trim()}`);
    }
    await this.#ip(["link", "set", device, "up"], signal);
    await this.#ip(["address", "replace", address, "dev", device, "nodad"], signal);
  }

  /** Where the kernel has none of its own. */
  async #standIn(device: string, reason: string, signal: AbortSignal): Promise<void> {
    const started = await this.#run(["sh", "-c", AFTER_THE_LAST, device], "", signal);
    if (started.code === 0) return;
    const remedy = `load the kernel module wireguard, or install ${STAND_IN}`;
    const what = started.code === 127 ? "is not installed" : "does not run here";
    throw new OperationalError(
      "unimplemented",
      `the kernel has no WireGuard (${reason}), and ${STAND_IN} ${what}: ${remedy}`,
    );
  }

  async #ip(argv: readonly string[], signal: AbortSignal): Promise<void> {
    await outputOf(this.#run, ["ip", ...argv], "", signal);
  }
}

function wordsOf({ stderr }: Outcome): string {
  return stderr.trim().split("\n", 1)[0] ?? "";
}

/** In the form of wg(8), "CONFIGURATION FILE FORMAT". */
export function configurationOf({
  privateKey,
  port,
  peers,
}: Pick<WireGuardWish, "privateKey" | "port" | "peers">): string {
  const own = ["[Interface]", `PrivateKey = ${privateKey}`, `ListenPort = ${port}`];
  return [...own, ...peers.flatMap((peer) => peerLines(peer, port)), ""].join("\n");
}

function peerLines({ publicKey, inside, nodeAddress }: WireGuardPeer, port: number): string[] {
  if (!isWireGuardKey(publicKey)) return [];
  const host = isIpv6(nodeAddress) ? `[${nodeAddress}]` : nodeAddress;
  return [
    "[Peer]",
    `PublicKey = ${publicKey}`,
    `AllowedIPs = ${inside}/128`,
    `Endpoint = ${host}:${port}`,
  ];
}
