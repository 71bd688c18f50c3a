import { readFileSync } from "node:fs";
import test from "ava";
import { cliReference } from "../../tools/cli-reference/render.ts";

test("docs/cli.md: is what the commands' help says; if not, npm run docs", async (t) => {
  t.is(readFileSync("docs/cli.md", "utf8"), await cliReference());
});
