import type { Ask } from "./same-asks.ts";

/** A request that is refused. Those without `what` only prepare for the next ones. */
export interface BadAsk extends Ask {
  /** What is wrong with it, as the table in docs/api-errors.md says. */
  readonly what?: string;
  /** Why our answer is another one than Docker's. */
  readonly better?: string;
}

export interface BadAsks {
  readonly title: string;
  readonly asks: readonly BadAsk[];
}

const IMAGE = "skein/busybox:1";
const JSON_TYPE = { "Content-Type": "application/json" };

function get(what: string, path: string, better?: string): BadAsk {
  return { what, method: "GET", path, ...(better !== undefined && { better }) };
}

function post(what: string, path: string, body?: unknown, better?: string): BadAsk {
  return { what, method: "POST", path, body, ...(better !== undefined && { better }) };
}

function remove(what: string, path: string): BadAsk {
  return { what, method: "DELETE", path };
}

/** Prepares: what it makes is known as `keep` from then on. */
function make(path: string, body: unknown, keep?: string): BadAsk {
  return { method: "POST", path, body, ...(keep !== undefined && { keep }) };
}

function filtered(path: string, value: unknown): string {
  return `${path}?filters=${encodeURIComponent(JSON.stringify(value))}`;
}

function template(fields: object = {}, container: object = {}): object {
  return { ContainerSpec: { Image: IMAGE, ...container }, ...fields };
}

function service(name: string, fields: object = {}): object {
  return {
    Name: name,
    Mode: { Replicated: { Replicas: 0 } },
    TaskTemplate: template(),
    ...fields,
  };
}

const CREATE = "/services/create";
const wrong = (what: string, fields: object, better?: string): BadAsk =>
  post(what, CREATE, service("wrong", fields), better);
const wrongTask = (what: string, fields: object): BadAsk =>
  wrong(what, { TaskTemplate: template(fields) });
const wrongContainer = (what: string, fields: object, better?: string): BadAsk =>
  wrong(what, { TaskTemplate: template({}, fields) }, better);
const base64 = (text: string): string => Buffer.from(text).toString("base64");

// Why our text is another one.
const SAYS_WHERE = "Ours says what a token looks like, and how to get one.";
const SAYS_WHAT = "Ours says which parameter is wrong, and what it should be.";
const SAYS_WHICH = "Ours says what a template may name, and nothing of Go's types.";
const OF_ENGINE =
  "The engine's own answer, as without a swarm: there are no volumes of the cluster.";
const SAYS_RULE = "Ours says what a name must be.";

const LISTEN = { ListenAddr: "0.0.0.0:2377" };

