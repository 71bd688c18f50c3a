import { badRequest } from "./api-error.ts";

/** A version of the Engine API, `major.minor`. */
export interface ApiVersion {
  readonly major: number;
  readonly minor: number;
}

/** The newest version that this daemon speaks, and the oldest that it answers. */
export const NEWEST = "1.51";
export const OLDEST = "1.24";

export function parseApiVersion(text: string): ApiVersion {
  const [major = "", minor = ""] = text.split(".");
  return { major: Number(major) || 0, minor: Number(minor) || 0 };
}

type Written = `${number}.${number}`;

const parsed = new Map<Written, ApiVersion>();

/** Whether `version` is older than the one written as `text`, one of the few that this code knows. */
export function isOlder(version: ApiVersion, text: Written): boolean {
  let other = parsed.get(text);
  if (other === undefined) parsed.set(text, (other = parseApiVersion(text)));
  return isBefore(version, other);
}

/** Whether `one` came before `other`. */
export function isBefore(one: ApiVersion, other: ApiVersion): boolean {
  return one.major < other.major || (one.major === other.major && one.minor < other.minor);
}

/** The version that a request's path asks for; the newest where it asks for none. */
export function requestedVersion(text: string | undefined): ApiVersion {
  const version = parseApiVersion(text ?? NEWEST);
  if (isBefore(parseApiVersion(NEWEST), version)) {
    return badRequest(
      `client version ${text ?? ""} is too new. Maximum supported API version is ${NEWEST}`,
    );
  }
  if (isOlder(version, OLDEST)) {
    return badRequest(
      `client version ${text ?? ""} is too old. Minimum supported API version is ${OLDEST}, please upgrade your client to a newer version`,
    );
  }
  return version;
}
