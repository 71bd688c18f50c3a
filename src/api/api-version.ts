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

/** Whether `version` is older than the one written as `text`. */
export function isOlder(version: ApiVersion, text: string): boolean {
  const other = parseApiVersion(text);
  return (
    version.major < other.major || (version.major === other.major && version.minor < other.minor)
  );
}

/** The version that a request's path asks for; the newest where it asks for none. */
export function requestedVersion(text: string | undefined): ApiVersion {
  const version = parseApiVersion(text ?? NEWEST);
  if (isOlder(parseApiVersion(NEWEST), text ?? NEWEST)) {
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
