import type { CommandContext } from "../command.ts";
import { scopedName } from "../compose/names.ts";
import { isExternal, type ComposeStored } from "../compose/read-resources.ts";
import { findingText, Report } from "../compose/report.ts";
import type { Config, Secret, Service, ServiceSpec } from "../engine-api.ts";
import { ExitError } from "../exit.ts";
import { filterQuery } from "../flags/filter-flag.ts";
import { pinImage } from "../image-digest.ts";
import { registryAuthHeader } from "../registry-auth.ts";
import { servicePath, updateService } from "../services.ts";
import type { StackScene, StoredId } from "./container-spec.ts";
import { stackServiceSpec } from "./service-spec.ts";
import { readStackData } from "./stack-data.ts";
import type { StackFiles } from "./stack-files.ts";
import { IMAGE_LABEL, ofStack } from "./stack-labels.ts";
import { createNetworks, missingExternalNetworks, networkNames } from "./stack-networks.ts";
import { isSameSpec } from "./same-spec.ts";
import { applyStored, removeUnused, type Applied } from "./stored-versions.ts";

export interface DeployOptions {
  /** Removes what the stack has and its files no longer name. */
  readonly prune: boolean;
  readonly resolveImage: "always" | "changed" | "never";
  readonly withRegistryAuth: boolean;
}

/** Source: swarmkit, api/validation: a service's name becomes a part of a host name. */
const MAX_NAME = 63;

/**
 * Makes the swarm have what the files of a stack say: networks, secrets and configs, then services.
 * All that can be wrong with the files is checked before anything is changed.
 */
export async function deployStack(
  context: CommandContext,
  stack: string,
  files: StackFiles,
  options: DeployOptions,
): Promise<void> {
  const { client, stdout, stderr } = context;
  const say = (line: string): void => stdout.write(`${line}\n`);
  const warn = (line: string): void => stderr.write(`${line}\n`);
  checkNames(stack, files);
  const data = await readStackData(context, stack, files);
  const present = await ofStack<Service>(client, "services", stack);
  const externals = await findExternals(context, stack, files);

  const names = new Set([...files.model.services.keys()].map((name) => `${stack}_${name}`));
  if (options.prune) await pruneServices(context, present, names);
  const missingNetworks = await createNetworks(client, stack, files.model, { say, warn });
  const secrets = await applyStored(client, "secrets", stack, { wishes: data.secrets, say });
  const configs = await applyStored(client, "configs", stack, { wishes: data.configs, say });
  const scene: StackScene = {
    stack,
    model: files.model,
    folder: files.folder,
    world: context,
    environments: data.environments,
    secrets: new Map([...externals.secrets, ...secrets.byKey]),
    configs: new Map([...externals.configs, ...configs.byKey]),
    missingNetworks,
  };
  const namesOfNetworks = await networkNames(client);
  for (const [name, service] of files.model.services) {
    const spec = stackServiceSpec(name, service, scene);
    const current = present.find((each) => each.Spec.Name === spec.Name);
    await deployService(context, spec, current, { ...options, namesOfNetworks });
  }
  await removeOld(context, data, { secrets, configs, prune: options.prune });
}

function checkNames(stack: string, { model }: StackFiles): void {
  const report = new Report();
  for (const [name, { at }] of model.services) {
    const length = stack.length + 1 + name.length;
    const message = `${stack}_${name} has ${length} characters, ${MAX_NAME} are allowed: shorten it`;
    if (length > MAX_NAME) report.error(at, `services.${name}`, message);
  }
  if (report.errors.length > 0) throw new ExitError(report.errors.map(findingText).join("\n"));
}

interface Externals {
  readonly secrets: ReadonlyMap<string, StoredId>;
  readonly configs: ReadonlyMap<string, StoredId>;
}

/** What the stack uses and does not make; rejects with everything that is not there. */
async function findExternals(
  { client }: CommandContext,
  stack: string,
  { model }: StackFiles,
): Promise<Externals> {
  const report = new Report();
  const find = async (kind: "secrets" | "configs"): Promise<ReadonlyMap<string, StoredId>> => {
    const found = new Map<string, StoredId>();
    const externals = [...model[kind]].filter(([, stored]) => isExternal(stored));
    if (externals.length === 0) return found;
    const names = externals.map(([key, stored]) => scopedName(stack, key, stored));
    const filters = filterQuery(names.map((name) => ["name", name]));
    const stored = await client.get<(Secret | Config)[]>(`/${kind}`, { filters });
    for (const [index, [key, wish]] of externals.entries()) {
      const name = names[index] ?? "";
      const there = stored.find(({ Spec: spec }) => spec.Name === name);
      if (there) found.set(key, { id: there.ID, name });
      else reportMissing(report, kind, key, { name, wish });
    }
    return found;
  };
  const found = { secrets: await find("secrets"), configs: await find("configs") };
  for (const name of await missingExternalNetworks(client, stack, model)) {
    const [key = "", network] =
      [...model.networks].find(([each, one]) => scopedName(stack, each, one) === name) ?? [];
    const message = `network ${name} is not there: create it with docker network create -d overlay`;
    if (network) report.error(network.at, `networks.${key}`, message);
  }
  if (report.errors.length > 0) throw new ExitError(report.errors.map(findingText).join("\n"));
  return found;
}

