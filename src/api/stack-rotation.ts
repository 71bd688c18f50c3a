import { scrypt } from "node:crypto";
import { makeAnnotations, type Annotations, type Meta } from "../model/generated/types.ts";
import {
  STACK_BASE_LABEL as BASE_LABEL,
  STACK_DIGEST_BYTES,
  STACK_DIGEST_LABEL as DIGEST_LABEL,
  STACK_LABEL,
  stackDigestSalt,
  stackVersionName,
} from "../model/stack-labels.ts";
import { ApiError } from "./api-error.ts";

/** What secrets and configs have in common. */
export interface StoredSpec {
  readonly annotations?: Annotations | undefined;
  readonly data: Uint8Array;
}

export interface Stored<Spec extends StoredSpec> {
  readonly id: string;
  readonly meta?: Meta | undefined;
  readonly spec?: Spec | undefined;
}

/** How to reach the secrets, or the configs, of the cluster. */
export interface StoredAccess<Spec extends StoredSpec, T extends Stored<Spec>> {
  readonly withLabels: (labels: Readonly<Record<string, string>>) => Promise<readonly T[]>;
  readonly create: (spec: Spec) => Promise<void>;
  readonly update: (current: T, spec: Spec) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  readonly withSpec: (stored: T, spec: Spec) => T;
  readonly annotated: (spec: Spec, annotations: Annotations) => Spec;
}

/**
 * What is stored under a name is in a stack the newest of its versions: `docker stack deploy` asks for
 * the name, and its services are to have what it last sent.
 */
export async function newestVersion<Spec extends StoredSpec, T extends Stored<Spec>>(
  access: StoredAccess<Spec, T>,
  stored: T,
  asked: string,
): Promise<T> {
  const { name, labels } = annotationsOf(stored);
  if (name !== asked || labels[STACK_LABEL] === undefined) return stored;
  const versions = await access.withLabels({ [BASE_LABEL]: name });
  return versions.reduce((newest, each) => (isNewer(each, newest) ? each : newest), stored);
}

/** A list in which what was asked for by its whole name is the newest version, under that name. */
export async function underAskedNames<Spec extends StoredSpec, T extends Stored<Spec>>(
  access: StoredAccess<Spec, T>,
  found: readonly T[],
  asked: readonly string[],
): Promise<readonly T[]> {
  const shown: T[] = [];
  for (const stored of found) {
    const own = annotationsOf(stored);
    const newest = asked.includes(own.name)
      ? await newestVersion(access, stored, own.name)
      : stored;
    const annotations = makeAnnotations({ ...annotationsOf(newest), name: own.name });
    const isOwn = newest === stored || newest.spec === undefined;
    shown.push(
      isOwn ? stored : access.withSpec(newest, access.annotated(newest.spec, annotations)),
    );
  }
  return shown;
}

/**
 * Updates what is stored. Its data cannot change: where `docker stack deploy` sends other data, it is
 * made anew as a version of the old one, and versions that no service uses are removed but for the last.
 */
export async function updateOrRotate<Spec extends StoredSpec, T extends Stored<Spec>>(
  access: StoredAccess<Spec, T>,
  current: T,
  spec: Spec,
): Promise<void> {
  const { name, labels } = annotationsOf(current);
  const base = labels[BASE_LABEL] ?? name;
  const sent = spec.annotations ?? makeAnnotations();
  // Who asked by the base's name knows nothing of versions.
  const isBase = sent.name === base;
  const kept = Object.entries(labels).filter(([key]) => [BASE_LABEL, DIGEST_LABEL].includes(key));
  const annotations = isBase
    ? { ...sent, name, labels: { ...sent.labels, ...Object.fromEntries(kept) } }
    : sent;
  try {
    await access.update(current, access.annotated(spec, annotations));
  } catch (error) {
    const isOfStack = isBase && labels[STACK_LABEL] !== undefined;
    if (!isOfStack || !isDataChange(error)) throw error;
    await rotate(access, current, spec);
  }
}

function isDataChange(error: unknown): boolean {
  return error instanceof ApiError && error.message.includes("only updates to Labels are allowed");
}

async function rotate<Spec extends StoredSpec, T extends Stored<Spec>>(
  access: StoredAccess<Spec, T>,
  current: T,
  spec: Spec,
): Promise<void> {
  const own = annotationsOf(current);
  const base = own.labels[BASE_LABEL] ?? own.name;
  // With the version before, so that going back to earlier data is a name of its own.
  const digest = await slowDigest(spec.data, `${base} ${current.id}`);
  const labels = {
    ...spec.annotations?.labels,
    [BASE_LABEL]: base,
    [DIGEST_LABEL]: await slowDigest(spec.data, stackDigestSalt(base)),
  };
  const name = stackVersionName(base, digest);
  await access.create(access.annotated(spec, makeAnnotations({ name, labels })));
  const versions = await access.withLabels({ [BASE_LABEL]: base });
  const older = versions.filter((each) => each.id !== current.id && isNewer(current, each));
  for (const { id } of older) {
    await access.remove(id).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error; // Refused: a service uses it.
    });
  }
}

function annotationsOf<Spec extends StoredSpec>({ spec }: Stored<Spec>): Annotations {
  return spec?.annotations ?? makeAnnotations();
}

function isNewer(one: Stored<StoredSpec>, than: Stored<StoredSpec>): boolean {
  return createdAt(one) > createdAt(than);
}

function createdAt({ meta }: Stored<StoredSpec>): number {
  const { seconds = 0, nanos = 0 } = meta?.createdAt ?? {};
  return seconds + nanos / 1e9;
}

/** Slow on purpose: it stands where those can see it who may not read a secret. */
function slowDigest(data: Uint8Array, salt: string): Promise<string> {
  return new Promise((resolve, reject) => {
    scrypt(data, salt, STACK_DIGEST_BYTES, (error, key) => {
      if (error) reject(error);
      else resolve(key.toString("hex"));
    });
  });
}
