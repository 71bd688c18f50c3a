import { NEWEST } from "../api-version.ts";
import type { JsonSchema } from "../json/schema.ts";
import { CLUSTER_OPERATIONS } from "./cluster-operations.ts";
import { OBJECT_OPERATIONS } from "./object-operations.ts";
import { TEXT, objectOf, type Answer, type Operation, type Operations } from "./operation.ts";

/** Every route that is the daemon's own; what is not here is the engine's to describe. */
export const OPERATIONS: Operations = { ...CLUSTER_OPERATIONS, ...OBJECT_OPERATIONS };

type Json = Readonly<Record<string, unknown>>;

const JSON_TYPE = "application/json";
const REFUSAL: JsonSchema = objectOf({ message: TEXT });

/**
 * The API as an OpenAPI document, made of what reads requests and writes answers. Source: OpenAPI
 * 3.1.1; the API is Docker's, as far as a swarm is concerned.
 */
export function apiDocument(): Json {
  const schemas = new Map<string, JsonSchema>();
  const naming = {
    refer: (name: string, describe: () => JsonSchema): JsonSchema => {
      if (!schemas.has(name)) {
        schemas.set(name, {}); // Taken, while it is described.
        schemas.set(name, describe());
      }
      return { $ref: `#/components/schemas/${name}` };
    },
  };
  const content = ({ json, type }: Answer): Json =>
    json
      ? { content: { [JSON_TYPE]: { schema: json(naming) } } }
      : type === undefined
        ? {}
        : { content: { [type]: {} } };
  const operation = (key: string, { summary, body, answers, ...given }: Operation): Json => ({
    operationId: operationId(key),
    summary,
    ...parametersOf(key, given),
    ...(body && { requestBody: { content: { [JSON_TYPE]: { schema: body(naming) } } } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          { description: answer.description, ...content(answer) },
        ]),
      ),
      default: {
        description: "Refused, or failed: why.",
        content: { [JSON_TYPE]: { schema: naming.refer("Refusal", () => REFUSAL) } },
      },
    },
  });
  const paths: Record<string, Record<string, Json>> = {};
  for (const [key, each] of Object.entries(OPERATIONS)) {
    const [method = "", path = ""] = key.split(" ");
    (paths[pathOf(path)] ??= {})[method.toLowerCase()] = operation(key, each);
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Skein's part of Docker's API",
      version: NEWEST,
      description:
        "What a daemon answers itself. Every other request is passed to the node's engine, which " +
        "Docker describes. Paths may begin with a version, such as /v1.41; members of a request that " +
        "are null count as left out, and names of members are read whatever their case.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    paths,
    components: {
      schemas: Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

/** OpenAPI has no parameters of several segments. */
function pathOf(path: string): string {
  return path.replaceAll("*}", "}");
}

function parametersOf(key: string, { query = {}, headers = {} }: Partial<Operation>): Json {
  const names = [...key.matchAll(/\{(\w+)\*?\}/g)].map(([, name = ""]) => name);
  const parameters = [
    ...names.map((name) => ({ name, in: "path", required: true, schema: TEXT })),
    ...listed("query", query),
    ...listed("header", headers),
  ];
  return parameters.length === 0 ? {} : { parameters };
}

function listed(where: string, given: Readonly<Record<string, JsonSchema>>): readonly Json[] {
  return Object.entries(given).map(([name, { description, ...schema }]) => ({
    ...{ name, in: where, description, schema },
    ...(name === "version" && { required: true }),
  }));
}

/** `GET /services/{id}/logs` is getServicesIdLogs. */
function operationId(key: string): string {
  const [first = "", ...words] = key
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  return first + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
