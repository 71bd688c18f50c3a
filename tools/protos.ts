/** Generates src/model/generated and src/wire/generated from proto/. `--check` only compares. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { emitCodecs } from "./protos/emit-codecs.ts";
import { emitServices } from "./protos/emit-services.ts";
import { emitTypes } from "./protos/emit-types.ts";
import { loadSchema } from "./protos/schema.ts";

const definitions = loadSchema("proto");
const outputs: readonly (readonly [path: string, text: string])[] = [
  ["src/model/generated/types.ts", emitTypes(definitions)],
  ["src/wire/generated/codecs.ts", emitCodecs(definitions)],
  ["src/wire/generated/services.ts", emitServices(definitions)],
];

const stale = outputs.filter(([path, text]) => readIfThere(path) !== text).map(([path]) => path);
if (process.argv.includes("--check")) {
  if (stale.length > 0) {
    console.error(`Not what proto/ says: ${stale.join(", ")}. Run: npm run protos`);
    process.exitCode = 1;
  }
} else {
  for (const [path, text] of outputs) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  console.log(stale.length === 0 ? "protos: nothing changed" : `protos: wrote ${stale.join(", ")}`);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // Not generated yet.
  }
}
