#!/usr/bin/env node
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
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
  readSecret: async (prompt) => {
    if (!process.stdin.isTTY) return (await text(process.stdin)).split("\n", 1)[0]?.trim() ?? "";
    const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
    const lines = createInterface({ input: process.stdin, output: unseen, terminal: true });
    process.stderr.write(prompt);
    try {
      return (await lines.question("", { signal: interrupt.signal })).trim();
    } finally {
      lines.close();
      process.stderr.write("\n");
    }
  },
};

process.exitCode = await runSkein(process.argv.slice(2), world);
