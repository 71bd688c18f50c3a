/** Writes docs/cli.md from the commands themselves. A test says when it is stale. */
import { mkdirSync, writeFileSync } from "node:fs";
import { cliReference } from "./cli-reference/render.ts";

mkdirSync("docs", { recursive: true });
writeFileSync("docs/cli.md", await cliReference());
