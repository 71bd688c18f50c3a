import {
  type Annotations,
  type ContainerSpec,
  type FileTarget,
  type TaskSpec,
} from "../../model/generated/types.ts";
import { STACK_BASE_LABEL } from "../../model/stack-labels.ts";
import type { ReadTx } from "../store/store.ts";
import { nameOf } from "./filters.ts";
import { invalid } from "./refuse.ts";

// What a container's spec says of secrets and configs. The texts are Swarm's own: tools match on them.
// Source: swarmkit manager/controlapi/service.go.

/** A reference of either kind. */
interface Reference {
  readonly id: string;
  readonly name: string;
  readonly file: FileTarget | undefined;
  /** It is for the runtime, and no file. */
  readonly isForRuntime: boolean;
}

type Kind = "secret" | "config";

/** Refuses references that are wrong by themselves. */
export function validateReferences(container: ContainerSpec): void {
  validateTargets("secret", secretsOf(container));
  validateTargets("config", configsOf(container));
  const credentials = container.privileges?.credentialSpec?.config;
  if (credentials === undefined || credentials === "") return;
  const found = configsOf(container).some(
    ({ id, isForRuntime }) => id === credentials && isForRuntime,
  );
  if (found) return;
  invalid(
    `CredentialSpec references config ${credentials}, but the service's configs do not name it as a runtime target`,
  );
}

/** Refuses references to what is not there, or has another name by now. */
export function checkReferences(tx: ReadTx, task: TaskSpec | undefined): void {
  const container = task?.container;
  if (!container) return;
  checkPresent("secret", secretsOf(container), (id) => tx.secrets.get(id)?.spec?.annotations);
  checkPresent("config", configsOf(container), (id) => tx.configs.get(id)?.spec?.annotations);
}

function secretsOf({ secrets }: ContainerSpec): readonly Reference[] {
  return secrets.map(({ secretId, secretName, file }) => ({
    ...{ id: secretId, name: secretName, file, isForRuntime: false },
  }));
}

function configsOf({ configs }: ContainerSpec): readonly Reference[] {
  return configs.map(({ configId, configName, file, runtime }) => ({
    ...{ id: configId, name: configName, file, isForRuntime: runtime !== undefined },
  }));
}

function validateTargets(kind: Kind, references: readonly Reference[]): void {
  const targets = new Map<string, string>();
  for (const { id, name, file, isForRuntime } of references) {
    if (id === "" || name === "") invalid(`malformed ${kind} reference`);
    if (!file) {
      if (!isForRuntime) invalid(`malformed ${kind} reference, no target provided`);
      continue;
    }
    if (file.name === "") {
      invalid(`malformed file ${kind} reference, invalid target file name provided`);
    }
    const other = targets.get(file.name);
    if (other !== undefined) {
      invalid(
        `${kind} references '${other}' and '${name}' have a conflicting target: '${file.name}'`,
      );
    }
    targets.set(file.name, name);
  }
}

function checkPresent(
  kind: Kind,
  references: readonly Reference[],
  find: (id: string) => Annotations | undefined,
): void {
  const missing = references
    .filter(({ id, name }) => {
      const found = find(id);
      // A later version of what a stack stores may be called by the name of the first.
      return found === undefined || ![nameOf(found), found.labels[STACK_BASE_LABEL]].includes(name);
    })
    .map(({ name }) => name);
  if (missing.length > 0) {
    invalid(`${missing.length === 1 ? kind : `${kind}s`} not found: ${missing.join(", ")}`);
  }
}
