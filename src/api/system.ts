import type { Clock } from "../system/clock.ts";
import { OLDEST } from "./api-version.ts";
import { commonVersion, type EngineDoor } from "./engine/door.ts";
import type { EngineFacts } from "./engine/way.ts";
import { info } from "./info.ts";
import type { NodeControl } from "./node-control.ts";
import { SKEIN_VERSION } from "./product.ts";
import { json, type ApiAnswer, type ApiRoute } from "./request.ts";

interface Deps {
  readonly node: NodeControl;
  readonly clock: Clock;
  readonly engine: EngineDoor | undefined;
}

/** The daemon itself: is it there, what does it speak, what is it part of. */
export function systemRoutes({ node, clock, engine }: Deps): readonly ApiRoute[] {
  const ping = async (): Promise<ApiAnswer> => {
    const facts = await engine?.facts();
    return {
      kind: "text",
      text: "OK",
      headers: {
        "Api-Version": commonVersion(facts),
        ...(facts?.builderVersion !== undefined && { "Builder-Version": facts.builderVersion }),
        "Cache-Control": "no-cache, no-store, must-revalidate",
        Pragma: "no-cache",
        Swarm: swarmHeader(node),
      },
    };
  };
  return [
    { method: "GET", path: "/_ping", handle: ping },
    { method: "HEAD", path: "/_ping", handle: ping },
    {
      method: "GET",
      path: "/version",
      handle: async ({ signal }) => json(await version(node, await engine?.facts(), signal)),
    },
    {
      method: "GET",
      path: "/info",
      handle: async ({ signal }) => json(await info(node, clock, signal)),
    },
  ];
}

function swarmHeader(node: NodeControl): string {
  const { localState, controlAvailable } = node.status();
  if (localState !== "active") return localState;
  return controlAvailable ? "active/manager" : "active/worker";
}

type JsonObject = Readonly<Record<string, unknown>>;

/** What `docker version` shows: the engine's components after our own. */
async function version(
  node: NodeControl,
  facts: EngineFacts | undefined,
  signal: AbortSignal,
): Promise<JsonObject> {
  const engine = await node.askEngine("/version", signal);
  const { kernelVersion, architecture } = node.host();
  const spoken = { ApiVersion: commonVersion(facts), MinAPIVersion: OLDEST };
  const own = {
    ...{ Version: SKEIN_VERSION, ...spoken, GitCommit: "", GoVersion: "" },
    ...{ Os: "linux", Arch: GO_ARCHITECTURES.get(architecture) ?? architecture },
    ...{ KernelVersion: kernelVersion, BuildTime: "" },
  };
  const details = Object.fromEntries(
    Object.entries({ ...own, Experimental: "false" }).filter(([key]) => key !== "Version"),
  );
  const component = { Name: "Skein", Version: SKEIN_VERSION, Details: details };
  if (!engine) return { Platform: { Name: "Skein" }, Components: [component], ...own };
  const components: readonly unknown[] = Array.isArray(engine["Components"])
    ? engine["Components"]
    : [];
  return { ...engine, ...spoken, Components: [component, ...components] };
}

const GO_ARCHITECTURES: ReadonlyMap<string, string> = new Map([
  ["x86_64", "amd64"],
  ["aarch64", "arm64"],
]);