function reportMissing(
  report: Report,
  kind: "secrets" | "configs",
  key: string,
  { name, wish }: { readonly name: string; readonly wish: ComposeStored },
): void {
  const one = kind.slice(0, -1);
  const message = `${one} ${name} is not there: create it with skein ${one} create ${name} FILE`;
  report.error(wish.at, `${kind}.${key}`, message);
}

async function pruneServices(
  { client, stdout }: CommandContext,
  present: readonly Service[],
  kept: ReadonlySet<string>,
): Promise<void> {
  for (const { ID: id, Spec: spec } of present) {
    const { Name: name = id } = spec;
    if (kept.has(name)) continue;
    stdout.write(`Removing service ${name}\n`);
    await client.delete(servicePath(id));
  }
}

/** Creates or updates one service; leaves it alone when it is as it should be. */
async function deployService(
  context: CommandContext,
  spec: ServiceSpec,
  current: Service | undefined,
  options: DeployOptions & { readonly namesOfNetworks: ReadonlyMap<string, string> },
): Promise<void> {
  const { client, stdout, stderr } = context;
  const image = spec.TaskTemplate.ContainerSpec?.Image ?? "";
  const headers = options.withRegistryAuth ? await registryAuthHeader(image, context) : {};
  const imageStays = current?.Spec.Labels?.[IMAGE_LABEL] === spec.Labels?.[IMAGE_LABEL];
  const isAsked =
    options.resolveImage === "always" || (options.resolveImage === "changed" && !imageStays);
  const pinned = isAsked
    ? await pinImage(client, spec, headers)
    : { spec: current && imageStays ? withImageOf(spec, current.Spec) : spec, warnings: [] };
  for (const warning of pinned.warnings) stderr.write(`${warning}\n`);
  if (!current) {
    stdout.write(`Creating service ${spec.Name ?? ""}\n`);
    const created = await client.post<Created>("/services/create", pinned.spec, { headers });
    for (const warning of created.Warnings ?? []) stderr.write(`${warning}\n`);
    return;
  }
  const kept = keepForced(pinned.spec, current.Spec);
  const isSame = isSameSpec(kept, current.Spec, options.namesOfNetworks);
  if (!options.withRegistryAuth && isSame) {
    stdout.write(`Service ${spec.Name ?? ""} is up to date\n`);
    return;
  }
  stdout.write(`Updating service ${spec.Name ?? ""} (id: ${current.ID})\n`);
  const query = { registryAuthFrom: "spec" };
  for (const warning of await updateService(client, current, kept, { query, headers })) {
    stderr.write(`${warning}\n`);
  }
}

interface Created {
  readonly Warnings?: readonly string[] | null;
}

/** The image that is deployed, with its digest: it was found for the same name. */
function withImageOf(spec: ServiceSpec, current: ServiceSpec): ServiceSpec {
  const { TaskTemplate: task } = spec;
  const { ContainerSpec: container, Placement: placement } = current.TaskTemplate;
  return {
    ...spec,
    TaskTemplate: {
      ...task,
      ContainerSpec: { ...task.ContainerSpec, Image: container?.Image ?? "" },
      Placement: {
        ...task.Placement,
        ...(placement?.Platforms && { Platforms: placement.Platforms }),
      },
    },
  };
}

/** A deployment forces nothing: without this every forced update would be followed by another. */
function keepForced(spec: ServiceSpec, current: ServiceSpec): ServiceSpec {
  const { ForceUpdate: force = 0 } = current.TaskTemplate;
  return { ...spec, TaskTemplate: { ...spec.TaskTemplate, ForceUpdate: force } };
}

async function removeOld(
  { client, stdout }: CommandContext,
  data: {
    readonly secrets: readonly { base: string }[];
    readonly configs: readonly { base: string }[];
  },
  {
    prune,
    ...applied
  }: { readonly secrets: Applied; readonly configs: Applied; readonly prune: boolean },
): Promise<void> {
  for (const kind of ["secrets", "configs"] as const) {
    const wanted = new Set(data[kind].map(({ base }) => base));
    const old = applied[kind].old.filter(({ base }) => prune || wanted.has(base));
    for (const name of await removeUnused(client, kind, old)) {
      stdout.write(`Removing ${kind.slice(0, -1)} ${name}\n`);
    }
  }
}
