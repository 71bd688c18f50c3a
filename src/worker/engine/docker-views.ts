import {
  PortConfig_Protocol,
  PortConfig_PublishMode,
  makeContainerStatus,
  makeEngineDescription,
  makeNodeDescription,
  makePlatform,
  makePortConfig,
  makePortStatus,
  makeResources,
} from "../../model/generated/types.ts";
import type {
  GenericResource,
  NodeDescription,
  PluginDescription,
  PortConfig,
} from "../../model/generated/types.ts";
import type { RunStatus } from "./engine.ts";
import type { JsonView } from "./json-view.ts";

const NANOS_PER_CPU = 1_000_000_000;

/** Where a container is in its life. */
export interface ContainerView {
  readonly id: string;
  readonly taskId: string;
  readonly phase: "created" | "running" | "ended";
  readonly exitCode: number;
  /** What is known of the end beyond the code. */
  readonly cause: string | undefined;
  readonly health: "none" | "starting" | "healthy" | "unhealthy";
  readonly status: RunStatus;
}

/** From the engine's answer to an inspect. */
export function containerView(json: JsonView, taskIdLabel: string): ContainerView {
  const state = json.at("State");
  const exitCode = state.at("ExitCode").number();
  const health = healthOf(state.at("Health", "Status").text());
  return {
    id: json.at("Id").text(),
    taskId: json.at("Config", "Labels", taskIdLabel).text(),
    phase: phaseOf(state),
    exitCode,
    cause: causeOf(state, health),
    health,
    status: {
      container: makeContainerStatus({
        containerId: json.at("Id").text(),
        pid: state.at("Pid").number(),
        exitCode,
      }),
      ports: makePortStatus({ ports: portsOf(json.at("NetworkSettings", "Ports")) }),
    },
  };
}

/** Its health stays as it was at the end: a container that we stopped for it says why it ended. */
function causeOf(state: JsonView, health: ContainerView["health"]): string | undefined {
  if (state.at("OOMKilled").isTrue()) return "out of memory";
  if (health === "unhealthy") return "unhealthy container";
  const error = state.at("Error").text();
  return error === "" ? undefined : error;
}

function phaseOf(state: JsonView): ContainerView["phase"] {
  const isRunning = state.at("Running").isTrue() || state.at("Restarting").isTrue();
  if (isRunning) return "running";
  // A container that never ran carries the beginning of time.
  const startedAt = state.at("StartedAt").text();
  return startedAt === "" || startedAt.startsWith("0001-") ? "created" : "ended";
}

function healthOf(text: string): ContainerView["health"] {
  return text === "starting" || text === "healthy" || text === "unhealthy" ? text : "none";
}

const PROTOCOLS: ReadonlyMap<string, PortConfig_Protocol> = new Map([
  ["tcp", PortConfig_Protocol.TCP],
  ["udp", PortConfig_Protocol.UDP],
  ["sctp", PortConfig_Protocol.SCTP],
]);

/** An engine binds each port for IPv4 and for IPv6; people want to see it once. */
function portsOf(ports: JsonView): PortConfig[] {
  const found = new Map<string, PortConfig>();
  for (const [key, bindings] of ports.entries()) {
    const [target = "", protocol = "tcp"] = key.split("/");
    for (const binding of bindings.items()) {
      const published = binding.at("HostPort").text();
      found.set(
        `${key}:${published}`,
        makePortConfig({
          protocol: PROTOCOLS.get(protocol) ?? PortConfig_Protocol.TCP,
          targetPort: Number(target),
          publishedPort: Number(published),
          publishMode: PortConfig_PublishMode.HOST,
        }),
      );
    }
  }
  return [...found.values()];
}

/** From the engine's `/info`. */
export function nodeDescription(info: JsonView): NodeDescription {
  return makeNodeDescription({
    hostname: info.at("Name").text(),
    platform: makePlatform({
      architecture: info.at("Architecture").text(),
      os: info.at("OSType").text(),
    }),
    resources: makeResources({
      nanoCpus: info.at("NCPU").number() * NANOS_PER_CPU,
      memoryBytes: info.at("MemTotal").number(),
      generic: info.at("GenericResources").items().map(genericResource),
    }),
    engine: makeEngineDescription({
      engineVersion: info.at("ServerVersion").text(),
      labels: Object.fromEntries(info.at("Labels").items().map(labelOf)),
      plugins: pluginsOf(info.at("Plugins")),
    }),
  });
}

function genericResource(json: JsonView): GenericResource {
  const named = json.at("NamedResourceSpec");
  const discrete = json.at("DiscreteResourceSpec");
  return named.exists
    ? { namedResourceSpec: { kind: named.at("Kind").text(), value: named.at("Value").text() } }
    : {
        discreteResourceSpec: {
          kind: discrete.at("Kind").text(),
          value: discrete.at("Value").number(),
        },
      };
}

function labelOf(json: JsonView): [string, string] {
  const text = json.text();
  const end = text.indexOf("=");
  return end < 0 ? [text, ""] : [text.slice(0, end), text.slice(end + 1)];
}

/** In the order of type, then name, as Docker lists them. */
function pluginsOf(plugins: JsonView): PluginDescription[] {
  return plugins.entries().flatMap(([type, names]) => {
    const sorted = names
      .items()
      .map((name) => name.text())
      .sort();
    return sorted.map((name) => ({ type, name }));
  });
}
