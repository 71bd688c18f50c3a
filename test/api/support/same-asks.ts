import { FULL_SPEC } from "./full-spec.ts";

/** What is asked of two servers in the same words. `{web}` and the like stand for ids they gave. */
export interface Ask {
  readonly method: "GET" | "POST" | "DELETE" | "HEAD" | "PUT";
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Keeps the answer's `ID` under this name, for later paths; and its version as `{name.version}`. */
  readonly keep?: string;
}

const get = (path: string, keep?: string): Ask =>
  keep === undefined ? { method: "GET", path } : { method: "GET", path, keep };
const post = (path: string, body: unknown, keep?: string): Ask => ({
  ...{ method: "POST", path, body },
  ...(keep !== undefined && { keep }),
});
const remove = (path: string): Ask => ({ method: "DELETE", path });

const IMAGE = "skein/busybox:1";
const template = (fields: object = {}, container: object = {}): object => ({
  ContainerSpec: { Image: IMAGE, Args: ["sleep", "1000"], ...container },
  ...fields,
});
const service = (name: string, fields: object = {}, container: object = {}): object => ({
  Name: name,
  Mode: { Replicated: { Replicas: 0 } },
  TaskTemplate: template({}, container),
  ...fields,
});
const wrong = (fields: object): Ask => post("/services/create", service("wrong", fields));
const wrongTask = (fields: object): Ask => wrong({ TaskTemplate: template(fields) });
const wrongContainer = (fields: object): Ask => wrong({ TaskTemplate: template({}, fields) });
const filters = (value: unknown): string => `filters=${encodeURIComponent(JSON.stringify(value))}`;
const { ContainerSpec: full } = FULL_SPEC.TaskTemplate;

/** Asked before there is a swarm. */
export const OUTSIDE: readonly Ask[] = [
  ...["/swarm", "/services", "/nodes", "/tasks", "/services/x", "/swarm/unlockkey"].map((path) =>
    get(path),
  ),
  post("/services/create", service("web")),
  post("/swarm/leave", {}),
  post("/swarm/unlock", { UnlockKey: "x" }),
  post("/swarm/join", { ListenAddr: "0.0.0.0:2377", JoinToken: "x" }),
  post("/swarm/init", { ListenAddr: "0.0.0.0:2377", Availability: "asleep" }),
  post("/swarm/init", { ListenAddr: "0.0.0.0:2377", Spec: { Name: "other" } }),
  post("/swarm/init", { ListenAddr: "0.0.0.0:2377", DataPathPort: 80 }),
  post("/swarm/init", { ListenAddr: "0.0.0.0:2377", DefaultAddrPool: ["nonsense"] }),
  post("/swarm/init", { ListenAddr: "0.0.0.0:2377", DefaultAddrPool: ["10.0.0.0/26"] }),
  post("/swarm/init", {
    ...{ ListenAddr: "0.0.0.0:2377", DefaultAddrPool: ["10.0.0.0/8"], SubnetSize: 30 },
  }),
];

