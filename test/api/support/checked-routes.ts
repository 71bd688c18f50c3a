import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { ApiError } from "../../../src/api/api-error.ts";
import { OPERATIONS, apiDocument } from "../../../src/api/description/document.ts";
import type { Operation } from "../../../src/api/description/operation.ts";
import type { JsonSchema } from "../../../src/api/json/schema.ts";
import type { ApiAnswer, ApiRequest, ApiRoute } from "../../../src/api/request.ts";
import { apiRoutes } from "../../../src/api/routes.ts";

type Json = Readonly<Record<string, unknown>>;

const ANY = (): boolean => true;
const FORMATS = {
  ...{ int32: ANY, uint32: ANY, int64: ANY, uint64: ANY, float: ANY },
  "date-time": /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/,
};

/** What the description of a request leaves unsaid: every member may be null. */
const REQUESTS = validators((properties) => ({
  properties: mapValues(properties, (each) => ({ anyOf: [each, { type: "null" }] })),
}));
/** Of answers: members that are not described are none. */
const ANSWERS = validators((properties) => ({ properties, additionalProperties: false }));

/** The API's routes, each of which fails where its description is not what it does. */
export function checkedRoutes(...args: Parameters<typeof apiRoutes>): readonly ApiRoute[] {
  return apiRoutes(...args).map((route) => ({
    ...route,
    handle: async (request) => {
      let body: unknown;
      const json = async (): Promise<unknown> => (body = await request.json());
      const answer = await route.handle({ ...request, json });
      return checked(route, request, body, answer);
    },
  }));
}

/** How a route is called in the description. */
export function keyOf({ method, path }: Pick<ApiRoute, "method" | "path">): string {
  return `${method} ${path === "/networks/" ? "/networks" : path}`;
}

function checked(
  route: ApiRoute,
  request: ApiRequest,
  body: unknown,
  answer: ApiAnswer,
): ApiAnswer {
  const key = keyOf(route);
  const operation = OPERATIONS[key] ?? fail(`${key} is not described`);
  checkParameters(key, operation, request);
  if (body !== undefined) {
    if (!operation.body) fail(`${key} takes a body that is not described`);
    check(REQUESTS(key, "requestBody"), body, `${key}, the request`);
  }
  const status = "status" in answer ? answer.status : 200;
  const described = operation.answers[status] ?? fail(`${key} answers ${status}: not described`);
  if (answer.kind === "json" || answer.kind === "list") {
    if (!described.json) fail(`${key} answers JSON that is not described`);
    const texts = answer.kind === "list" ? [...answer.texts] : [JSON.stringify(answer.value)];
    const text = answer.kind === "list" ? `[${texts.join()}]` : texts.join();
    check(ANSWERS(key, "responses", String(status)), JSON.parse(text), `${key}, the answer`);
    return answer.kind === "list" ? { ...answer, texts } : answer;
  }
  const said = answer.kind === "bytes" || answer.kind === "text";
  if (said !== (described.type !== undefined)) fail(`${key} answers ${answer.kind}: not described`);
  return answer;
}

function checkParameters(key: string, { query = {} }: Operation, request: ApiRequest): void {
  for (const name of request.query.keys())
    if (!Object.hasOwn(query, name)) fail(`${key} is asked with ${name}, which is not described`);
}

function check(validate: ValidateFunction, value: unknown, what: string): void {
  if (validate(value)) return;
  const problems = (validate.errors ?? []).map(
    ({ instancePath, message = "", params }) =>
      `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
  fail(`${what} is not as described: ${problems.join("; ")}: ${JSON.stringify(value)}`);
}

/** Reaches the test through the API, whoever asks. */
function fail(problem: string): never {
  throw new ApiError(599, problem);
}

/** Validators of what is under a path of the document, whose objects are as `change` makes them. */
function validators(
  change: (properties: Readonly<Record<string, JsonSchema>>) => object,
): (key: string, ...path: readonly string[]) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: FORMATS });
  ajv.addSchema(changed(apiDocument(), change) as Json, "api");
  const known = new Map<string, ValidateFunction>();
  return (key, ...path) => {
    const [method = "", route = ""] = key.split(" ");
    const parts = ["paths", route.replace("*}", "}"), method.toLowerCase(), ...path];
    const all = [...parts, "content", "application/json", "schema"];
    const $ref = `api#/${all.map((part) => encodeURIComponent(part.replaceAll("/", "~1"))).join("/")}`;
    const validate = known.get($ref) ?? ajv.compile({ $ref });
    known.set($ref, validate);
    return validate;
  };
}

function changed(
  value: unknown,
  change: (properties: Readonly<Record<string, JsonSchema>>) => object,
): unknown {
  if (Array.isArray(value)) return value.map((each) => changed(each, change));
  if (typeof value !== "object" || value === null) return value;
  const all = mapValues(value as Json, (each) => changed(each, change));
  const { properties, additionalProperties } = all;
  if (typeof properties !== "object" || additionalProperties !== undefined) return all;
  return { ...all, ...change(properties as Readonly<Record<string, JsonSchema>>) };
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  change: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
