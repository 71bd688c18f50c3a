import { OperationalError } from "../../base/errors.ts";

/** The daemon does not know our flags: where it cannot choose an address, names the one that helps. */
export function adviseAddress(error: unknown): never {
  if (
    error instanceof OperationalError &&
    /could not (choose an IP address to advertise|find the system's IP address)/.test(error.message)
  ) {
    const message = `${error.message} - specify one with --advertise-addr`;
    throw new OperationalError(error.code, message, { cause: error });
  }
  throw error;
}