/** Asked of a manager, in this order. */
export const MANAGING: readonly Ask[] = [
  // Transport.
  get("/_ping"),
  { method: "HEAD", path: "/_ping" },
  get("/v1.24/_ping"),
  get("/v9.99/services"),
  get("/v1.11/services"),
  get("/nowhere"),
  get("/v1.41/nowhere"),
  get("/services/"),
  { method: "PUT", path: "/services" },
  { method: "HEAD", path: "/services" },
  post("/services/create", undefined),
  { method: "POST", path: "/services/create", body: "{" },
  { method: "POST", path: "/services/create", body: "null" },
  { method: "POST", path: "/services/create", body: '{"Name":5}' },
  { method: "POST", path: "/services/create", body: '{"Mode":{"Replicated":{"Replicas":-1}}}' },
  // The swarm.
  get("/swarm", "swarm"),
  post("/swarm/init", { ListenAddr: "0.0.0.0:2377" }),
  post("/swarm/join", { ListenAddr: "0.0.0.0:2377", RemoteAddrs: ["x:1"], JoinToken: "x" }),
  get("/swarm/unlockkey"),
  post("/swarm/unlock", { UnlockKey: "x" }),
  post("/swarm/update", {}),
  post("/swarm/update?version=x", {}),
  post("/swarm/update?version=1&rotateWorkerToken=perhaps", {}),
  post("/swarm/update?version={swarm.version}", { Name: "other" }),
  post("/swarm/update?version={swarm.version}", { CAConfig: { NodeCertExpiry: 60e9 } }),
  post("/swarm/update?version={swarm.version}", { Dispatcher: { HeartbeatPeriod: -1 } }),
  post("/swarm/update?version={swarm.version}", {
    CAConfig: { ExternalCAs: [{ Protocol: "x", URL: "https://x" }] },
  }),
  post("/swarm/update?version=999999", {}),
  // Services that are created.
  post("/services/create", service("web", { Labels: { tier: "front" } }), "web"),
  get("/services/{web}", "web"),
  get("/services/web"),
  get("/services/{web}?insertDefaults=true"),
  get("/services/{web}?insertDefaults=perhaps"),
  post("/services/create", service("web")),
  post("/services/create", service("WEB")),
  post(
    "/services/create",
    {
      name: "cased",
      mode: { replicated: { replicas: 0 } },
      taskTemplate: { containerSpec: { image: IMAGE } },
    },
    "cased",
  ),
  get("/services/{cased}"),
  post(
    "/services/create",
    {
      ...FULL_SPEC,
      Mode: { Replicated: { Replicas: 0 } },
      TaskTemplate: {
        ...FULL_SPEC.TaskTemplate,
        ContainerSpec: {
          ...full,
          Hostname: "host",
          Secrets: [],
          Configs: [],
          OomScoreAdj: 0, // Since 1.46.
          Privileges: { ...full.Privileges, CredentialSpec: null },
          Mounts: full.Mounts.slice(0, 2).map((mount) => ({
            ...mount,
            Consistency: undefined,
            ...(mount.BindOptions && {
              BindOptions: { Propagation: "rslave", NonRecursive: true },
            }),
          })),
        },
        Networks: [],
        Resources: {
          ...FULL_SPEC.TaskTemplate.Resources,
          Reservations: { NanoCPUs: 250000000, MemoryBytes: 4194304 },
          SwapBytes: undefined,
          MemorySwappiness: undefined,
        },
      },
    },
    "full",
  ),
  get("/services/{full}", "full"),
  post(
    "/services/create",
    service("policies", {
      UpdateConfig: {},
      RollbackConfig: { MaxFailureRatio: 0.3 },
      EndpointSpec: {},
      TaskTemplate: template({ RestartPolicy: {}, Placement: {}, Resources: {}, LogDriver: {} }),
    }),
    "policies",
  ),
  get("/services/{policies}"),
  get("/services/{policies}?insertDefaults=1"),
  post(
    "/services/create",
    service("health", {}, { Healthcheck: { Test: ["NONE"] }, Mounts: [{ Target: "/a" }] }),
    "health",
  ),
  get("/services/{health}"),
  post(
    "/services/create",
    service("everywhere", { Mode: { Global: {} }, TaskTemplate: drained() }),
    "everywhere",
  ),
  get("/services/{everywhere}"),
  // Services that are refused.
  post("/services/create", {}),
  wrong({ Name: "not valid!" }),
  wrong({ Name: "a".repeat(64) }),
  wrong({ Mode: { Replicated: {}, Global: {} } }),
  wrong({ TaskTemplate: {} }),
  wrong({ TaskTemplate: { Runtime: "magic" } }),
  wrong({ TaskTemplate: { Runtime: "plugin" } }),
  wrong({ TaskTemplate: { Runtime: "attachment" } }),
  wrongContainer({ Image: "" }),
  wrongContainer({ Image: "UPPER CASE" }),
  wrongContainer({ Mounts: [{ Target: "/a" }, { Target: "/a" }] }),
  wrongContainer({ Mounts: [{ Type: "magic", Target: "/a" }] }),
  wrongContainer({ Mounts: [{ Target: "/a", BindOptions: { Propagation: "magic" } }] }),
  wrongContainer({ Healthcheck: { Interval: 1 } }),
  wrongContainer({ Healthcheck: { Retries: -1 } }),
  wrongContainer({ Configs: [{ ConfigID: "x", ConfigName: "x" }] }),
  wrongContainer({ Privileges: { CredentialSpec: {} } }),
  wrongContainer({ Privileges: { CredentialSpec: { File: "a", Registry: "b" } } }),
  wrongTask({ RestartPolicy: { Condition: "perhaps" } }),
  wrongTask({ RestartPolicy: { Delay: -1 } }),
  wrongTask({ RestartPolicy: { Window: -1 } }),
  wrongTask({ Resources: { Limits: { NanoCPUs: 1 } } }),
  wrongTask({ Resources: { Limits: { MemoryBytes: 1048576 } } }),
  wrongTask({ Placement: { Constraints: ["node.role>manager"] } }),
  wrongTask({ Placement: { Constraints: ["no de==x"] } }),
  wrongTask({ Placement: { Constraints: ["node.role==a&b"] } }),
  wrong({ UpdateConfig: { FailureAction: "panic" } }),
  wrong({ UpdateConfig: { Order: "random" } }),
  wrong({ UpdateConfig: { Delay: -1 } }),
  wrong({ UpdateConfig: { Monitor: -1 } }),
  wrong({ UpdateConfig: { MaxFailureRatio: 2 } }),
  wrong({ EndpointSpec: { Mode: "magic" } }),
  wrong({ EndpointSpec: { Mode: "dnsrr", Ports: [{ TargetPort: 80, PublishedPort: 80 }] } }),
  wrong({
    EndpointSpec: {
      Ports: [80, 80].map((PublishedPort) => ({
        ...{ TargetPort: 80, PublishedPort, PublishMode: "host" },
      })),
    },
  }),
  // Services that are changed.
  post("/services/{web}/update", service("web")),
  post("/services/{web}/update?version=x", service("web")),
  post("/services/{web}/update?version=999999", service("web")),
  post("/services/{web}/update?version={web.version}&rollback=perhaps", service("web")),
  post("/services/{web}/update?version={web.version}&rollback=previous", service("web")),
  post("/services/{web}/update?version={web.version}&registryAuthFrom=x", service("web")),
  post(
    "/services/{web}/update?version={web.version}&registryAuthFrom=previous-spec",
    service("web"),
  ),
  post("/services/{web}/update?version={web.version}", service("other")),
  post("/services/{web}/update?version={web.version}", service("web", { Mode: { Global: {} } })),
  post("/services/nobody/update?version=1", service("web")),
  post(
    "/services/{web}/update?version={web.version}",
    service("web", { Labels: { tier: "back", new: "" } }),
  ),
  get("/services/{web}", "web"),
  post("/services/{web}/update?version={web.version}&rollback=previous", service("web")),
  get("/services/{web}", "web"),
  // Lists and filters.
  get(`/services?${filters({ name: { web: true } })}`),
  get(`/services?${filters({ name: ["web"] })}&status=true`),
  get(`/v1.40/services?${filters({ name: ["web"] })}&status=true`),
  get(`/services?${filters({ name: ["full"], label: ["a=1"] })}`),
  get(`/services?${filters({ label: ["a=2"] })}`),
  get(`/services?${filters({ mode: ["global"] })}`),
  get(`/services?${filters({ mode: ["magic"] })}`),
  get(`/services?${filters({ runtime: ["plugin"] })}`),
  get(`/services?${filters({ colour: ["red"] })}`),
  get("/services?filters=nonsense"),
  get("/services?status=perhaps"),
  get(`/tasks?${filters({ service: ["nobody"] })}`),
  get(`/tasks?${filters({ node: ["nobody"] })}`),
  get(`/tasks?${filters({ "desired-state": ["perhaps"] })}`),
  get(`/tasks?${filters({ colour: ["red"] })}`),
  get(`/tasks?${filters({ service: ["web"], "_up-to-date": ["true"] })}`),
  get(`/nodes?${filters({ role: ["king"] })}`),
  get(`/nodes?${filters({ membership: ["perhaps"] })}`),
  get(`/nodes?${filters({ colour: ["red"] })}`),
  get(`/nodes?${filters({ role: ["worker"] })}`),
  get("/services/nobody"),
  get("/tasks/nobody"),
  get("/nodes/nobody"),
  get("/nodes/self"),
  remove("/services/nobody"),
  remove("/nodes/nobody"),
  remove("/services/{health}"),
  remove("/services/cased"),
];

