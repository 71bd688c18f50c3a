import { OperationalError } from "../../base/errors.ts";
import type { Annotations, Driver } from "../../model/generated/types.ts";
import type { ReferenceKind } from "../store/schema.ts";
import type { NamedTable, ReadTx } from "../store/store.ts";
import {
  anyOf,
  candidatesByName,
  hasLabels,
  labelsOf,
  nameOf,
  type CommonFilters,
} from "./filters.ts";
import { invalid, precondition } from "./refuse.ts";

// What secrets and configs have in common. The texts are Swarm's own: tools match on them.
// Source: swarmkit manager/controlapi/secret.go, config.go, common.go; api/validation.

const NAME = /^[a-zA-Z0-9](?:[a-zA-Z0-9-_.]*[a-zA-Z0-9])?$/;
const MAX_NAME_LENGTH = 64;
const TEMPLATING = "golang";

/** The spec of a secret or of a config. */
export interface DataSpec {
  readonly annotations?: Annotations | undefined;
  readonly data: Uint8Array;
  readonly templating?: Driver | undefined;
}

interface DataObject {
  readonly id: string;
  readonly spec?: DataSpec | undefined;
}

export function validateDataName(annotations: Annotations | undefined): void {
  const name = nameOf(annotations);
  if (name === "") invalid("name must be provided");
  if (name.length > MAX_NAME_LENGTH || !NAME.test(name)) {
    invalid(
      "invalid name, only 64 [a-zA-Z0-9-_.] characters allowed, and the start and end character must be [a-zA-Z0-9]",
    );
  }
}

/** Refuses data that is empty, or of `limitBytes` or more. */
export function validateData(kind: ReferenceKind, data: Uint8Array, limitBytes: number): void {
  if (data.length >= 1 && data.length < limitBytes) return;
  invalid(`${kind} data must be larger than 0 and less than ${limitBytes} bytes`);
}

/** Refuses templates in a language that no node could fill in. */
export function validateTemplating(templating: Driver | undefined): void {
  if (!templating || templating.name === "" || templating.name === TEMPLATING) return;
  invalid(
    `template driver "${templating.name}" is not known: use "${TEMPLATING}", or leave it out`,
  );
}

/** Refuses to store a second object under a name. */
export function nameTaken(kind: ReferenceKind, name: string): never {
  throw new OperationalError("alreadyExists", `${kind} ${name} already exists`);
}

/** Refuses to change anything but labels: tasks would not notice. */
export function checkOnlyLabels(old: DataSpec | undefined, asked: DataSpec): void {
  const renamed = nameOf(old?.annotations) !== nameOf(asked.annotations);
  const given = asked.data.length > 0;
  if (renamed || (given && !sameBytes(asked.data, old?.data ?? new Uint8Array(0)))) {
    invalid("only updates to Labels are allowed");
  }
}

/** Refuses to remove what services refer to, and names them. */
export function checkUnused(tx: ReadTx, kind: ReferenceKind, object: DataObject): void {
  const users = tx.services.using(kind, object.id).map(({ spec }) => nameOf(spec?.annotations));
  if (users.length === 0) return;
  const services = users.length === 1 ? "service" : "services";
  const list = users.sort().join(", ");
  invalid(
    `${kind} '${nameOf(object.spec?.annotations)}' is in use by the following ${services}: ${list}`,
  );
}

/** Names and ids are alternatives to each other; labels must match besides. */
export function selectData<T extends DataObject>(
  table: Pick<NamedTable<T>, "all" | "byName">,
  filters: CommonFilters | undefined,
): readonly T[] {
  if (filters === undefined) return table.all();
  const { names, namePrefixes, idPrefixes, labels } = filters;
  const onlyNames = namePrefixes.length + idPrefixes.length === 0;
  return candidatesByName(table, onlyNames ? names : []).filter(({ id, spec }) => {
    const name = nameOf(spec?.annotations);
    const wishes = [
      ...names.map((wanted) => wanted === name),
      ...namePrefixes.map((prefix) => name.startsWith(prefix)),
      ...idPrefixes.map((prefix) => id.startsWith(prefix)),
    ];
    return anyOf(wishes, (met) => met) && hasLabels(labelsOf(spec?.annotations), labels);
  });
}

/** The spec with other labels. */
export function relabelled<T extends DataSpec>(
  spec: T | undefined,
  labels: Readonly<Record<string, string>>,
): T {
  if (!spec?.annotations)
    return precondition("it was stored without a spec, and cannot be changed");
  return { ...spec, annotations: { ...spec.annotations, labels } };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
