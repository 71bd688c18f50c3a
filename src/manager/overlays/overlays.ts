import { OperationalError } from "../../base/errors.ts";
import {
  makeNetworkCheckedResponse,
  makeOverlaysAppliedResponse,
} from "../../model/generated/types.ts";
import type { Clock } from "../../system/clock.ts";
import { callerIdOf, serve, type Route } from "../../system/rpc.ts";
import { OverlaysService } from "../../wire/generated/services.ts";
import type { Store } from "../store/store.ts";
import { LeadingOverlays } from "./leading-overlays.ts";

/** Which tasks must not hear yet that they are to stop. */
export interface HeldStops {
  /** Some node still leads connections to the task. */
  isHeld(taskId: string): boolean;
  /** Calls `listener` with each task that is held no more; gives the function that ends it. */
  onRelease(listener: (taskId: string) => void): () => void;
}

/** A manager's side of the networks that nodes carry. */
export interface Overlays {
  /** Every call is refused with `unavailable` while `run` is not running. */
  readonly routes: readonly Route[];
  /** Those among them that managers' own users call. */
  readonly readerRoutes: readonly Route[];
  readonly stops: HeldStops;
  /** Works until `signal` aborts. One at a time. */
  run(signal: AbortSignal): Promise<void>;
}

export interface OverlaysDeps {
  readonly store: Store;
  readonly clock: Clock;
}

/** Tells each node what it must know of the others to carry the networks that its tasks are on. */
export function createOverlays(deps: OverlaysDeps): Overlays {
  let leading: LeadingOverlays | undefined;
  const listeners = new Set<(taskId: string) => void>();
  const onRelease = (taskId: string): void => {
    for (const listener of [...listeners]) listener(taskId);
  };
  const current = (): LeadingOverlays => {
    if (leading === undefined) {
      throw new OperationalError("unavailable", "This manager does not lead the cluster");
    }
    return leading;
  };
  const readerRoutes = [
    serve(OverlaysService.Check, ({ networkId }, { signal }) => current().check(networkId, signal)),
  ];
  return {
    readerRoutes,
    routes: [
      ...readerRoutes,
      serve(OverlaysService.Watch, (_request, context) =>
        current().watch(callerIdOf(context), context.signal),
      ),
      serve(OverlaysService.Applied, async ({ version }, context) => {
        current().applied(callerIdOf(context), version);
        return makeOverlaysAppliedResponse();
      }),
      serve(OverlaysService.Checked, async ({ checkId, findings }, context) => {
        current().checked(callerIdOf(context), checkId, findings);
        return makeNetworkCheckedResponse();
      }),
    ],
    stops: {
      isHeld: (taskId) => leading?.isHeld(taskId) === true,
      onRelease: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    run: async (signal) => {
      leading = new LeadingOverlays(deps, onRelease);
      try {
        await leading.run(signal);
      } finally {
        leading = undefined;
      }
    },
  };
}
