import { err, ok, type Result } from "../../base/result.ts";
import { executeTemplate, type TemplateFunctions } from "../../base/template/execute.ts";
import { textOf } from "../../base/template/functions.ts";
import { parseTemplate } from "../../base/template/parse.ts";
import { TASK_FUNCTIONS } from "../../base/template/task-functions.ts";
import type {
  Config,
  ContainerSpec,
  Driver,
  NodeDescription,
  Secret,
  Task,
} from "../../model/generated/types.ts";
import { filePlaces, type FilePlace, type TaskFile } from "../../model/task-file.ts";
import { templateContext } from "../task/expand-task.ts";

/** The secrets and configs that this node was given. */
export interface GivenObjects {
  secret(id: string): Secret | undefined;
  config(id: string): Config | undefined;
}

/**
 * The files of a task whose own templates are filled in, those of its secrets and configs filled in
 * as well. No message tells anything of a secret's content. Source: swarmkit template/getter.go.
 */
export function taskFiles(
  task: Task,
  node: NodeDescription,
  given: GivenObjects,
): Result<readonly TaskFile[], string> {
  const container = task.spec?.container;
  if (container === undefined) return ok([]);
  const files: TaskFile[] = [];
  for (const place of filePlaces(container)) {
    const data = contentOf(place, { task, node, given, container });
    if (!data.ok) return data;
    const refusal = refusalOf(place);
    if (refusal !== undefined) return err(refusal);
    files.push({ ...place, data: data.value });
  }
  return ok(files);
}

interface Scene {
  readonly task: Task;
  readonly node: NodeDescription;
  readonly given: GivenObjects;
  readonly container: ContainerSpec;
}

function refusalOf({ kind, objectName, name, uid, gid }: FilePlace): string | undefined {
  if (name === "") return `Cannot mount ${kind} "${objectName}": its target has no name`;
  if (Number.isNaN(uid) || Number.isNaN(gid)) {
    return `Cannot mount ${kind} "${objectName}": its owner must be given by numbers`;
  }
  return undefined;
}

function contentOf(place: FilePlace, scene: Scene): Result<Uint8Array, string> {
  const { kind, objectId, objectName } = place;
  const object = kind === "secret" ? scene.given.secret(objectId) : scene.given.config(objectId);
  if (object === undefined) {
    return err(`${kind} "${objectName}" (${objectId}) is not on this node: was it removed?`);
  }
  const data = object.spec?.data ?? new Uint8Array();
  const templating = object.spec?.templating;
  if (templating === undefined) return ok(data);
  return expandContent(place, data, templating, scene);
}

function expandContent(
  { kind, objectName }: FilePlace,
  data: Uint8Array,
  { name: driver }: Driver,
  scene: Scene,
): Result<Uint8Array, string> {
  const what = `Cannot expand ${kind} "${objectName}"`;
  if (driver !== "golang") {
    return err(`${what}: unrecognized template type "${driver}": only "golang" is known`);
  }
  const pieces = parseTemplate(new TextDecoder().decode(data));
  const context = templateContext(scene.task, scene.node);
  const functions = { ...TASK_FUNCTIONS, ...payloadFunctions(scene) };
  const filled = pieces.ok
    ? executeTemplate(pieces.value, context, { strict: true, functions })
    : pieces;
  if (filled.ok) return ok(new TextEncoder().encode(filled.value));
  // The words of a mistake quote the template, which is a secret's content.
  const why =
    kind === "secret" ? "its template has a mistake that is not shown here" : filled.error;
  return err(`${what}: ${why}`);
}

/** Files are found by the name they have in the container. Source: swarmkit template/context.go. */
function payloadFunctions({ given, container }: Scene): TemplateFunctions {
  const content = (object: Secret | Config | undefined): string =>
    new TextDecoder().decode(object?.spec?.data ?? new Uint8Array());
  return {
    secret: (target) => {
      const found = container.secrets.find(({ file }) => file?.name === target);
      if (found === undefined) return err(`secret target ${textOf(target)} not found`);
      return ok(content(given.secret(found.secretId)));
    },
    config: (target) => {
      const found = container.configs.find(({ file }) => file?.name === target);
      if (found === undefined) return err(`config target ${textOf(target)} not found`);
      return ok(content(given.config(found.configId)));
    },
    env: (variable) => {
      const prefix = `${textOf(variable)}=`;
      const entry = container.env.find((text) => text.startsWith(prefix));
      return ok(entry?.slice(prefix.length) ?? "");
    },
  };
}
