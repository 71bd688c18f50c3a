import { readFileSync } from "node:fs";
import test from "ava";

// docs/parity.md promises a test for every field and behaviour: the promise is kept here.

const page = readFileSync("docs/parity.md", "utf8");
const SPECS = [
  "ServiceSpec",
  "TaskSpec",
  "ContainerSpec",
  "UpdateConfig",
  "RestartPolicy",
  "Placement",
  "PlacementPreference",
  "ResourceRequirements",
  "Resources",
  "EndpointSpec",
  "PortConfig",
  "ReplicatedService",
  "ReplicatedJob",
  "Mount",
  "HealthConfig",
  "NetworkAttachmentConfig",
  "SecretReference",
  "ConfigReference",
];

test("parity: every row names a test, and that test exists", (t) => {
  const rows = page.split("\n").filter((line) => /^\| (?!---)/.test(line));
  const bodies = rows.filter((row) => !/\| test +\|$/.test(row));
  t.true(bodies.length > 60);
  for (const row of bodies) {
    const references = row.split("|").at(-2)?.trim().split("<br>") ?? [];
    for (const reference of references) {
      const [, path, title] = /^`(test\/[^`]+)`: (.+)$/.exec(reference) ?? [];
      if (path === undefined || title === undefined) t.fail(`no test: ${row}`);
      else t.true(sourceOf(path).includes(title), `${path} has no test "${title}"`);
    }
  }
});

const sources = new Map<string, string>();

function sourceOf(path: string): string {
  const source = sources.get(path) ?? readFileSync(path, "utf8").replaceAll('\\"', '"');
  sources.set(path, source);
  return source;
}

test("parity: no field of a service's spec is missing", (t) => {
  const protos = ["specs", "types"].map((name) => readFileSync(`proto/${name}.proto`, "utf8"));
  const text = protos.join("\n").replace(/\/\/.*$/gm, "");
  for (const spec of SPECS) {
    const fields = fieldsOf(text, spec);
    t.true(fields.length > 0, `no message ${spec}`);
    for (const field of fields) {
      t.true(page.includes(`\`${spec}.${field}\``), `docs/parity.md lacks ${spec}.${field}`);
    }
  }
});

/** The names of a message's own fields, those of a oneof among them. */
function fieldsOf(text: string, message: string): readonly string[] {
  const start = text.indexOf(`message ${message} {`);
  if (start < 0) return [];
  const fields: string[] = [];
  let depth = 0;
  let nested = 0; // The depth of a message or enum within.
  for (const line of text.slice(start).split("\n")) {
    const opensType = /^\s*(message|enum) \w+ \{/.test(line);
    if (opensType && depth > 0 && nested === 0) nested = depth + 1;
    depth += line.split("{").length - line.split("}").length;
    const [, field] =
      /^\s*(?:repeated |optional )?(?:map<[^>]*>|[\w.]+) (\w+) = \d+/.exec(line) ?? [];
    if (field !== undefined && nested === 0) fields.push(field);
    if (nested > 0 && depth < nested) nested = 0;
    if (depth <= 0) break;
  }
  return fields;
}
