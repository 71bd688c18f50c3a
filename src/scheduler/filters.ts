import { parseConstraints, satisfies, type Constraint } from "../model/constraint.ts";
import {
  NodeSpec_Availability,
  NodeStatus_State,
  type Node,
  type Platform,
  type Resources,
} from "../model/generated/types.ts";
import { countOf } from "./figures.ts";
import type { Filter } from "./filter.ts";
import { hostPorts, type NodeInfo } from "./node-info.ts";
import { nearestByResources } from "./nearest.ts";
import { missingPlugin } from "./plugins.ts";

/** Whether a node takes new tasks at all. */
export function isReady({ status, spec }: Node): boolean {
  return (
    status?.state === NodeStatus_State.READY &&
    (spec?.availability ?? NodeSpec_Availability.ACTIVE) === NodeSpec_Availability.ACTIVE
  );
}

const ready: Filter = () => ({
  changesWithTasks: false,
  admits: ({ node }) => isReady(node),
  explain: (count) => `${countOf(count, "node")} not available for new tasks`,
  detail: describeUnready,
});

function describeUnready(nodes: readonly NodeInfo[]): string {
  const counts = new Map<string, number>();
  for (const { node } of nodes) {
    const word = unreadiness(node);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => `${count} ${word}`).join(", ");
}

function unreadiness({ status, spec }: Node): string {
  if (spec?.availability === NodeSpec_Availability.DRAIN) return "drained";
  if (spec?.availability === NodeSpec_Availability.PAUSE) return "paused";
  return status?.state === NodeStatus_State.DOWN ? "down" : "not connected";
}

const resources: Filter = ({ spec }) => {
  const wanted = spec?.resources?.reservations;
  if (wanted === undefined || asksNothing(wanted)) return undefined;
  return {
    changesWithTasks: true,
    admits: (node) =>
      wanted.nanoCpus <= node.nanoCpus &&
      wanted.memoryBytes <= node.memoryBytes &&
      node.generic.covers(wanted.generic),
    explain: (count) => `insufficient resources on ${countOf(count, "node")}`,
    detail: (nodes) => nearestByResources(wanted, nodes),
  };
};

function asksNothing({ nanoCpus, memoryBytes, generic }: Resources): boolean {
  return nanoCpus === 0 && memoryBytes === 0 && generic.length === 0;
}

const plugins: Filter = (task) => {
  const missing = missingPlugin(task);
  return (
    missing && {
      changesWithTasks: false,
      admits: ({ node }) => missing(node) === undefined,
      explain: (count) => `missing plugin on ${countOf(count, "node")}`,
      detail: (nodes) => {
        const names = new Set(nodes.flatMap(({ node }) => missing(node) ?? []));
        return [...names].sort().join(", ");
      },
    }
  );
};

const constraints: Filter = ({ spec }) => {
  const texts = spec?.placement?.constraints ?? [];
  if (texts.length === 0) return undefined;
  const parsed = parseConstraints(texts);
  return {
    changesWithTasks: false,
    admits: ({ node }) => parsed.ok && parsed.value.every((one) => satisfies(node, one)),
    explain: (count) => `scheduling constraints not satisfied on ${countOf(count, "node")}`,
    detail: (nodes) => (parsed.ok ? unsatisfied(parsed.value, nodes) : parsed.error),
  };
};

/** Each constraint and how many nodes do not satisfy it, most first. */
function unsatisfied(wanted: readonly Constraint[], nodes: readonly NodeInfo[]): string {
  return wanted
    .map((constraint) => ({
      constraint,
      count: nodes.filter(({ node }) => !satisfies(node, constraint)).length,
    }))
    .filter(({ count }) => count > 0)
    .sort((left, right) => right.count - left.count)
    .map(({ constraint: { key, operator, value }, count }) => {
      return `${key}${operator}${value} on ${countOf(count, "node")}`;
    })
    .join(", ");
}

const platforms: Filter = ({ spec }) => {
  const wanted = spec?.placement?.platforms ?? [];
  if (wanted.length === 0) return undefined;
  return {
    changesWithTasks: false,
    admits: ({ node }) => {
      const actual = node.description?.platform;
      return actual !== undefined && wanted.some((one) => isPlatform(one, actual));
    },
    explain: (count) => `unsupported platform on ${countOf(count, "node")}`,
    detail: () =>
      `image runs on ${wanted.map(({ os, architecture }) => `${os}/${architecture}`).join(", ")}`,
  };
};

function isPlatform(wanted: Platform, actual: Platform): boolean {
  return (
    (wanted.os === "" || wanted.os === actual.os) &&
    (wanted.architecture === "" ||
      architecture(wanted.architecture) === architecture(actual.architecture))
  );
}

/** Engines report the kernel's name, images Go's. Source: swarmkit manager/scheduler/filter.go. */
function architecture(name: string): string {
  if (name === "x86_64") return "amd64";
  return name === "aarch64" ? "arm64" : name;
}

const ports: Filter = (task) => {
  const wanted = hostPorts(task);
  if (wanted.length === 0) return undefined;
  return {
    changesWithTasks: true,
    admits: (node) => !wanted.some((port) => node.usesPort(port)),
    explain: (count) => `host-mode port already in use on ${countOf(count, "node")}`,
    detail: (nodes) =>
      wanted
        .map(
          (port) =>
            `${port} on ${countOf(nodes.filter((node) => node.usesPort(port)).length, "node")}`,
        )
        .join(", "),
  };
};

const maxReplicas: Filter = ({ spec, serviceId }) => {
  const limit = spec?.placement?.maxReplicas ?? 0;
  if (limit === 0) return undefined;
  return {
    changesWithTasks: true,
    admits: (node) => node.activeOf(serviceId) < limit,
    explain: () => "max replicas per node limit exceed",
    detail: (nodes) => `${limit} on each of ${countOf(nodes.length, "node")}`,
  };
};

/** In the order in which Swarm asks them: a node counts for the first that it fails. */
export const FILTERS: readonly Filter[] = [
  ready,
  resources,
  plugins,
  constraints,
  platforms,
  ports,
  maxReplicas,
];
