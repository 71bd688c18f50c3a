import type { ComposeModel } from "./model.ts";
import { keyAt } from "./read.ts";
import type { Position } from "./located.ts";
import { nearest } from "../notation/nearest.ts";
import type { ComposeService, FileUse } from "./read-service.ts";
import type { Report } from "./report.ts";

/** Checks that what services name is there, and what no single field can say wrong. */
export function checkReferences(model: ComposeModel, report: Report): void {
  for (const [name, service] of model.services) {
    const path = `services.${name}`;
    checkNames(model, service, path, report);
    checkMode(service, path, report);
    checkHealth(service, path, report);
    checkTargets(service, path, report);
  }
}

function checkNames(
  model: ComposeModel,
  service: ComposeService,
  path: string,
  report: Report,
): void {
  const check = (
    kind: "networks" | "volumes" | "secrets" | "configs",
    name: string | undefined,
    at: Position,
  ): void => {
    if (name !== undefined && model[kind].has(name)) return;
    const near = name === undefined ? undefined : nearest(name, [...model[kind].keys()]);
    const what = name === undefined ? "one without a source" : `undefined ${JSON.stringify(name)}`;
    const remedy = near === undefined ? `add it to the top-level ${kind}` : `did you mean ${near}?`;
    report.error(at, `${path}.${kind}`, `${what}: ${remedy}`);
  };
  for (const [name, { at }] of service.networks ?? []) {
    if (name !== "default") check("networks", name, at);
  }
  for (const { type, source, at } of service.volumes ?? []) {
    if (type === "volume" && source !== undefined) check("volumes", source, at);
    if (type === "bind" && source === undefined) {
      report.error(at, `${path}.volumes`, "a bind mount needs a source: the path on the node");
    }
    if (type === "tmpfs" && source !== undefined) {
      report.error(at, `${path}.volumes`, "a tmpfs has no source: remove it");
    }
  }
  for (const { source, at } of service.secrets ?? []) check("secrets", source, at);
  for (const { source, at } of service.configs ?? []) check("configs", source, at);
  const { credential_spec: credentials } = service;
  if (credentials?.config !== undefined) {
    check("configs", credentials.config, keyAt(credentials, "config"));
  }
}

function checkMode({ deploy }: ComposeService, path: string, report: Report): void {
  if (deploy === undefined) return;
  const { mode = "replicated", replicas, update_config: update } = deploy;
  if (mode.startsWith("global") && replicas !== undefined) {
    report.error(
      keyAt(deploy, "replicas"),
      `${path}.deploy.replicas`,
      `cannot be set with mode ${mode}: remove one of them`,
    );
  }
  if (mode.endsWith("-job") && (update ?? deploy.rollback_config)) {
    const message = "cannot be set for a job, which is never updated task by task: remove it";
    const key = update ? "update_config" : "rollback_config";
    report.error(keyAt(deploy, key), `${path}.deploy.${key}`, message);
  }
}

function checkHealth({ healthcheck }: ComposeService, path: string, report: Report): void {
  if (healthcheck?.disable !== true || (healthcheck.test ?? []).length === 0) return;
  const message = "disable and test cannot be set at the same time: remove one of them";
  report.error(keyAt(healthcheck, "disable"), `${path}.healthcheck.disable`, message);
}

/** Two files, or two file systems, in one place. */
function checkTargets(service: ComposeService, path: string, report: Report): void {
  const twice = <T>(
    key: string,
    uses: readonly T[],
    target: (use: T) => [string, Position],
  ): void => {
    const seen = new Set<string>();
    for (const use of uses) {
      const [name, at] = target(use);
      const message = `two of them have the target ${JSON.stringify(name)}: give each its own`;
      if (seen.has(name)) report.error(at, `${path}.${key}`, message);
      seen.add(name);
    }
  };
  const fileTarget = ({ source = "", target = source, at }: FileUse): [string, Position] => [
    target,
    at,
  ];
  twice("secrets", service.secrets ?? [], fileTarget);
  twice("configs", service.configs ?? [], fileTarget);
  const mounts = [...(service.volumes ?? []), ...(service.tmpfs ?? [])];
  twice("volumes", mounts, ({ target, at }) => [target, at]);
}
