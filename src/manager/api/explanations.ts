import { makeExplainResponse } from "../../model/generated/types.ts";
import { serve, type Route } from "../../system/rpc.ts";
import { ExplanationsService } from "../../wire/generated/services.ts";
import { explainService, explainTask } from "../orchestrator/explain.ts";
import type { ControlDeps } from "./control-deps.ts";
import { invalid, notFound } from "./refuse.ts";

/** Why tasks and services are as they are: read from the store, so that every manager says the same. */
export function explanationRoutes({ store, clock }: ControlDeps): readonly Route[] {
  return [
    serve(ExplanationsService.Explain, async ({ taskId, serviceId }) => {
      if ((taskId === "") === (serviceId === "")) {
        invalid("explain: exactly one of task_id and service_id must be given");
      }
      const nowMs = clock.wallMs();
      const sentences = store.view((tx) =>
        taskId === "" ? explainService(tx, serviceId, nowMs) : explainTask(tx, taskId, nowMs),
      );
      if (sentences.length > 0) return makeExplainResponse({ sentences });
      return taskId === "" ? notFound("service", serviceId) : notFound("task", taskId);
    }),
  ];
}
