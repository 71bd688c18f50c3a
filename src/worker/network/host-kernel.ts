import { createHash } from "node:crypto";
import { readlink } from "node:fs/promises";
import { getuid } from "node:process";
import { OperationalError, messageOf } from "../../base/errors.ts";
import { JsonView } from "../engine/json-view.ts";
import { bareAddress, isIpv6 } from "../overlay/addresses.ts";
import type { EntryChange, TunnelEntry } from "../overlay/tunnel-entries.ts";
import { HostWireGuard } from "./host-wireguard.ts";
import type { Kernel, Link, Place, TunnelWish, WireGuard } from "./kernel.ts";
import { outputOf, type Run } from "./programs.ts";

const PROBE_TABLE = "inet skein_probe";
const DEFAULT_MTU = 1500;
/** Docker looks here before its own rules. */
const USER_CHAIN = "DOCKER-USER";

/** What the rules need of the kernel, tried in a table that is deleted at once. */
const PROBE = [
  `add table ${PROBE_TABLE}`,
  `add map ${PROBE_TABLE} m { type ipv4_addr : verdict; }`,
  `add chain ${PROBE_TABLE} n { type nat hook output priority -105; }`,
  `add chain ${PROBE_TABLE} c`,
  `add rule ${PROBE_TABLE} c dnat ip to numgen inc mod 2 map { 0 : 192.0.2.1, 1 : 192.0.2.2 }`,
  `add rule ${PROBE_TABLE} n ip daddr vmap @m`,
  `add chain ${PROBE_TABLE} p { type nat hook prerouting priority -105; }`,
  `add rule ${PROBE_TABLE} p fib daddr type local tcp dport 1 goto c`,
  `delete table ${PROBE_TABLE}`,
];

/** Not every kernel can do that, and rules do without. */
const PROBE_FORGETTING = [
  `add table ${PROBE_TABLE}`,
  `add ct timeout ${PROBE_TABLE} t { protocol tcp; l3proto ip; policy = { time_wait : 3 }; }`,
  `delete table ${PROBE_TABLE}`,
];

/**
 * What nobody answers is forgotten after 3 s rather than 120: a connection that was led to a task that has gone
 * since is led anew when it asks once more, and the next one from the same port is not led there. Of the
 * container alone, and only known once rules have made the kernel follow connections there.
 */
const IMPATIENT_NFT =
  "nft -f - || exit $?; " +
  "{ echo 3 > /proc/sys/net/netfilter/nf_conntrack_tcp_timeout_syn_sent; } 2> /dev/null || true";

/** The kernel of this machine, through iproute2, nftables and util-linux. */
export class HostKernel implements Kernel {
  readonly wireGuard: WireGuard;
  readonly #run: Run;
  #hasConntrack: boolean | undefined;
  #forgetsSoon = false;

  constructor(run: Run) {
    this.#run = run;
    this.wireGuard = new HostWireGuard(run);
  }

  async lack(signal: AbortSignal): Promise<string | undefined> {
    if (getuid?.() !== 0) return "skeind does not run as root";
    for (const program of ["ip", "bridge", "nft", "nsenter"]) {
      try {
        await this.#output([program, program === "nft" ? "--version" : "-V"], signal);
      } catch (error) {
        signal.throwIfAborted();
        const remedy = "install iproute2, nftables and util-linux";
        return `the program ${program} does not run (${messageOf(error)}): ${remedy}`;
      }
    }
    try {
      await this.runRules("host", PROBE, signal);
    } catch (error) {
      signal.throwIfAborted();
      return `nftables cannot translate addresses here: ${messageOf(error)}`;
    }
    return undefined;
  }

  async links(signal: AbortSignal): Promise<readonly Link[]> {
    const text = await this.#output(["ip", "-j", "-d", "link", "show"], signal);
    return JsonView.parse(text).items().map(linkOf);
  }

  async underlayMtu(address: string | undefined, signal: AbortSignal): Promise<number> {
    const text = await this.#output(["ip", "-j", "address", "show"], signal);
    const links = JsonView.parse(text).items();
    const own = links.find((link) =>
      link
        .at("addr_info")
        .items()
        .some((each) => each.at("local").text() === address),
    );
    if (own) return own.at("mtu").number() || DEFAULT_MTU;
    const routes = JsonView.parse(
      await this.#output(["ip", "-j", "route", "show", "default"], signal),
    );
    const device = routes.items()[0]?.at("dev").text();
    const way = links.find((link) => link.at("ifname").text() === device);
    return way?.at("mtu").number() ?? DEFAULT_MTU;
  }

