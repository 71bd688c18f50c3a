#!/usr/bin/env node
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { runSkein } from "../src/cli/program.ts";
import type { TextOutput, World } from "../src/cli/world.ts";
import { realClock } from "../src/system/real/clock.ts";

const interrupt = new AbortController();
process.once("SIGINT", () => interrupt.abort());
process.once("SIGTERM", () => interrupt.abort());

function textOutput(stream: NodeJS.WriteStream): TextOutput {
  // A reader that went away, as in `skein service ls | head -1`, has seen all it wants.
  stream.on("error", (error: NodeJS.ErrnoException) =>
    process.exit(error.code === "EPIPE" ? 0 : 1),
  );
  return {
    write: (text) => void stream.write(text),
    writeBytes: async (bytes) => {
      if (!stream.write(bytes)) await once(stream, "drain");
    },
    isTerminal: stream.isTTY,
    get columns() {
      return stream.isTTY && stream.columns > 0 ? stream.columns : 80;
    },
  };
}

const world: World = {
  stdout: textOutput(process.stdout),
  stderr: textOutput(process.stderr),
  env: process.env,
  clock: realClock,
  folder: process.cwd(),
  interrupt: interrupt.signal,
  readTextFile: (path) => readFile(path, "utf8"),
  readFile: (path) => readFile(path),
  readInput: () => buffer(process.stdin),
};

process.exitCode = await runSkein(process.argv.slice(2), world);
