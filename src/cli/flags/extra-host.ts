import { isIP } from "node:net";
import { err, ok, type Result } from "../../base/result.ts";

/** `host:ip` as an entry of a hosts file: `ip host`. The IP may be of version 6, with or without brackets. */
export function parseExtraHost(text: string): Result<string, string> {
  const [, host = "", address = ""] = /^([^:=]+)[:=](.*)$/.exec(text) ?? [];
  const ip = address.replace(/^\[(.*)\]$/, "$1");
  if (host === "" || isIP(ip) === 0) {
    return err(`bad format for add-host: "${text}": use "host:ip", such as "db:10.0.0.5"`);
  }
  return ok(`${ip} ${host}`);
}

/** An IP address. */
export function parseIp(text: string): Result<string, string> {
  const ip = text.trim();
  return isIP(ip) === 0 ? err(`IP address is not correctly formatted: ${text}`) : ok(ip);
}
