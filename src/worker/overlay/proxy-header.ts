import { parseIpAddress } from "../../model/ip-address.ts";
import { isIpv6 } from "./addresses.ts";

// The header with which a connection says who began it. Source: "The PROXY protocol, versions 1 & 2",
// haproxy.org, sections 2.1 and 2.2.

export interface ProxyHeader {
  readonly version: 1 | 2;
  readonly client: Place;
  /** Where the client has connected to. */
  readonly server: Place;
}

export interface Place {
  readonly address: string;
  readonly port: number;
}

const SIGNATURE = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a];
const VERSION_2 = 0x20;
const COMMAND_PROXY = 0x01;
const TCP_OVER_IPV4 = 0x11;
const TCP_OVER_IPV6 = 0x21;
const IPV4_OFFSET = 12;

/** Both places are of the same family, and addresses are such: as sockets tell them. */
export function proxyHeader({ version, client, server }: ProxyHeader): Uint8Array {
  return version === 1 ? textHeader(client, server) : binaryHeader(client, server);
}

function textHeader(client: Place, server: Place): Uint8Array {
  const family = isIpv6(client.address) ? "TCP6" : "TCP4";
  const ports = `${client.port} ${server.port}`;
  const text = `PROXY ${family} ${client.address} ${server.address} ${ports}\r\n`;
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function binaryHeader(client: Place, server: Place): Uint8Array {
  const six = isIpv6(client.address);
  const addresses = [client, server].flatMap(({ address }) => bytesOf(address, six));
  const ports = [client, server].flatMap(({ port }) => [port >> 8, port & 0xff]);
  const body = [...addresses, ...ports];
  return Uint8Array.from([
    ...SIGNATURE,
    VERSION_2 | COMMAND_PROXY,
    six ? TCP_OVER_IPV6 : TCP_OVER_IPV4,
    ...[0, body.length],
    ...body,
  ]);
}

function bytesOf(address: string, six: boolean): readonly number[] {
  const bytes = parseIpAddress(address) ?? [];
  return six ? bytes : bytes.slice(IPV4_OFFSET);
}