/** Asked before there is a swarm. */
export const BAD_OUTSIDE: BadAsks = {
  title: "On a node that is in no swarm",
  asks: [
    ...["/swarm", "/services", "/nodes", "/tasks", "/secrets", "/configs", "/swarm/unlockkey"].map(
      (path) => get(`${path} without a swarm`, path),
    ),
    get("a service", "/services/x"),
    get("a task", "/tasks/x"),
    get("a service's logs", "/services/x/logs?stdout=1"),
    post("a service that is created", CREATE, service("web")),
    post("a secret that is created", "/secrets/create", { Name: "s", Data: base64("x") }),
    post("an overlay network that is created", "/networks/create", {
      Name: "o",
      Driver: "overlay",
    }),
    remove("a node that is removed", "/nodes/x"),
    post("a swarm that is left", "/swarm/leave", {}),
    post("a swarm that is unlocked", "/swarm/unlock", { UnlockKey: "x" }),
    post("a swarm that is updated", "/swarm/update?version=1", {}),
    post("init: no address to listen on", "/swarm/init", {}),
    post("init: an address to listen on that is none", "/swarm/init", { ListenAddr: "no address" }),
    post("init: an address to advertise that is none", "/swarm/init", {
      ...{ ...LISTEN, AdvertiseAddr: "nonsense" },
    }),
    post("init: the unspecified address to advertise", "/swarm/init", {
      ...{ ...LISTEN, AdvertiseAddr: "0.0.0.0" },
    }),
    post("init: an unknown availability", "/swarm/init", { ...LISTEN, Availability: "asleep" }),
    post("init: a spec of another name", "/swarm/init", { ...LISTEN, Spec: { Name: "other" } }),
    post("init: a low data path port", "/swarm/init", { ...LISTEN, DataPathPort: 80 }),
    post("init: a high data path port", "/swarm/init", { ...LISTEN, DataPathPort: 60000 }),
    post("init: a pool that is none", "/swarm/init", { ...LISTEN, DefaultAddrPool: ["nonsense"] }),
    post("init: a pool smaller than its subnets", "/swarm/init", {
      ...{ ...LISTEN, DefaultAddrPool: ["10.0.0.0/26"] },
    }),
    post("init: subnets too small", "/swarm/init", {
      ...{ ...LISTEN, DefaultAddrPool: ["10.0.0.0/8"], SubnetSize: 30 },
    }),
    post("join: no manager to ask", "/swarm/join", { ...LISTEN, JoinToken: "x" }),
    post(
      "join: a token that is none",
      "/swarm/join",
      {
        ...{ ...LISTEN, RemoteAddrs: ["127.0.0.1:1"], JoinToken: "nonsense" },
      },
      SAYS_WHERE,
    ),
    post("join: an unknown availability", "/swarm/join", {
      ...{ ...LISTEN, RemoteAddrs: ["127.0.0.1:1"], JoinToken: "x", Availability: "asleep" },
    }),
  ],
};

const TRANSPORT: BadAsks = {
  title: "Requests that are none",
  asks: [
    get("a version too new", "/v9.99/services"),
    get("a version too old", "/v1.11/services"),
    get("an unknown path", "/nowhere"),
    get("an unknown path with a version", "/v1.41/nowhere"),
    get("a slash too many", "/services/"),
    { what: "an unknown method", method: "PUT", path: "/services" },
    post("no body", CREATE),
    { what: "half a body", method: "POST", path: CREATE, body: "{" },
    { what: "two bodies", method: "POST", path: CREATE, body: "{} {}" },
    { what: "a body of another type", ...json("[]") },
    { what: "a name that is a number", ...json('{"Name":5}') },
    {
      what: "a negative count of replicas",
      ...json('{"Mode":{"Replicated":{"Replicas":-1}}}'),
    },
    {
      what: "a body that is not said to be JSON",
      ...{ method: "POST", path: CREATE, body: "{}", headers: { "Content-Type": "text/plain" } },
    },
    get("filters that are no JSON", "/services?filters=nonsense"),
    get("filters that are a list", "/services?filters=[]"),
    get("a flag that is none", "/services?status=perhaps"),
    get("an unknown filter of services", filtered("/services", { colour: ["red"] })),
    get("an unknown filter of tasks", filtered("/tasks", { colour: ["red"] })),
    get("an unknown filter of nodes", filtered("/nodes", { colour: ["red"] })),
    get("an unknown filter of secrets", filtered("/secrets", { colour: ["red"] })),
    get("an unknown filter of configs", filtered("/configs", { colour: ["red"] })),
    get("an unknown filter of networks", filtered("/networks", { colour: ["red"] })),
    get("a task of no known state", filtered("/tasks", { "desired-state": ["perhaps"] })),
    get("tasks of a service that is not there", filtered("/tasks", { service: ["nobody"] })),
    get("tasks of a node that is not there", filtered("/tasks", { node: ["nobody"] })),
    get("nodes of an unknown role", filtered("/nodes", { role: ["king"] })),
    get("nodes of an unknown membership", filtered("/nodes", { membership: ["perhaps"] })),
    get("events since no moment", "/events?since=yesterday", SAYS_WHAT),
    get("events until before since", "/events?since=20&until=10"),
    get("events with filters that are none", "/events?filters=nonsense"),
  ],
};

