import { createHash, scryptSync } from "node:crypto";
import type { EngineClient } from "../client.ts";
import type { Config, Secret, Service } from "../engine-api.ts";
import {
  STACK_BASE_LABEL as BASE_LABEL,
  STACK_DIGEST_BYTES,
  STACK_DIGEST_LABEL as DIGEST_LABEL,
  STACK_LABEL,
  stackDigestSalt,
  stackVersionName,
} from "../../model/stack-labels.ts";
import type { StoredId } from "./container-spec.ts";
import type { StoredWish } from "./stack-data.ts";
import { ofStack } from "./stack-labels.ts";

type Stored = Secret | Config;
type Kind = "secrets" | "configs";

/** A secret or config that another has taken the place of, or that is no longer asked for. */
export interface OldVersion extends StoredId {
  /** The name that it was first made under. */
  readonly base: string;
}

/** Secrets or configs of a stack, as its services are to name them. */
export interface Applied {
  readonly byKey: ReadonlyMap<string, StoredId>;
  /** Those of the stack that are not of this deployment. */
  readonly old: readonly OldVersion[];
}

/**
 * Makes the secrets or configs that a stack asks for. What holds the same already is left alone; what
 * has changed is made anew under a name of its own, NAME-DIGEST: what is stored never changes, and the
 * tasks that use the old one keep it until they are replaced.
 */
export async function applyStored(
  client: EngineClient,
  kind: Kind,
  stack: string,
  given: { readonly wishes: readonly StoredWish[]; readonly say: (line: string) => void },
): Promise<Applied> {
  const present = await ofStack<Stored>(client, kind, stack);
  const byKey = new Map<string, StoredId>();
  for (const wish of given.wishes) {
    const versions = present.filter(({ Spec: { Name: name, Labels: labels } }) =>
      [name, labels?.[BASE_LABEL]].includes(wish.base),
    );
    const same = versions.find((version) => holdsTheSame(kind, version, wish));
    const applied = same
      ? await relabelled(client, kind, stack, same, wish)
      : await create(client, kind, stack, { wish, isFirst: versions.length === 0, say: given.say });
    byKey.set(wish.key, applied);
  }
  const used = new Set([...byKey.values()].map(({ id }) => id));
  const old = present
    .filter(({ ID: id }) => !used.has(id))
    .map(({ ID: id, Spec: { Name: name, Labels: labels } }) => ({
      id,
      name,
      base: labels?.[BASE_LABEL] ?? name,
    }));
  return { byKey, old };
}

async function create(
  client: EngineClient,
  kind: Kind,
  stack: string,
  { wish, isFirst, say }: { wish: StoredWish; isFirst: boolean; say: (line: string) => void },
): Promise<StoredId> {
  const digest = digestOf(kind, wish);
  const name = isFirst ? wish.base : stackVersionName(wish.base, digest);
  say(`Creating ${kind.slice(0, -1)} ${name}`);
  const { ID: id } = await client.post<{ readonly ID: string }>(`/${kind}/create`, {
    Name: name,
    Labels: {
      ...labelsOf(kind, stack, wish, digest),
      ...(!isFirst && { [BASE_LABEL]: wish.base }),
    },
    ...(wish.data && { Data: Buffer.from(wish.data).toString("base64") }),
    ...(wish.driver && { Driver: wish.driver }),
    ...(wish.templateDriver !== undefined && { Templating: { Name: wish.templateDriver } }),
  });
  return { id, name };
}

function labelsOf(
  kind: Kind,
  stack: string,
  wish: StoredWish,
  digest: string,
): Readonly<Record<string, string>> {
  return {
    ...wish.labels,
    [STACK_LABEL]: stack,
    ...(kind === "secrets" && { [DIGEST_LABEL]: digest }),
  };
}

/** Labels are all that may change of what is stored. */
async function relabelled(
  client: EngineClient,
  kind: Kind,
  stack: string,
  { ID: id, Version: version, Spec: spec }: Stored,
  wish: StoredWish,
): Promise<StoredId> {
  const { Labels: labels = {}, Name: name } = spec;
  const base = labels[BASE_LABEL];
  const wanted = {
    ...labelsOf(kind, stack, wish, labels[DIGEST_LABEL] ?? ""),
    ...(base !== undefined && { [BASE_LABEL]: base }),
  };
  if (sortedText(wanted) !== sortedText(labels)) {
    const update = { ...spec, Labels: wanted };
    await client.post(`/${kind}/${id}/update`, update, { query: { version: version.Index } });
  }
  return { id, name };
}

function sortedText(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function holdsTheSame(kind: Kind, { Spec: spec }: Stored, wish: StoredWish): boolean {
  if (spec.Templating?.Name !== wish.templateDriver) return false;
  if (kind === "secrets") {
    if (!wish.data) return "Driver" in spec && spec.Driver?.Name === wish.driver?.Name;
    return spec.Labels?.[DIGEST_LABEL] === digestOf(kind, wish);
  }
  return (spec.Data ?? "") === Buffer.from(wish.data ?? []).toString("base64");
}

/**
 * A digest of the data. That of a secret stands where those who may not read the secret can see it: it
 * is made slowly, and with the secret's name, so that guessing a weak password is slow as well.
 */
function digestOf(kind: Kind, { base, data, driver }: StoredWish): string {
  const bytes = data ?? new TextEncoder().encode(JSON.stringify(driver ?? {}));
  if (kind === "secrets") {
    return scryptSync(bytes, stackDigestSalt(base), STACK_DIGEST_BYTES).toString("hex");
  }
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * Removes old secrets and configs that no service refers to, nor the spec that a service would roll
 * back to. Gives the names of those removed.
 */
export async function removeUnused(
  client: EngineClient,
  kind: Kind,
  old: readonly StoredId[],
): Promise<readonly string[]> {
  if (old.length === 0) return [];
  const used = referencedIds(await client.get<Service[]>("/services"));
  const unused = old.filter(({ id }) => !used.has(id));
  for (const { id } of unused) await client.delete(`/${kind}/${id}`);
  return unused.map(({ name }) => name);
}

function referencedIds(services: readonly Service[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { Spec: spec, PreviousSpec: previous } of services) {
    for (const each of [spec, previous]) {
      // An engine answers null for lists that are empty.
      const container = each?.TaskTemplate.ContainerSpec;
      for (const { SecretID: id } of container?.Secrets ?? []) ids.add(id);
      for (const { ConfigID: id } of container?.Configs ?? []) ids.add(id);
    }
  }
  return ids;
}