  async putTunnel(wish: TunnelWish, signal: AbortSignal): Promise<void> {
    const { name, vxlanId, port, bridge, mtu, local, over, alias } = wish;
    await this.removeLink(name, signal);
    const ends = local === undefined ? [] : ["local", local];
    const bound = over === undefined ? [] : ["dev", over];
    const type = ["type", "vxlan", "id", String(vxlanId), "dstport", String(port)];
    await this.#output(
      ["ip", "link", "add", name, ...type, "nolearning", "proxy", ...ends, ...bound],
      signal,
    );
    await this.#output(["ip", "link", "set", name, "mtu", String(mtu), "alias", alias], signal);
    await this.#output(["ip", "link", "set", name, "master", bridge, "up"], signal);
  }

  async removeLink(name: string, signal: AbortSignal): Promise<void> {
    const { code, stderr } = await this.#run(["ip", "link", "del", name], "", signal);
    if (code === 0 || /Cannot find device|does not exist/.test(stderr)) return;
    throw new OperationalError("unavailable", `ip link del ${name}: ${stderr.trim()}`);
  }

  async tuneBridge(name: string, mac: string | undefined, signal: AbortSignal): Promise<void> {
    if (mac !== undefined) await this.#output(["ip", "link", "set", name, "address", mac], signal);
    const settings = `/proc/sys/net/ipv4/conf/${name}`;
    const script = `echo 1 > ${settings}/route_localnet; echo 2 > ${settings}/rp_filter`;
    // Where /proc is read-only, 127.0.0.1 does not lead to the mesh; the rest works.
    await this.#run(["sh", "-c", script], "", signal);
  }

  async entries(device: string, signal: AbortSignal): Promise<readonly TunnelEntry[]> {
    const forwarding = await this.#output(["bridge", "-j", "fdb", "show", "dev", device], signal);
    const neighbours = await Promise.all(
      ["-4", "-6"].map((family) =>
        this.#output(
          ["ip", family, "-j", "neigh", "show", "dev", device, "nud", "permanent"],
          signal,
        ),
      ),
    );
    return [
      ...JsonView.parse(forwarding)
        .items()
        .flatMap((each): TunnelEntry[] => {
          const node = each.at("dst").text();
          if (node === "") return [];
          return [
            { kind: "forwarding", device, mac: each.at("mac").text(), node: bareAddress(node) },
          ];
        }),
      ...neighbours.flatMap((text) =>
        JsonView.parse(text)
          .items()
          .map((each): TunnelEntry => {
            const address = bareAddress(each.at("dst").text());
            return { kind: "neighbour", device, address, mac: each.at("lladdr").text() };
          }),
      ),
    ];
  }

  async changeEntries({ put, removed }: EntryChange, signal: AbortSignal): Promise<void> {
    for (const [program, kind] of [
      ["bridge", "forwarding"],
      ["ip", "neighbour"],
    ] as const) {
      const of = (entries: readonly TunnelEntry[]): TunnelEntry[] =>
        entries.filter((each) => each.kind === kind);
      const gone = of(removed).map((each) => deleting(each));
      // Of what is to go, some may be gone: with -force the rest goes too, and the code says little.
      if (gone.length > 0)
        await this.#run([program, "-force", "-batch", "-"], `${gone.join("\n")}\n`, signal);
      const fresh = of(put).map((each) => putting(each));
      if (fresh.length === 0) continue;
      await outputOf(this.#run, [program, "-batch", "-"], `${fresh.join("\n")}\n`, signal);
    }
  }

  async forgetsSoon(signal: AbortSignal): Promise<boolean> {
    // A refusal may be a passing one, and is asked for again; that is once for each life of the table.
    if (!this.#forgetsSoon) {
      const script = `${PROBE_FORGETTING.join("\n")}\n`;
      this.#forgetsSoon = (await this.#run(["nft", "-f", "-"], script, signal)).code === 0;
    }
    return this.#forgetsSoon;
  }

  async runRules(place: Place, lines: readonly string[], signal: AbortSignal): Promise<void> {
    const nft = place === "host" ? ["nft", "-f", "-"] : ["sh", "-c", IMPATIENT_NFT];
    const argv = [...(await enter(place)), ...nft];
    await outputOf(this.#run, argv, `${lines.join("\n")}\n`, signal);
  }

  async fingerprint(place: Place, table: string, signal: AbortSignal): Promise<string | undefined> {
    const argv = [...(await enter(place)), "nft", "-j", "-s", "list", "table", ...table.split(" ")];
    const { code, stdout } = await this.#run(argv, "", signal);
    if (code !== 0) return undefined;
    return createHash("sha256").update(canonicalRules(stdout)).digest("hex");
  }

  async forgetFlows(
    place: Place,
    addresses: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    if (!(await this.#canForget(signal))) return;
    const inside = await enter(place);
    const conntrack = (...args: string[]): ReturnType<Run> =>
      this.#run([...inside, "conntrack", ...args, "-p", "udp"], "", signal);
    for (const family of ["ipv4", "ipv6"]) {
      const gone = addresses.filter((each) => isIpv6(each) === (family === "ipv6"));
      if (gone.length === 0) continue;
      // Most places have none of them, and each deletion is a program of its own.
      const answering = answerersIn((await conntrack("-L", "-f", family)).stdout);
      for (const address of gone.filter((each) => answering.has(each)))
        await conntrack("-D", "-f", family, "--reply-src", address);
    }
  }

  async admitMesh(bridge: string, signal: AbortSignal): Promise<void> {
    for (const program of ["iptables", "ip6tables"]) {
      const rule = [USER_CHAIN, ...meshMatch(bridge)];
      const check = await this.#run([program, "-w", "-C", ...rule], "", signal);
      if (check.code === 0) continue;
      // Where Docker keeps no such chain it does not filter either.
      await this.#run([program, "-w", "-I", ...rule], "", signal);
    }
  }

  async withdrawMesh(bridge: string, signal: AbortSignal): Promise<void> {
    for (const program of ["iptables", "ip6tables"]) {
      await this.#run([program, "-w", "-D", USER_CHAIN, ...meshMatch(bridge)], "", signal);
    }
  }

  /** The program may be missing: everything else works without it. */
  async #canForget(signal: AbortSignal): Promise<boolean> {
    if (this.#hasConntrack === undefined) {
      const asked = this.#run(["conntrack", "--version"], "", signal);
      const code = await asked.then(
        (outcome) => outcome.code,
        () => 127,
      );
      signal.throwIfAborted();
      this.#hasConntrack = code === 0;
    }
    return this.#hasConntrack;
  }

  #output(argv: readonly string[], signal: AbortSignal): Promise<string> {
    return outputOf(this.#run, argv, "", signal);
  }
}

function meshMatch(bridge: string): readonly string[] {
  return ["-o", bridge, "-m", "conntrack", "--ctstate", "DNAT", "-j", "ACCEPT"];
}

/** A process id may have been given to somebody else: this machine's own namespace is never meant. */
async function enter(place: Place): Promise<readonly string[]> {
  if (place === "host") return [];
  const path = `/proc/${place.pid}/ns/net`;
  const [own, theirs] = await Promise.all([
    readlink("/proc/self/ns/net"),
    readlink(path).catch(() => undefined),
  ]);
  if (theirs === undefined || theirs === own) {
    throw new OperationalError("notFound", `Process ${place.pid} has no network of its own`);
  }
  return ["nsenter", `--net=${path}`];
}

/** A listing without what tells nothing of what was asked for: numbers, and what packets put into sets. */
function canonicalRules(listing: string): string {
  const parsed: unknown = JSON.parse(listing);
  return JSON.stringify(parsed, (key, value: unknown) => {
    if (key === "handle" || key === "metainfo") return undefined;
    if (key === "elem" && Array.isArray(value))
      return value.map((each) => JSON.stringify(each)).sort();
    const isSet = typeof value === "object" && value !== null && "timeout" in value;
    return isSet ? { ...value, elem: undefined } : value;
  });
}

function linkOf(json: JsonView): Link {
  const kind = json.at("linkinfo", "info_kind").text();
  const vxlan = json.at("linkinfo", "info_data");
  return {
    name: json.at("ifname").text(),
    kind: kind === "bridge" || kind === "vxlan" ? kind : "other",
    mtu: json.at("mtu").number(),
    mac: json.at("address").text(),
    master: json.at("master").text() || undefined,
    up: json
      .at("flags")
      .items()
      .some((flag) => flag.text() === "UP"),
    alias: json.at("ifalias").text(),
    vxlanId: kind === "vxlan" ? vxlan.at("id").number() : undefined,
    port: kind === "vxlan" ? vxlan.at("port").number() : undefined,
    local: vxlan.at("local").text() || vxlan.at("local6").text() || undefined,
    over: vxlan.at("link").text() || undefined,
  };
}

function putting(entry: TunnelEntry): string {
  const { device, mac } = entry;
  return entry.kind === "forwarding"
    ? `fdb replace ${mac} dev ${device} dst ${entry.node} self permanent`
    : `neigh replace ${entry.address} lladdr ${mac} dev ${device} nud permanent`;
}

function deleting(entry: TunnelEntry): string {
  const { device, mac } = entry;
  return entry.kind === "forwarding"
    ? `fdb del ${mac} dev ${device} dst ${entry.node} self`
    : `neigh del ${entry.address} dev ${device}`;
}

/** Who answers in flows, one a line: each says the way there first, and then the way back. */
function answerersIn(flows: string): ReadonlySet<string> {
  const sources = flows.split("\n").map((line) => [...line.matchAll(/\bsrc=(\S+)/g)].at(1)?.[1]);
  return new Set(sources.filter((each) => each !== undefined));
}