function json(body: string): BadAsk {
  return { method: "POST", path: CREATE, body, headers: JSON_TYPE };
}

const NOBODY: BadAsks = {
  title: "What is not there",
  asks: [
    ...["service", "task", "node", "secret", "config", "network"].map((kind) =>
      get(`a ${kind}`, `/${kind}s/nobody`),
    ),
    get("a node called self", "/nodes/self"),
    get("a network in the swarm's scope", "/networks/nobody?scope=swarm"),
    get("a network of the swarm in the host's scope", "/networks/ingress?scope=local"),
    ...["service", "node", "secret", "config", "network"].map((kind) =>
      remove(`a ${kind} that is removed`, `/${kind}s/nobody`),
    ),
    post("a service that is updated", "/services/nobody/update?version=1", service("nobody")),
    post("a node that is updated", "/nodes/nobody/update?version=1", {
      ...{ Role: "worker", Availability: "active" },
    }),
    post("a secret that is updated", "/secrets/nobody/update?version=1", { Name: "nobody" }),
    post("a config that is updated", "/configs/nobody/update?version=1", { Name: "nobody" }),
    get("a service's logs", "/services/nobody/logs?stdout=1"),
    get("a task's logs", "/tasks/nobody/logs?stdout=1"),
    get("a container", "/containers/nobody/json"),
    post("an exec", "/exec/nobody/start", { Detach: true }),
    get("an image", "/images/nobody/json"),
    get("a volume", "/volumes/nobody", OF_ENGINE),
    remove("a network that every engine has", "/networks/host"),
  ],
};

const SWARM: BadAsks = {
  title: "The swarm",
  asks: [
    { method: "GET", path: "/swarm", keep: "swarm" },
    post("init: in a swarm already", "/swarm/init", LISTEN),
    post("join: in a swarm already", "/swarm/join", {
      ...{ ...LISTEN, RemoteAddrs: ["x:1"], JoinToken: "x" },
    }),
    post("leave: the last manager", "/swarm/leave", {}),
    post("unlock: not locked", "/swarm/unlock", { UnlockKey: "x" }),
    post("update: no version", "/swarm/update", {}),
    post("update: a version that is none", "/swarm/update?version=x", {}),
    post("update: a version that it does not have", "/swarm/update?version=999999", {}),
    post("update: a flag that is none", "/swarm/update?version=1&rotateWorkerToken=perhaps", {}),
    post("update: another name", "/swarm/update?version={swarm.version}", { Name: "other" }),
    post("update: certificates for a minute", "/swarm/update?version={swarm.version}", {
      CAConfig: { NodeCertExpiry: 60e9 },
    }),
    post("update: a negative heartbeat", "/swarm/update?version={swarm.version}", {
      Dispatcher: { HeartbeatPeriod: -1 },
    }),
    post("update: an external CA of an unknown kind", "/swarm/update?version={swarm.version}", {
      CAConfig: { ExternalCAs: [{ Protocol: "x", URL: "https://x" }] },
    }),
    post("update: a CA's key without its certificate", "/swarm/update?version={swarm.version}", {
      CAConfig: { SigningCAKey: "key" },
    }),
    post("update: a CA's certificate that is none", "/swarm/update?version={swarm.version}", {
      CAConfig: { SigningCACert: "certificate", SigningCAKey: "key" },
    }),
  ],
};

