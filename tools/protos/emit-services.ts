import { typeName } from "./names.ts";
import type { Definition, Service, ServiceMethod } from "./schema.ts";

const HEADER = `// Generated from proto/ by tools/protos.ts (npm run protos). Never edited.
import type * as model from "../../model/generated/types.ts";
import { NodeRole } from "../../model/generated/types.ts";
import type { ClientStreamMethod, ServerStreamMethod, UnaryMethod } from "../../system/rpc.ts";
import * as codecs from "./codecs.ts";
`;

const ROLES: Readonly<Record<string, string>> = {
  "swarm-worker": "NodeRole.WORKER",
  "swarm-manager": "NodeRole.MANAGER",
};

/** Every method with its path, codecs, streaming and the roles that may call it. */
export function emitServices(definitions: readonly Definition[]): string {
  const services = definitions.filter((definition) => definition.kind === "service");
  return [HEADER, ...services.map(emitService)].join("\n");
}

function emitService({ name, methods }: Service): string {
  const rows = methods.map((method) => emitMethod(name, method));
  return `export const ${typeName(name)}Service = {\n${rows.join("\n")}\n} as const;\n`;
}

function emitMethod(service: string, method: ServiceMethod): string {
  const { name, request, response, requestStream, responseStream, authorized } = method;
  if (requestStream && responseStream) throw new Error(`${name}: both sides stream`);
  const kind = requestStream ? "clientStream" : responseStream ? "serverStream" : "unary";
  const type = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Method`;
  const roles =
    authorized === "anyone"
      ? '"anyone"'
      : `[${authorized
          .split(",")
          .map((role) => ROLES[role.trim()] ?? failOn(role))
          .join(", ")}]`;
  return `  ${name}: {
    path: "/${service}/${name}",
    kind: "${kind}",
    request: codecs.${typeName(request)}Codec,
    response: codecs.${typeName(response)}Codec,
    authorized: ${roles},
  } satisfies ${type}<model.${typeName(request)}, model.${typeName(response)}>,`;
}

function failOn(role: string): never {
  throw new Error(`Unknown role ${role}`);
}
