import type { ServiceSpec } from "../../model/generated/types.ts";
import { unimplemented } from "./refuse.ts";

interface Unsupported {
  readonly when: (spec: ServiceSpec) => boolean;
  readonly message: string;
}

/** What Swarm's specs can say and this cluster does not do yet. One line each, to be deleted. */
const UNSUPPORTED: readonly Unsupported[] = [
  {
    when: ({ task }) => task?.attachment !== undefined || task?.generic !== undefined,
    message: "RuntimeSpec: unimplemented runtime in service spec",
  },
];

export function refuseUnsupported(spec: ServiceSpec): void {
  const found = UNSUPPORTED.find(({ when }) => when(spec));
  if (found) unimplemented(found.message);
}
