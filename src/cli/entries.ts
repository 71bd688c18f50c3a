import type { CommandDefinition, CommandGroup } from "./command.ts";

/** A first word of the command line, and what it loads. */
export interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly heading: string;
  readonly load: () => Promise<CommandDefinition | CommandGroup>;
}

const START = "Set up a swarm:";
const RUN = "Run services:";
const NODES = "Look after nodes:";
const OTHER = "About this installation:";

/**
 * Every first word, in the order help lists them. What a word loads is imported when it is typed.
 * A new group of commands is one file in commands/ and one row here.
 */
export const ENTRIES: readonly Entry[] = [
  {
    name: "init",
    summary: "Start a new swarm with this node as its first manager",
    heading: START,
    load: async () => (await import("./commands/init.ts")).init,
  },
  {
    name: "join",
    summary: "Make this node part of a swarm",
    heading: START,
    load: async () => (await import("./commands/join.ts")).join,
  },
  {
    name: "join-token",
    summary: "Print or rotate the tokens that nodes join with",
    heading: START,
    load: async () => (await import("./commands/join-token.ts")).joinToken,
  },
  {
    name: "leave",
    summary: "Take this node out of its swarm",
    heading: START,
    load: async () => (await import("./commands/leave.ts")).leave,
  },
  {
    name: "service",
    summary: "Create, change, scale and watch services",
    heading: RUN,
    load: async () => (await import("./commands/service.ts")).service,
  },
  {
    name: "stack",
    summary: "Deploy services together from Compose files",
    heading: RUN,
    load: async () => (await import("./commands/stack.ts")).stack,
  },
  {
    name: "explain",
    summary: "Say why a service or a task is as it is",
    heading: RUN,
    load: async () => (await import("./commands/explain.ts")).explain,
  },
  {
    name: "secret",
    summary: "Keep passwords and keys for services",
    heading: RUN,
    load: async () => (await import("./commands/secret.ts")).secret,
  },
  {
    name: "config",
    summary: "Keep configuration files for services",
    heading: RUN,
    load: async () => (await import("./commands/config.ts")).config,
  },
  {
    name: "network",
    summary: "Connect services across nodes",
    heading: RUN,
    load: async () => (await import("./commands/network.ts")).network,
  },
  {
    name: "node",
    summary: "List, change, promote and remove nodes",
    heading: NODES,
    load: async () => (await import("./commands/node.ts")).node,
  },
  {
    name: "swarm",
    summary: "Change the settings of the swarm; set it up by the names docker gives",
    heading: START,
    load: async () => (await import("./commands/swarm.ts")).swarm,
  },
  {
    name: "info",
    summary: "Describe this node and its part in the swarm",
    heading: OTHER,
    load: async () => (await import("./commands/info.ts")).info,
  },
  {
    name: "version",
    summary: "Print the versions of this program and of the daemon",
    heading: OTHER,
    load: async () => (await import("./commands/version.ts")).version,
  },
];
