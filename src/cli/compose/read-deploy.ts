import { parsePositiveDuration } from "../notation/duration.ts";
import { parseBytes, parseCpus } from "../notation/numbers.ts";
import {
  choice,
  decimal,
  integer,
  list,
  notation,
  pairs,
  record,
  text,
  type ReadBy,
} from "./read.ts";

const duration = notation(parsePositiveDuration);
const ORDER = choice("start-first", "stop-first");

const UPDATE = {
  parallelism: integer(),
  delay: duration,
  monitor: duration,
  max_failure_ratio: decimal(0, 1),
  order: ORDER,
};

const genericResource = record({
  discrete_resource_spec: record({ kind: text, value: integer() }),
});

/** How a service runs in a swarm. Source: Compose Specification, deploy. */
export const deploy = record({
  mode: choice("replicated", "global", "replicated-job", "global-job"),
  replicas: integer(),
  endpoint_mode: choice("vip", "dnsrr"),
  labels: pairs(""),
  update_config: record({ ...UPDATE, failure_action: choice("pause", "continue", "rollback") }),
  rollback_config: record({ ...UPDATE, failure_action: choice("pause", "continue") }),
  restart_policy: record({
    condition: choice("none", "on-failure", "any"),
    delay: duration,
    max_attempts: integer(),
    window: duration,
  }),
  placement: record({
    constraints: list(text),
    preferences: list(record({ spread: text })),
    max_replicas_per_node: integer(),
  }),
  resources: record({
    limits: record({ cpus: notation(parseCpus), memory: notation(parseBytes), pids: integer(-1) }),
    reservations: record(
      {
        cpus: notation(parseCpus),
        memory: notation(parseBytes),
        generic_resources: list(genericResource),
      },
      { ignored: { devices: "declare the device as a generic resource of its nodes" } },
    ),
  }),
});

export type Deploy = NonNullable<ReadBy<typeof deploy>>;
