import test from "ava";
import { proxyHeader, type ProxyHeader } from "../../../src/worker/overlay/proxy-header.ts";

const FOUR = {
  client: { address: "192.0.2.7", port: 56324 },
  server: { address: "198.51.100.1", port: 443 },
};
const SIX = {
  client: { address: "2001:db8::7", port: 1 },
  server: { address: "2001:db8::ff", port: 65535 },
};
const SIGNATURE = "0d0a0d0a000d0a515549540a";

const hex = (header: ProxyHeader): string => Buffer.from(proxyHeader(header)).toString("hex");
const text = (header: ProxyHeader): string => Buffer.from(proxyHeader(header)).toString("latin1");

test("proxyHeader: version 1 is a line of text", (t) => {
  t.is(text({ version: 1, ...FOUR }), "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n");
  t.is(text({ version: 1, ...SIX }), "PROXY TCP6 2001:db8::7 2001:db8::ff 1 65535\r\n");
});

test("proxyHeader: version 2 is a signature, what it is, how long, addresses and ports", (t) => {
  t.is(hex({ version: 2, ...FOUR }), `${SIGNATURE}2111000cc0000207c6336401dc0401bb`);
  const prefix = "20010db8".padEnd(30, "0");
  t.is(hex({ version: 2, ...SIX }), `${SIGNATURE}21210024${prefix}07${prefix}ff0001ffff`);
});
