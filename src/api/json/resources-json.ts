import {
  makeDiscreteGenericResource,
  makeGenericResource,
  makeNamedGenericResource,
  makeResourceRequirements,
  makeResources,
  type DiscreteGenericResource,
  type GenericResource,
  type NamedGenericResource,
  type ResourceRequirements,
  type Resources,
} from "../../model/generated/types.ts";
import { mapped, named, omitted, record, type Form } from "./form.ts";
import { int64, int64IfSet, listOf, text } from "./values.ts";

const genericResource: Form<GenericResource> = named(
  "GenericResource",
  record<GenericResource>(makeGenericResource, {
    namedResourceSpec: omitted(
      "NamedResourceSpec",
      record<NamedGenericResource>(makeNamedGenericResource, {
        kind: omitted("Kind", text),
        value: omitted("Value", text),
      }),
    ),
    discreteResourceSpec: omitted(
      "DiscreteResourceSpec",
      record<DiscreteGenericResource>(makeDiscreteGenericResource, {
        kind: omitted("Kind", text),
        value: omitted("Value", int64),
      }),
    ),
  }),
);

export const genericResources: Form<readonly GenericResource[]> = listOf(genericResource);

/** What a machine has, or a task reserves. */
export const resources: Form<Resources> = record<Resources>(makeResources, {
  nanoCpus: omitted("NanoCPUs", int64),
  memoryBytes: omitted("MemoryBytes", int64),
  generic: omitted("GenericResources", genericResources),
});

/** What a task may use at most. On the wire its processes are limited in the container's spec. */
interface LimitShape {
  readonly nanoCpus: number;
  readonly memoryBytes: number;
  readonly pids: number;
}

interface RequirementsShape {
  readonly limits?: LimitShape | undefined;
  readonly reservations?: Resources | undefined;
  readonly swapBytes?: number | undefined;
  readonly memorySwappiness?: number | undefined;
}

/** A task's resources, with the limit of processes that the wire has elsewhere. */
export interface Requirements {
  readonly resources: ResourceRequirements | undefined;
  readonly pidsLimit: number;
}

export const requirements: Form<Requirements> = named(
  "ResourceRequirements",
  mapped(
    record<RequirementsShape>((fields) => fields, {
      limits: omitted(
        "Limits",
        record<LimitShape>((fields) => ({ nanoCpus: 0, memoryBytes: 0, pids: 0, ...fields }), {
          nanoCpus: omitted("NanoCPUs", int64),
          memoryBytes: omitted("MemoryBytes", int64),
          pids: omitted("Pids", int64),
        }),
      ),
      reservations: omitted("Reservations", resources),
      swapBytes: omitted("SwapBytes", int64IfSet),
      memorySwappiness: omitted("MemorySwappiness", int64IfSet),
    }),
    ({ limits, ...others }) => ({
      resources: makeResourceRequirements({
        ...others,
        ...(limits && {
          limits: makeResources({ nanoCpus: limits.nanoCpus, memoryBytes: limits.memoryBytes }),
        }),
      }),
      pidsLimit: limits?.pids ?? 0,
    }),
    ({ resources: all, pidsLimit }) => ({
      limits:
        all?.limits || pidsLimit !== 0
          ? {
              nanoCpus: all?.limits?.nanoCpus ?? 0,
              memoryBytes: all?.limits?.memoryBytes ?? 0,
              pids: pidsLimit,
            }
          : undefined,
      reservations: all?.reservations,
      swapBytes: all?.swapBytes,
      memorySwappiness: all?.memorySwappiness,
    }),
  ),
);
