import type { ContainerSpec } from "./generated/types.ts";

/** Where a task finds a secret or a config as a file. */
export interface FilePlace {
  readonly kind: "secret" | "config";
  readonly objectId: string;
  /** The object's name, for messages. */
  readonly objectName: string;
  /** As the spec has it: a name, or an absolute path. */
  readonly name: string;
  /** The absolute path in the container. */
  readonly target: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** Such a file with what is in it. */
export interface TaskFile extends FilePlace {
  readonly data: Uint8Array;
}

/** Where secrets with a relative name are. Configs are in the root. Source: moby container package. */
const SECRETS_DIRECTORY = "/run/secrets";

/** The files that a container shall find; configs that something else reads are none. */
export function filePlaces({ secrets, configs }: ContainerSpec): readonly FilePlace[] {
  return [
    ...secrets.flatMap(({ secretId, secretName, file }): FilePlace[] =>
      file === undefined
        ? []
        : [
            {
              ...{ kind: "secret", objectId: secretId, objectName: secretName, name: file.name },
              target: absolute(SECRETS_DIRECTORY, file.name),
              ...{ uid: numberOf(file.uid), gid: numberOf(file.gid), mode: file.mode },
            },
          ],
    ),
    ...configs.flatMap(({ configId, configName, file }): FilePlace[] =>
      file === undefined
        ? []
        : [
            {
              ...{ kind: "config", objectId: configId, objectName: configName, name: file.name },
              target: absolute("", file.name),
              ...{ uid: numberOf(file.uid), gid: numberOf(file.gid), mode: file.mode },
            },
          ],
    ),
  ];
}

function absolute(directory: string, name: string): string {
  return name.startsWith("/") ? name : `${directory}/${name}`;
}

/** Root's where none is given; NaN for what is no number. */
function numberOf(text: string): number {
  return text === "" ? 0 : /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
