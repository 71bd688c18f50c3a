import {
  RestartPolicy_RestartCondition,
  UpdateConfig_FailureAction,
  UpdateConfig_UpdateOrder,
  makeRestartPolicy,
  makeUpdateConfig,
  type RestartPolicy,
  type UpdateConfig,
} from "../../model/generated/types.ts";
import { kept, named, omitted, record, type Form } from "./form.ts";
import { choice, duration, durationIfSet, float32, uint64, uint64IfSet } from "./values.ts";

const restartCondition = choice(
  {
    none: RestartPolicy_RestartCondition.NONE,
    "on-failure": RestartPolicy_RestartCondition.ON_FAILURE,
    any: RestartPolicy_RestartCondition.ANY,
  },
  {
    empty: RestartPolicy_RestartCondition.ANY,
    unknown: (word) => `invalid RestartCondition: ${JSON.stringify(word)}`,
  },
);

/** When a task that ended is replaced. A policy without a condition means "any", not the wire's 0. */
export const restartPolicy: Form<RestartPolicy> = named(
  "RestartPolicy",
  record<RestartPolicy>(
    (fields) => makeRestartPolicy({ condition: RestartPolicy_RestartCondition.ANY, ...fields }),
    {
      condition: omitted("Condition", restartCondition),
      delay: omitted("Delay", durationIfSet),
      maxAttempts: omitted("MaxAttempts", uint64IfSet),
      window: omitted("Window", durationIfSet),
    },
  ),
);

const failureAction = choice(
  {
    pause: UpdateConfig_FailureAction.PAUSE,
    continue: UpdateConfig_FailureAction.CONTINUE,
    rollback: UpdateConfig_FailureAction.ROLLBACK,
  },
  {
    empty: UpdateConfig_FailureAction.PAUSE,
    unknown: (word) => `unrecognized update failure action ${word}`,
  },
);

const updateOrder = choice(
  {
    "stop-first": UpdateConfig_UpdateOrder.STOP_FIRST,
    "start-first": UpdateConfig_UpdateOrder.START_FIRST,
  },
  {
    empty: UpdateConfig_UpdateOrder.STOP_FIRST,
    unknown: (word) => `unrecognized update order ${word}`,
  },
);

/** How an update, or a rollback, goes about it. A monitoring time of zero is one nobody gave. */
export const updateConfig: Form<UpdateConfig> = named(
  "UpdateConfig",
  record<UpdateConfig>(
    ({ monitor, ...fields }) =>
      makeUpdateConfig({
        delay: { seconds: 0, nanos: 0 },
        ...fields,
        ...(monitor && !duration.isEmpty(monitor) && { monitor }),
      }),
    {
      parallelism: kept("Parallelism", uint64),
      delay: omitted("Delay", duration),
      failureAction: omitted("FailureAction", failureAction),
      monitor: omitted("Monitor", duration),
      maxFailureRatio: kept("MaxFailureRatio", float32),
      order: kept("Order", updateOrder),
    },
  ),
);
