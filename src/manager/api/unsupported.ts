import { PortConfig_PublishMode, type ServiceSpec } from "../../model/generated/types.ts";
import { unimplemented } from "./refuse.ts";

interface Unsupported {
  readonly when: (spec: ServiceSpec) => boolean;
  readonly message: string;
}

/** What Swarm's specs can say and this cluster does not do yet. One line each, to be deleted. */
const UNSUPPORTED: readonly Unsupported[] = [
  {
    when: ({ endpoint }) =>
      endpoint?.ports.some(({ publishMode }) => publishMode === PortConfig_PublishMode.INGRESS) ===
      true,
    message:
      "EndpointSpec: publishing a port on every node (ingress) is not supported yet; publish it on the task's own node with mode=host",
  },
  {
    when: ({ task, networks }) => networks.length > 0 || (task?.networks.length ?? 0) > 0,
    message: "TaskSpec: networks are not supported yet; tasks use their engine's default network",
  },
  {
    when: ({ task }) => task?.attachment !== undefined || task?.generic !== undefined,
    message: "RuntimeSpec: unimplemented runtime in service spec",
  },
];

export function refuseUnsupported(spec: ServiceSpec): void {
  const found = UNSUPPORTED.find(({ when }) => when(spec));
  if (found) unimplemented(found.message);
}
