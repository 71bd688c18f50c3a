import type { Annotations, Duration, Resources } from "../../model/generated/types.ts";
import { durationMs } from "../../model/time.ts";
import { invalid } from "./refuse.ts";

// The texts are Swarm's own: tools match on them. Source: swarmkit manager/controlapi.
// One way only to match any name: what matches in several takes ages to say no.
const DNS_NAME = /^[a-zA-Z0-9](?:[-_]*[A-Za-z0-9])*$/;
const MAX_NAME_LENGTH = 63;
const MIN_NANO_CPUS = 1_000_000;
const MIN_MEMORY_BYTES = 4 * 1024 * 1024;

export function validateName(annotations: Annotations | undefined): void {
  const name = annotations?.name ?? "";
  if (name === "") invalid("meta: name must be provided");
  if (name.length > MAX_NAME_LENGTH) invalid("name must be 63 characters or fewer");
  if (!DNS_NAME.test(name)) invalid("name must be valid as a DNS name component");
}

/** Refuses a negative span; `what` names the field. */
export function validateSpan(span: Duration | undefined, what: string): void {
  if (durationMs(span, 0) < 0) invalid(`TaskSpec: ${what} cannot be negative`);
}

export function validateResources(resources: Resources | undefined): void {
  if (!resources) return;
  const { nanoCpus, memoryBytes } = resources;
  if (nanoCpus !== 0 && nanoCpus < MIN_NANO_CPUS) {
    invalid(`invalid cpu value ${cpuText(nanoCpus)}: Must be at least ${MIN_NANO_CPUS / 1e9}`);
  }
  if (memoryBytes !== 0 && memoryBytes < MIN_MEMORY_BYTES) {
    invalid(`invalid memory value ${memoryBytes}: Must be at least 4MiB`);
  }
  const kinds = resources.generic.map(
    (each) => each.discreteResourceSpec?.kind ?? each.namedResourceSpec?.kind ?? "",
  );
  if (resources.generic.some((each) => each.namedResourceSpec !== undefined)) {
    invalid("invalid generic resource: only an amount can be asked for, such as gpu=2");
  }
  if (new Set(kinds).size !== kinds.length)
    invalid("invalid generic resource: a kind is given twice");
}

/** As Go prints it: an exponent has two digits. */
function cpuText(nanoCpus: number): string {
  return String(nanoCpus / 1e9).replace(/e-(\d)$/, "e-0$1");
}
