// The one table of layers: who may import whom. Read by .dependency-cruiser.mjs, eslint.config.js,
// test/tidy.test.ts and people. A folder may import itself, what it lists here, and nothing else under src/.
// Adding an edge is an architectural change: it needs a sentence in the commit body.

/** Pure: deterministic, synchronous, no Node.js, no npm packages. */
export const PURE = {
  base: [],
  model: ["base"],
  "raft/core": ["base"],
  scheduler: ["base", "model"],
  "manager/store": ["base", "model"],
  "manager/orchestrator": ["base", "model"],
  "manager/allocator": ["base", "model"],
  "manager/assignment": ["base", "model"],
  "worker/task": ["base", "model"],
  "worker/overlay": ["base", "model"],
  "gossip/core": ["base", "model"],
  "cli/notation": ["base"],
  "cli/compose": ["base", "cli/notation"],
};

/** Seams: interfaces to the outside world, and what can be built on those alone. */
export const SEAMS = { system: ["base", "model"] };

/** Codecs: pure but for one protobuf runtime. */
export const CODEC = { wire: ["base", "model", "system", "raft/core"] };

/** Shells: own the sockets, disks, timers and loops; ask the pure layers what to do. */
export const SHELL = {
  "system/real": ["base", "model", "system"],
  raft: ["base", "model", "system", "wire", "raft/core"],
  security: ["base", "model", "system"],
  rpc: ["base", "model", "system", "wire", "security"],
  "manager/control": [
    "base",
    "model",
    "system",
    "scheduler",
    "manager/store",
    "manager/orchestrator",
    "manager/allocator",
    "wire",
  ],
  "manager/dispatcher": ["base", "model", "system", "wire", "manager/store", "manager/assignment"],
  "manager/logbroker": ["base", "model", "system", "wire", "manager/store"],
  "manager/overlays": ["base", "model", "system", "wire", "manager/store", "manager/allocator"],
  "manager/passages": ["base", "model", "system", "wire", "manager/store"],
  "manager/ca": ["base", "model", "system", "wire", "manager/store"],
  "manager/api": [
    "base",
    "model",
    "system",
    "wire",
    "manager/store",
    "manager/orchestrator",
    "manager/allocator",
  ],
  "worker/engine": ["base", "model", "system", "worker/overlay"],
  "worker/network": ["base", "model", "system", "worker/overlay", "worker/engine"],
  "worker/agent": [
    "base",
    "model",
    "system",
    "wire",
    "worker/task",
    "worker/overlay",
    "worker/engine",
    "worker/network",
  ],
  gossip: ["base", "model", "system", "wire", "gossip/core"],
  node: ["*"],
  api: ["base", "model", "system", "wire"],
  cli: ["base", "model", "cli/notation", "cli/compose"],
};

/** The only layers that may import Node.js built-ins and npm packages. */
export const EDGE = [
  "system/real",
  "security",
  "rpc",
  "worker/engine",
  "worker/network",
  "node",
  "api",
  "cli",
];
