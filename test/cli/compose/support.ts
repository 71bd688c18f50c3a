import { loadCompose, type Loaded } from "../../../src/cli/compose/load.ts";
import type { Located } from "../../../src/cli/compose/located.ts";
import { findingText } from "../../../src/cli/compose/report.ts";
import { readYaml } from "../../../src/cli/read-yaml.ts";

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly profiles?: readonly string[];
  /** False leaves variables as they are written. */
  readonly interpolate?: boolean;
}

/** A text of YAML as a document; throws when it is none. */
export function yaml(text: string, file = "compose.yaml"): Located {
  const read = readYaml(text, file);
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

/** Compose files as one model. */
export function load(texts: readonly string[], given: Given = {}): Loaded {
  const { env = {}, profiles = [], interpolate = true } = given;
  const lookup = (name: string): string | undefined => env[name];
  return loadCompose(
    texts.map((text, index) => yaml(text, index === 0 ? "compose.yaml" : `over-${index}.yaml`)),
    { lookup: interpolate ? lookup : undefined, profiles },
  );
}

/** What is said about a file: first errors, then warnings. */
export function told(text: string, given: Given = {}): readonly string[] {
  const { errors, warnings } = load([text], given);
  return [...errors, ...warnings].map(findingText);
}