const SERVICES: BadAsks = {
  title: "Services that are created",
  asks: [
    make(CREATE, service("web"), "web"),
    post("a name that is taken", CREATE, service("web")),
    post("no container", CREATE, {}),
    wrong("a name that is none", { Name: "not valid!" }),
    wrong("a name too long", { Name: "a".repeat(64) }),
    wrong("two modes", { Mode: { Replicated: {}, Global: {} } }),
    wrong("an empty template", { TaskTemplate: {} }),
    wrong("an unknown runtime", { TaskTemplate: { Runtime: "magic" } }),
    wrong("a plugin's runtime without a plugin", { TaskTemplate: { Runtime: "plugin" } }),
    wrong("a network attachment", { TaskTemplate: { Runtime: "attachment" } }),
    wrongContainer("no image", { Image: "" }),
    wrongContainer("an image that is no reference", { Image: "UPPER CASE" }),
    wrongContainer("two mounts in one place", { Mounts: [{ Target: "/a" }, { Target: "/a" }] }),
    wrongContainer("a mount of an unknown type", { Mounts: [{ Type: "magic", Target: "/a" }] }),
    wrongContainer("an unknown propagation", {
      Mounts: [{ Target: "/a", BindOptions: { Propagation: "magic" } }],
    }),
    wrongContainer("a check of health every nanosecond", { Healthcheck: { Interval: 1 } }),
    wrongContainer("a check of health that takes no time", { Healthcheck: { Timeout: 1 } }),
    wrongContainer("a negative count of retries", { Healthcheck: { Retries: -1 } }),
    wrongContainer("a secret without a file", { Secrets: [{ SecretID: "x", SecretName: "x" }] }),
    wrongContainer("a config without a file", { Configs: [{ ConfigID: "x", ConfigName: "x" }] }),
    wrongContainer("a secret that is not there", { Secrets: [reference("Secret", "x", "x")] }),
    wrongContainer("secrets that are not there", {
      Secrets: [reference("Secret", "x", "x"), reference("Secret", "y", "y")],
    }),
    wrongContainer("a config that is not there", { Configs: [reference("Config", "x", "x")] }),
    wrongContainer("an empty credential spec", { Privileges: { CredentialSpec: {} } }),
    wrongContainer("two sources of a credential spec", {
      Privileges: { CredentialSpec: { File: "a", Registry: "b" } },
    }),
    wrongContainer("a template with an unknown field", { Env: ["A={{.Nobody.Name}}"] }, SAYS_WHICH),
    wrongContainer("a template that does not end", { Hostname: "{{.Node" }, SAYS_WHICH),
    wrongTask("an unknown restart condition", { RestartPolicy: { Condition: "perhaps" } }),
    wrongTask("a negative restart delay", { RestartPolicy: { Delay: -1 } }),
    wrongTask("a negative restart window", { RestartPolicy: { Window: -1 } }),
    wrongTask("too little processor", { Resources: { Limits: { NanoCPUs: 1 } } }),
    wrongTask("too little memory", { Resources: { Limits: { MemoryBytes: 1048576 } } }),
    wrongTask("too little memory reserved", { Resources: { Reservations: { MemoryBytes: 1 } } }),
    wrongTask("a constraint with another operator", {
      Placement: { Constraints: ["node.role>manager"] },
    }),
    wrongTask("a constraint on no key", { Placement: { Constraints: ["no de==x"] } }),
    wrongTask("a constraint on no value", { Placement: { Constraints: ["node.role==a&b"] } }),
    wrongTask("a network that is not there", { Networks: [{ Target: "nobody" }] }),
    wrongTask("the network of published ports", { Networks: [{ Target: "ingress" }] }),
    wrong("an unknown action on failure", { UpdateConfig: { FailureAction: "panic" } }),
    wrong("an unknown order of updates", { UpdateConfig: { Order: "random" } }),
    wrong("an unknown order of a rollback", { RollbackConfig: { Order: "random" } }),
    wrong("a negative delay", { UpdateConfig: { Delay: -1 } }),
    wrong("a negative time to watch", { UpdateConfig: { Monitor: -1 } }),
    wrong("a ratio above one", { UpdateConfig: { MaxFailureRatio: 2 } }),
    wrong("an unknown way to resolve names", { EndpointSpec: { Mode: "magic" } }),
    wrong("published ports without a virtual address", {
      EndpointSpec: { Mode: "dnsrr", Ports: [{ TargetPort: 80, PublishedPort: 80 }] },
    }),
    wrong("one port twice", {
      EndpointSpec: {
        Ports: [80, 80].map((PublishedPort) => ({
          ...{ TargetPort: 80, PublishedPort, PublishMode: "host" },
        })),
      },
    }),
    make(CREATE, service("public", { EndpointSpec: published(8099) }), "public"),
    wrong("a port that is taken", { EndpointSpec: published(8099) }),
    wrong("a job with an update policy", { Mode: { ReplicatedJob: {} }, UpdateConfig: {} }),
  ],
};

