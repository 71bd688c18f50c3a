import { readdirSync, readFileSync } from "node:fs";
import test from "ava";
import type { Asked, Routes } from "../recorded-daemon.ts";
import { skein } from "../run-in-process.ts";

interface Post {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What docker's command line 28.2 posted to deploy these files as the stack "zz". */
interface Recorded {
  readonly files: readonly string[];
  readonly posts: readonly Post[];
}

const FOLDER = "test/cli/compose/stacks";
/** Where the files were when docker was recorded: paths of bind mounts begin there. */
const THERE = "/srv/stacks";
const recorded = readFileSync("test/fixtures/cli/docker-stacks.ndjson", "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Recorded);

const files = Object.fromEntries(
  ["", "files/"].flatMap((folder) =>
    readdirSync(`${FOLDER}/${folder}`, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .flatMap(({ name }) => {
        const text = readFileSync(`${FOLDER}/${folder}${name}`, "utf8");
        return [[`${folder}${name}`, text] as const, [`${THERE}/${folder}${name}`, text] as const];
      }),
  ),
);

const created = ({ body }: Asked): { json: object; status: number } => {
  const { Name: name } = body as { Name: string }; // Everything that is created has one.
  return { json: { ID: `id-${name}`, Id: `id-${name}` }, status: 201 };
};

/** External secrets are there, by their names. */
const named = ({ query }: Asked): { json: object } => {
  const { name = {} } = JSON.parse(query["filters"] ?? "{}") as { name?: object };
  return { json: Object.keys(name).map((each) => ({ ID: `id-${each}`, Spec: { Name: each } })) };
};

const ROUTES: Routes = {
  "GET /services": { json: [] },
  "GET /networks": { json: [] },
  "GET /networks/traefik-public": { json: { Id: "1", Name: "traefik-public", Scope: "swarm" } },
  "GET /secrets": named,
  "GET /configs": named,
  "POST /networks/create": created,
  "POST /secrets/create": created,
  "POST /configs/create": created,
  "POST /services/create": created,
};

for (const { files: names, posts } of recorded) {
  test(`stack deploy: posts what docker posts for ${names.join(" and ")}`, async (t) => {
    const { code, stderr, daemon } = await skein(
      [
        ...["stack", "deploy", "-d", "--resolve-image", "never"],
        ...names.flatMap((name) => ["-c", name]),
        "zz",
      ],
      { routes: ROUTES, files, folder: THERE },
    );

    t.is(code, 0, stderr);
    const ours = daemon.asked
      .filter(({ method }) => method === "POST")
      .map(({ path, body }) => ({ path, body: body as Post["body"] }));
    t.deepEqual(comparable(ours), comparable(posts));
  });
}

function comparable(posts: readonly Post[]): readonly unknown[] {
  return posts
    .map(({ path, body }) => ({ path, name: String(body["Name"]), body: withoutEmpty(body) }))
    .sort((a, b) => (a.path + a.name < b.path + b.name ? -1 : 1));
}

/** A value without what is empty, which means the same as what is not there. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value)
    // How a later deployment knows that a secret has not changed.
    .filter(([key]) => key !== "skein.stack.digest")
    .map(([key, each]) => [key, withoutEmpty(each)] as const)
    .filter(([, each]) => !isNothing(each));
  return Object.fromEntries(kept);
}

function isNothing(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === null || value === "" || value === 0 || value === false;
}
