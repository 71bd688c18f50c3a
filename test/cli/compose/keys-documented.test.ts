import { readFileSync } from "node:fs";
import test from "ava";
import { deploy } from "../../../src/cli/compose/read-deploy.ts";
import { keysOf } from "../../../src/cli/compose/read.ts";
import { service } from "../../../src/cli/compose/read-service.ts";

const tables = readFileSync("docs/stacks.md", "utf8");

for (const [what, reader] of Object.entries({ service, deploy })) {
  test(`docs/stacks.md: says what happens to every key of a ${what}`, (t) => {
    const keys = keysOf(reader);
    const missing = keys.filter((key) => !tables.includes(`\`${key}\``));

    t.true(keys.length > 5);
    t.deepEqual(missing, []);
  });
}