function published(port: number): object {
  return { Ports: [{ TargetPort: 80, PublishedPort: port, PublishMode: "ingress" }] };
}

function reference(kind: "Secret" | "Config", id: string, file: string): object {
  return {
    ...{ [`${kind}ID`]: id, [`${kind}Name`]: id },
    File: { Name: file, UID: "0", GID: "0", Mode: 292 },
  };
}

const UPDATE = "/services/{web}/update?version={web.version}";

const UPDATES: BadAsks = {
  title: "Services that are updated and read",
  asks: [
    { method: "GET", path: "/services/{web}", keep: "web" },
    get("a flag that is none", "/services/{web}?insertDefaults=perhaps"),
    post("no version", "/services/{web}/update", service("web")),
    post("a version that is none", "/services/{web}/update?version=x", service("web")),
    post(
      "a version that it does not have",
      "/services/{web}/update?version=999999",
      service("web"),
    ),
    post("an unknown rollback", `${UPDATE}&rollback=perhaps`, service("web")),
    post("a rollback to nothing", `${UPDATE}&rollback=previous`, service("web")),
    post("authority from nowhere", `${UPDATE}&registryAuthFrom=x`, service("web")),
    post(
      "authority from a spec that is not there",
      `${UPDATE}&registryAuthFrom=previous-spec`,
      service("web"),
    ),
    post("another name", UPDATE, service("other")),
    post("another mode", UPDATE, service("web", { Mode: { Global: {} } })),
    post("a port that is taken", UPDATE, service("web", { EndpointSpec: published(8099) })),
    get("logs of no stream", "/services/{web}/logs"),
    get("logs from an end that is none", "/services/{web}/logs?stdout=1&tail=some"),
    get("logs from a negative end", "/services/{web}/logs?stdout=1&tail=-2"),
    get("logs since no moment", "/services/{web}/logs?stdout=1&since=yesterday", SAYS_WHAT),
  ],
};

function stored(kind: "secret" | "config", tooLarge: number): BadAsks {
  const path = `/${kind}s`;
  const create = `${path}/create`;
  const update = `${path}/{${kind}}/update`;
  const Data = base64("data");
  return {
    title: kind === "secret" ? "Secrets" : "Configs",
    asks: [
      make(create, { Name: kind, Data }, kind),
      { method: "GET", path: `${path}/${kind}`, keep: kind },
      post("a name that is taken", create, { Name: kind, Data }),
      post("no name", create, { Data }),
      post("a name that is none", create, { Name: "not valid!", Data }),
      post("a name too long", create, { Name: "a".repeat(65), Data }),
      post("no data", create, { Name: "empty" }),
      post("data too large", create, { Name: "large", Data: base64("x".repeat(tooLarge)) }),
      post("data that is not encoded", create, { Name: "plain", Data: "!" }),
      post("no version", update, { Name: kind }),
      post("a version that is none", `${update}?version=x`, { Name: kind }),
      post("a version that it does not have", `${update}?version=999999`, {
        ...{ Name: kind, Labels: { a: "b" } },
      }),
      post("another name", `${update}?version={${kind}.version}`, { Name: "other" }),
      post("other data", `${update}?version={${kind}.version}`, {
        ...{ Name: kind, Data: base64("other") },
      }),
      make(CREATE, holding(kind)),
      remove(`a ${kind} that a service holds`, `${path}/{${kind}}`),
    ],
  };
}

