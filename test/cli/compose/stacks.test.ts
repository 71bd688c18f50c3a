import { readFileSync, readdirSync } from "node:fs";
import test from "ava";
import { loadCompose } from "../../../src/cli/compose/load.ts";
import { findingText } from "../../../src/cli/compose/report.ts";
import { yaml } from "./support.ts";

const FOLDER = "test/cli/compose/stacks";
const STACKS = [
  ...readdirSync(FOLDER).filter((name) => name.endsWith(".yaml")),
  "../../../../deploy/stack.example.yaml",
];
const ENV: Readonly<Record<string, string>> = { GRAFANA_URL: "https://grafana.example.com" };
/** What is said of stacks that ask for something that a swarm does not do. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  "voting.yaml": ["services.vote.depends_on"],
  "profiles.yaml": ["services.debugger", "services.seed"],
};

for (const stack of STACKS) {
  test(`loadCompose: ${stack} is read whole`, (t) => {
    const document = yaml(readFileSync(`${FOLDER}/${stack}`, "utf8"), stack);
    const loaded = loadCompose([document], { lookup: (name) => ENV[name], profiles: [] });

    t.deepEqual(loaded.errors.map(findingText), []);
    t.deepEqual(
      loaded.warnings.map(({ path }) => path),
      TOLD[stack] ?? [],
    );
    t.true(loaded.model.services.size > 0);
  });
}
