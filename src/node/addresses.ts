import { OperationalError } from "../base/errors.ts";

export const CLUSTER_PORT = 2377;

/** One IPv4 or IPv6 address of this machine. */
export interface MachineAddress {
  readonly interface: string;
  readonly address: string;
  readonly family: "IPv4" | "IPv6";
  readonly internal: boolean;
}

export interface ClusterAddresses {
  /** Where the cluster port listens, `host:port`. */
  readonly listen: string;
  /** Where others reach it, `host:port`; undefined when only the peer at the other end can tell. */
  readonly advertise: string | undefined;
}

/**
 * Where to listen and what to tell others, from what the operator said and what the machine has.
 * Never guesses between two addresses. The texts are Docker's: its command line adds the remedy.
 */
export function resolveAddresses(
  listenText: string,
  advertiseText: string,
  machine: readonly MachineAddress[],
): ClusterAddresses {
  if (listenText === "") refuse('invalid ListenAddr "": invalid empty address');
  if (/[^\w.:%[\]-]/.test(listenText)) refuse(`could not parse listen address ${listenText}`);
  const listen = splitOptionalPort(listenText);
  const listenHost = addressOf(listen.host, machine, "listen");
  const advertise = splitOptionalPort(advertiseText === "" ? listenText : advertiseText);
  const port = advertiseText === "" ? listen.port : (advertise.port ?? listen.port);
  const at = (host: string, chosen: number | undefined): string =>
    `${host.includes(":") ? `[${host}]` : host}:${chosen ?? CLUSTER_PORT}`;
  const result = { listen: at(listenHost, listen.port) };
  if (advertiseText !== "") {
    const host = addressOf(advertise.host, machine, "advertise");
    if (isUnspecified(host)) {
      refuse(
        "advertise address must be a non-zero IP address or network interface (with optional port number)",
      );
    }
    return { ...result, advertise: at(host, port) };
  }
  if (!isUnspecified(listenHost)) return { ...result, advertise: at(listenHost, port) };
  return { ...result, advertise: at(onlyAddress(machine), port) };
}

/** The one address that others could mean; refused when there are several, or none. */
function onlyAddress(machine: readonly MachineAddress[]): string {
  const outside = machine.filter(({ internal, family }) => !internal && family === "IPv4");
  const [first, second] = outside;
  if (!first) refuse("could not find the system's IP address");
  if (second) {
    const on = ({ address, interface: name }: MachineAddress): string => `${address} on ${name}`;
    refuse(
      "could not choose an IP address to advertise since this system has multiple addresses on " +
        `different interfaces (${on(first)} and ${on(second)})`,
    );
  }
  return first.address;
}

function addressOf(
  host: string,
  machine: readonly MachineAddress[],
  what: "listen" | "advertise",
): string {
  if (isAddress(host)) return host;
  const named = machine.filter((each) => each.interface === host && each.family === "IPv4");
  const [first, second] = named;
  if (!first) {
    refuse(
      what === "listen"
        ? "listen address must be an IP address or network interface (with optional port number)"
        : "advertise address must be a non-zero IP address or network interface (with optional port number)",
    );
  }
  if (second) {
    refuse(
      `interface ${host} has more than one IPv4 address (${first.address} and ${second.address})`,
    );
  }
  return first.address;
}

function splitOptionalPort(text: string): { readonly host: string; readonly port?: number } {
  const bracketed = /^\[(.+)\](?::(\d+))?$/.exec(text);
  const plain = /^([^:]*)(?::(\d+))?$/.exec(text);
  const [, host = "", port] = bracketed ?? plain ?? [undefined, text];
  if (port === undefined) return { host };
  const number = Number(port);
  if (number < 1 || number > 65_535)
    refuse(`invalid port "${port}" in address "${text}": it must be from 1 to 65535`);
  return { host, port: number };
}

function isAddress(host: string): boolean {
  return isIpv4(host) || host.includes(":");
}

function isIpv4(host: string): boolean {
  const parts = host.split(".");
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

export function isUnspecified(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

function refuse(message: string): never {
  throw new OperationalError("invalidArgument", message);
}
