import { networkInterfaces } from "node:os";
import { isUnspecified, resolveAddresses, type MachineAddress } from "./addresses.ts";

/** Where to listen and what to tell others; refused rather than guessed. */
export function addresses(
  listenText: string,
  advertiseText: string,
): { readonly listen: string; readonly advertise: string } {
  const { listen, advertise } = resolveAddresses(listenText, advertiseText, machineAddresses());
  return { listen, advertise: advertise ?? listen };
}

function machineAddresses(): readonly MachineAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ address }) => !isUnspecified(address))
      .map(({ address, family, internal }) => ({ interface: name, address, family, internal })),
  );
}