function holding(kind: "secret" | "config"): object {
  const [field, name] = kind === "secret" ? ["Secrets", "Secret"] : ["Configs", "Config"];
  const held = {
    ...{ [`${name}ID`]: `{${kind}}`, [`${name}Name`]: kind },
    File: { Name: "file", UID: "0", GID: "0", Mode: 292 },
  };
  return service(`holds-${kind}`, { TaskTemplate: template({}, { [field ?? ""]: [held] }) });
}

const CREATE_NETWORK = "/networks/create";
const network = (name: string, fields: object = {}): object => ({
  ...{ Name: name, Driver: "overlay", ...fields },
});

const NETWORKS: BadAsks = {
  title: "Networks",
  asks: [
    make(CREATE_NETWORK, network("net")),
    post("a name that is taken", CREATE_NETWORK, network("net")),
    post("no name", CREATE_NETWORK, network(""), SAYS_RULE),
    post("a name of spaces", CREATE_NETWORK, network("  "), SAYS_RULE),
    post("a second network for published ports", CREATE_NETWORK, network("i", { Ingress: true })),
    post("a network for published ports that hosts may join", CREATE_NETWORK, {
      ...network("i", { Ingress: true, Attachable: true }),
    }),
    post("a subnet that is none", CREATE_NETWORK, {
      ...network("bad", { IPAM: { Config: [{ Subnet: "nonsense" }] } }),
    }),
    post("a gateway outside its subnet", CREATE_NETWORK, {
      ...network("bad", { IPAM: { Config: [{ Subnet: "10.9.0.0/24", Gateway: "10.8.0.1" }] } }),
    }),
    post("a subnet that begins elsewhere", CREATE_NETWORK, {
      ...network("bad", { IPAM: { Config: [{ Subnet: "10.9.0.5/24" }] } }),
    }),
    post("a range and an address that are none", CREATE_NETWORK, {
      ...network("bad", {
        IPAM: {
          Config: [
            {
              ...{ Subnet: "10.9.0.0/24", IPRange: "10.8.0.0/16" },
              AuxiliaryAddresses: { host: "nonsense" },
            },
          ],
        },
      }),
    }),
    make(
      CREATE,
      service("uses-net", { TaskTemplate: template({ Networks: [{ Target: "net" }] }) }),
    ),
    remove("a network that a service is on", "/networks/net"),
    remove("the network of published ports while a service uses it", "/networks/ingress"),
  ],
};

/** Asked of the only manager, with `{node}` for its id. */
const NODES: BadAsks = {
  title: "Nodes",
  asks: [
    { method: "GET", path: "/nodes/{node}", keep: "node" },
    post("no version", "/nodes/{node}/update", { Role: "manager", Availability: "active" }),
    post("a version that is none", "/nodes/{node}/update?version=x", {
      ...{ Role: "manager", Availability: "active" },
    }),
    post("a version that it does not have", "/nodes/{node}/update?version=999999", {
      ...{ Role: "manager", Availability: "active" },
    }),
    post("an empty spec", "/nodes/{node}/update?version={node.version}", {}),
    post("an unknown role", "/nodes/{node}/update?version={node.version}", {
      ...{ Role: "king", Availability: "active" },
    }),
    post("no availability", "/nodes/{node}/update?version={node.version}", { Role: "manager" }),
    post("an unknown availability", "/nodes/{node}/update?version={node.version}", {
      ...{ Role: "manager", Availability: "asleep" },
    }),
    post("the last manager as a worker", "/nodes/{node}/update?version={node.version}", {
      ...{ Role: "worker", Availability: "active" },
    }),
    remove("a manager that is removed", "/nodes/{node}"),
    remove("a manager that is removed by force", "/nodes/{node}?force=1"),
  ],
};

/** Asked of a manager, in this order. */
export const BAD_MANAGING: readonly BadAsks[] = [
  TRANSPORT,
  NOBODY,
  SWARM,
  SERVICES,
  UPDATES,
  stored("secret", 512_000),
  stored("config", 1_024_000),
  NETWORKS,
  NODES,
];
