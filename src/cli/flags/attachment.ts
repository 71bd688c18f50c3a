import { err, ok, type Result } from "../../base/result.ts";
import { parseCsvRecord } from "./csv.ts";
import { cut } from "./key-value.ts";

/** A network that a service is to be on, by its name as the user gave it. */
export interface NetworkWish {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly driverOptions: Readonly<Record<string, string>>;
}

/** `NETWORK`, or `name=NETWORK,alias=WEB,driver-opt=key=value`. Source: docker, opts/network.go. */
export function parseNetworkWish(text: string): Result<NetworkWish, string> {
  if (!/\w+=\w+/.test(text)) {
    return text === ""
      ? err("the network has no name")
      : ok({ name: text, aliases: [], driverOptions: {} });
  }
  const fields = parseCsvRecord(text);
  if (!fields.ok) return fields;
  let name = "";
  const aliases: string[] = [];
  const driverOptions: Record<string, string> = {};
  for (const field of fields.value) {
    const [key, value] = cut(field, "=");
    if (value === undefined) return err(`invalid field ${field}: use key=value`);
    switch (key.toLowerCase().trim()) {
      case "name":
        name = value;
        break;
      case "alias":
        aliases.push(value);
        break;
      case "driver-opt": {
        const [option, setting] = cut(value, "=");
        if (setting === undefined) return err(`invalid driver-opt ${value}: use key=value`);
        driverOptions[option] = setting;
        break;
      }
      default:
        return err(`invalid field key ${key}: use name, alias or driver-opt`);
    }
  }
  return name === ""
    ? err("network name/id is not specified: add name=…")
    : ok({ name, aliases, driverOptions });
}

/** A secret or config that a container is to find as a file. */
export interface FileWish {
  readonly source: string;
  readonly target: string;
  readonly uid: string;
  readonly gid: string;
  readonly mode: number;
}

const READABLE_BY_ALL = 0o444;

/** `NAME`, or `source=NAME,target=FILE,uid=0,gid=0,mode=0444`. Source: docker, opts/swarmopts/secret.go. */
export function parseFileWish(text: string): Result<FileWish, string> {
  const fields = parseCsvRecord(text);
  if (!fields.ok) return fields;
  const given: Record<string, string> = {};
  if (fields.value.length === 1 && !text.includes("=")) given["source"] = text;
  else {
    for (const field of fields.value) {
      const [key, value] = cut(field, "=");
      if (value === undefined) return err(`invalid field '${field}' must be a key=value pair`);
      const name = key.toLowerCase() === "src" ? "source" : key.toLowerCase();
      if (!["source", "target", "uid", "gid", "mode"].includes(name)) {
        return err(`invalid field '${key}': use source, target, uid, gid or mode`);
      }
      given[name] = value;
    }
  }
  const { source = "", target = source, uid = "0", gid = "0", mode: modeText } = given;
  if (source === "") return err("source is required: the name of the secret or config");
  const mode = modeText === undefined ? READABLE_BY_ALL : parseMode(modeText);
  if (mode === undefined)
    return err(`invalid mode specified: ${modeText ?? ""}: use octal, such as 0444`);
  return ok({ source, target, uid, gid, mode });
}

/** With a leading zero octal, as people write modes; decimal without, as docker reads it. */
function parseMode(text: string): number | undefined {
  if (/^0o?[0-7]+$/.test(text)) return parseInt(text.replace("o", ""), 8);
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
