import { readFileSync } from "node:fs";
import test from "ava";
import type { Service } from "../../../src/cli/engine-api.ts";
import { skein } from "../run-in-process.ts";

// What docker's command line 28.2 posted to an engine for these arguments, one request a line, and
// the service that the updates began with.
interface Posted {
  readonly args: readonly string[];
  readonly body: unknown;
}

const ENV = { FROM_SHELL: "yes" };
const service = JSON.parse(
  readFileSync("test/fixtures/cli/docker-update-service.json", "utf8"),
) as Service;

for (const { args, body } of posted("docker-create")) {
  test(`service create: posts what docker posts for ${args.join(" ")}`, async (t) => {
    const line = ["service", "create", "-d", "--no-resolve-image", "--name", "zz", ...args];
    const { code, stdout, stderr, daemon } = await skein(line, {
      routes: { "POST /services/create": { json: { ID: "new" }, status: 201 } },
      env: ENV,
    });

    t.is(stderr, "");
    t.is(code, 0);
    t.is(stdout, "new\n");
    t.deepEqual(daemon.asked.at(-1)?.body, body);
  });
}

for (const { args, body } of posted("docker-update")) {
  test(`service update: posts what docker posts for ${args.join(" ")}`, async (t) => {
    const { code, stdout, stderr, daemon } = await skein(
      ["service", "update", "-d", ...args, "zz"],
      {
        routes: {
          "GET /services/zz": { json: service },
          [`POST /services/${service.ID}/update`]: { json: { Warnings: null } },
        },
        env: ENV,
      },
    );

    t.is(stderr, "");
    t.is(code, 0);
    t.is(stdout, "zz\n");
    t.deepEqual(daemon.asked.at(-1)?.body, body);
    t.deepEqual(daemon.asked.at(-1)?.query, {
      version: String(service.Version.Index),
      registryAuthFrom: "spec",
    });
  });
}

function posted(name: string): readonly Posted[] {
  return readFileSync(`test/fixtures/cli/${name}.ndjson`, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Posted);
}