/** The first makes a service of two tasks, which run when the others are asked. */
export const OF_TASKS: readonly Ask[] = [
  post("/services/create", {
    ...service("runs", { Mode: { Replicated: { Replicas: 2 } }, Labels: { tier: "back" } }),
    EndpointSpec: { Ports: [] },
  }),
  get(`/services?${filters({ name: ["runs"] })}&status=1`),
  get(`/tasks?${filters({ label: ["tier=back"] })}`),
  get(`/tasks?${filters({ service: ["runs"], "_up-to-date": ["true"] })}`),
  get(`/tasks?${filters({ name: ["runs.1"] })}`),
  get(`/tasks?${filters({ name: ["runs.3"] })}`),
  get(`/tasks?${filters({ node: ["{node}"], "desired-state": ["shutdown"] })}`),
  remove("/services/runs"),
];

/** Asked of a manager that has only itself, with `{node}` for its id. */
export const OF_NODES: readonly Ask[] = [
  get("/nodes/{node}", "node"),
  post("/nodes/{node}/update", { Role: "manager", Availability: "active" }),
  post("/nodes/{node}/update?version={node.version}", {}),
  post("/nodes/{node}/update?version={node.version}", { Role: "king", Availability: "active" }),
  post("/nodes/{node}/update?version={node.version}", { Role: "manager" }),
  post("/nodes/{node}/update?version={node.version}", { Role: "manager", Availability: "asleep" }),
  post("/nodes/{node}/update?version={node.version}", { Role: "worker", Availability: "active" }),
  post("/nodes/{node}/update?version=999999", { Role: "manager", Availability: "active" }),
  post("/nodes/nobody/update?version=1", { Role: "manager", Availability: "active" }),
  post("/nodes/{node}/update?version={node.version}", {
    ...{ Name: "named", Labels: { zone: "a" }, Role: "Manager", Availability: "PAUSE" },
  }),
  get("/nodes/{node}", "node"),
  get("/nodes"),
  remove("/nodes/{node}"),
  remove("/nodes/{node}?force=1"),
];

function drained(): object {
  return template({ Placement: { Constraints: ["node.labels.nowhere==true"] } });
}
