import type { EngineClient } from "./client.ts";
import { refuse } from "./command.ts";
import type {
  ConfigReference,
  NetworkAttachment,
  NetworkSummary,
  SecretReference,
  ServiceSpec,
} from "./engine-api.ts";
import type { FileWish, NetworkWish } from "./flags/attachment.ts";
import { filterQuery } from "./flags/filter-flag.ts";
import { nonEmpty } from "./spec/create-spec.ts";

interface Stored {
  readonly ID: string;
  readonly Spec: { readonly Name: string };
}

/** What a task refers to by the ids that the daemon gave it. */
interface References {
  readonly networks: readonly NetworkAttachment[];
  readonly secrets: readonly SecretReference[];
  readonly configs: readonly ConfigReference[];
}

/** Adds what a new service refers to, looked up by name, to its spec. */
export async function addReferences(
  client: EngineClient,
  spec: ServiceSpec,
  wishes: {
    readonly network?: readonly NetworkWish[];
    readonly secret?: readonly FileWish[];
    readonly config?: readonly FileWish[];
  },
): Promise<ServiceSpec> {
  return withReferences(spec, {
    networks: sorted(await resolveNetworks(client, wishes.network ?? [])),
    secrets: await resolveSecrets(client, wishes.secret ?? []),
    configs: await resolveConfigs(client, wishes.config ?? []),
  });
}

/** Adds to and removes from what a service refers to. */
export async function changeReferences(
  client: EngineClient,
  spec: ServiceSpec,
  wishes: {
    readonly networkAdd?: readonly NetworkWish[];
    readonly networkRm?: readonly string[];
    readonly secretAdd?: readonly FileWish[];
    readonly secretRm?: readonly string[];
    readonly configAdd?: readonly FileWish[];
    readonly configRm?: readonly string[];
  },
): Promise<ServiceSpec> {
  const { Networks: networks, ContainerSpec: container = {} } = spec.TaskTemplate;
  const { secretRm = [], configRm = [] } = wishes;
  const secrets = (container.Secrets ?? []).filter((each) => !secretRm.includes(each.SecretName));
  const configs = (container.Configs ?? []).filter((each) => !configRm.includes(each.ConfigName));
  return withReferences(spec, {
    networks: await changedNetworks(client, networks ?? spec.Networks ?? [], wishes),
    secrets: [...secrets, ...(await resolveSecrets(client, wishes.secretAdd ?? []))],
    configs: [...configs, ...(await resolveConfigs(client, wishes.configAdd ?? []))],
  });
}

function withReferences(spec: ServiceSpec, references: References): ServiceSpec {
  const { Networks: _networks, ContainerSpec: container, ...task } = spec.TaskTemplate;
  const { Secrets: _secrets, Configs: _configs, ...rest } = container ?? {};
  return {
    ...spec,
    TaskTemplate: {
      ...task,
      ContainerSpec: {
        ...rest,
        ...nonEmpty({ Secrets: references.secrets, Configs: references.configs }),
      },
      ...nonEmpty({ Networks: references.networks }),
    },
  };
}

async function changedNetworks(
  client: EngineClient,
  current: readonly NetworkAttachment[],
  {
    networkAdd = [],
    networkRm = [],
  }: { networkAdd?: readonly NetworkWish[]; networkRm?: readonly string[] },
): Promise<readonly NetworkAttachment[]> {
  if (networkAdd.length + networkRm.length === 0) return current;
  const removed = new Set<string>();
  for (const name of networkRm) removed.add(await networkId(client, name));
  const kept = current.filter(({ Target: target }) => !removed.has(target));
  const added = await resolveNetworks(client, networkAdd);
  for (const [index, { Target: target }] of added.entries()) {
    if (kept.some((each) => each.Target === target)) {
      refuse(`service is already attached to network ${networkAdd[index]?.name ?? target}`);
    }
  }
  return sorted([...kept, ...added]);
}

/** The id of a network that services can be on. */
async function networkId(client: EngineClient, name: string): Promise<string> {
  const path = `/networks/${encodeURIComponent(name)}`;
  const { Id: id } = await client.get<NetworkSummary>(path, { scope: "swarm" });
  return id;
}

async function resolveNetworks(
  client: EngineClient,
  wishes: readonly NetworkWish[],
): Promise<readonly NetworkAttachment[]> {
  const attachments: NetworkAttachment[] = [];
  for (const { name, aliases, driverOptions } of wishes) {
    attachments.push({
      Target: await networkId(client, name),
      ...nonEmpty({ Aliases: aliases, DriverOpts: driverOptions }),
    });
  }
  return attachments;
}

/** The order that docker keeps, so that an update that changes no network changes nothing. */
function sorted(attachments: readonly NetworkAttachment[]): readonly NetworkAttachment[] {
  return [...attachments].sort((a, b) => (a.Target < b.Target ? -1 : 1));
}

/** Secrets by name and id, as a container's spec wants them. */
async function resolveSecrets(
  client: EngineClient,
  wishes: readonly FileWish[],
): Promise<readonly SecretReference[]> {
  const ids = await idsByName(client, "secret", wishes);
  return wishes.map((wish) => ({
    File: fileOf(wish),
    SecretID: ids.get(wish.source) ?? "",
    SecretName: wish.source,
  }));
}

/** Configs by name and id, as a container's spec wants them. */
async function resolveConfigs(
  client: EngineClient,
  wishes: readonly FileWish[],
): Promise<readonly ConfigReference[]> {
  const ids = await idsByName(client, "config", wishes);
  return wishes.map((wish) => ({
    File: fileOf(wish),
    ConfigID: ids.get(wish.source) ?? "",
    ConfigName: wish.source,
  }));
}

function fileOf({ target, uid, gid, mode }: FileWish): NonNullable<SecretReference["File"]> {
  return { Name: target, UID: uid, GID: gid, Mode: mode };
}

/** Ids of all that is wished for; refuses what is not there, and two files of one name. */
async function idsByName(
  client: EngineClient,
  kind: "secret" | "config",
  wishes: readonly FileWish[],
): Promise<ReadonlyMap<string, string>> {
  if (wishes.length === 0) return new Map();
  const targets = wishes.map(({ target }) => target);
  const twice = wishes.find(({ target }, index) => targets.indexOf(target) !== index);
  if (twice)
    refuse(`duplicate ${kind} target for ${twice.source} not allowed: give each its own target=`);

  const filters = filterQuery(wishes.map(({ source }) => ["name", source]));
  // The filter matches beginnings of names: what is meant is the whole name.
  const stored = await client.get<Stored[]>(`/${kind}s`, { filters });
  const ids = new Map(stored.map(({ ID: id, Spec: spec }) => [spec.Name, id]));
  for (const { source } of wishes) {
    if (!ids.has(source)) refuse(`${kind} not found: ${source}`);
  }
  return ids;
}
