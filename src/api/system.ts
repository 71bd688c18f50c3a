import type { Clock } from "../system/clock.ts";
import { NEWEST, OLDEST } from "./api-version.ts";
import { info } from "./info.ts";
import type { NodeControl } from "./node-control.ts";
import { SKEIN_VERSION } from "./product.ts";
import { json, type ApiAnswer, type ApiRoute } from "./request.ts";
import { ApiError } from "./api-error.ts";

interface Deps {
  readonly node: NodeControl;
  readonly clock: Clock;
}

/** The daemon itself: is it there, what does it speak, what is it part of. */
export function systemRoutes({ node, clock }: Deps): readonly ApiRoute[] {
  const ping = async (): Promise<ApiAnswer> => ({
    kind: "text",
    text: "OK",
    headers: {
      "Cache-Control": "no-cache, no-store, must-revalidate",
      Pragma: "no-cache",
      Swarm: swarmHeader(node),
    },
  });
  return [
    { method: "GET", path: "/_ping", handle: ping },
    { method: "HEAD", path: "/_ping", handle: ping },
    {
      method: "GET",
      path: "/version",
      handle: async ({ signal }) => json(await version(node, signal)),
    },
    {
      method: "GET",
      path: "/info",
      handle: async ({ signal }) => json(await info(node, clock, signal)),
    },
    {
      method: "GET",
      path: "/events",
      handle: async ({ signal }) => ({ kind: "lines", objects: quietUntilAborted(signal) }),
    },
    {
      method: "GET",
      path: "/distribution/{name*}/json",
      // Clients ask before each service create, and go on with the tag when they hear no.
      handle: async () => {
        throw new ApiError(
          501,
          "looking up an image's digest in its registry is not supported yet",
        );
      },
    },
  ];
}

function swarmHeader(node: NodeControl): string {
  const { localState, controlAvailable } = node.status();
  if (localState !== "active") return localState;
  return controlAvailable ? "active/manager" : "active/worker";
}

/** Keeps a client's stream open without a word until it goes. */
async function* quietUntilAborted(signal: AbortSignal): AsyncGenerator {
  if (signal.aborted) return;
  await new Promise<void>((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true }),
  );
  yield* [];
}

type JsonObject = Readonly<Record<string, unknown>>;

/** What `docker version` shows: the engine's components after our own. */
async function version(node: NodeControl, signal: AbortSignal): Promise<JsonObject> {
  const engine = await node.askEngine("/version", signal);
  const { kernelVersion, architecture } = node.host();
  const spoken = { ApiVersion: NEWEST, MinAPIVersion: OLDEST };
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
