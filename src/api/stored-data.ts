import type { Driver } from "../model/generated/types.ts";
import { labelsIn, readFilters, valuesOf } from "./filters.ts";
import type { Form } from "./json/form.ts";
import { lookUp, orNothing } from "./lookup.ts";
import {
  OK,
  json,
  list,
  objectVersion,
  param,
  type ApiAnswer,
  type ApiRequest,
  type ApiRoute,
} from "./request.ts";
import { refuseEarlyTemplating } from "./spec-versions.ts";
import {
  newestVersion,
  underAskedNames,
  updateOrRotate,
  type Stored,
  type StoredAccess,
  type StoredSpec,
} from "./stack-rotation.ts";

/** By what secrets and configs are listed. */
export interface StoredFilters {
  readonly names?: readonly string[];
  readonly namePrefixes?: readonly string[];
  readonly idPrefixes?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** How to reach the secrets, or the configs, of the cluster for one request. */
export interface StoredCalls<Spec extends StoredSpec, T extends Stored<Spec>> {
  readonly get: (id: string) => Promise<T | undefined>;
  readonly list: (filters: StoredFilters) => Promise<readonly T[]>;
  /** Gives the id. */
  readonly create: (spec: Spec) => Promise<string>;
  readonly update: (id: string, index: number, spec: Spec) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
}

/** What tells secrets from configs. */
export interface StoredKind<Spec extends StoredSpec, T extends Stored<Spec>> {
  readonly noun: "secret" | "config";
  /** The names of filters that clients may use. */
  readonly filters: readonly string[];
  readonly spec: Form<Spec>;
  readonly form: Form<T>;
  readonly calls: (signal: AbortSignal) => StoredCalls<Spec, T>;
  readonly withSpec: StoredAccess<Spec, T>["withSpec"];
  readonly annotated: StoredAccess<Spec, T>["annotated"];
}

/** The routes that secrets and configs have alike. Source: moby daemon/cluster/{secrets,configs}.go. */
export function storedRoutes<
  Spec extends StoredSpec & { readonly templating?: Driver | undefined },
  T extends Stored<Spec>,
>(kind: StoredKind<Spec, T>): readonly ApiRoute[] {
  const { noun, form } = kind;
  const path = `/${noun}s`;
  return [
    { method: "GET", path, handle: (request) => answerList(kind, request) },
    {
      method: "POST",
      path: `${path}/create`,
      handle: async (request) => {
        const spec = kind.spec.read(await request.json(), "");
        refuseEarlyTemplating(request.version, noun, spec.templating);
        return json({ ID: await kind.calls(request.signal).create(spec) }, 201);
      },
    },
    {
      method: "GET",
      path: `${path}/{id}`,
      handle: async (request) => {
        const found = await find(kind, request);
        return json(
          form.write(await newestVersion(access(kind, request), found, param(request, "id"))),
        );
      },
    },
    {
      method: "POST",
      path: `${path}/{id}/update`,
      handle: async (request) => {
        const spec = kind.spec.read(await request.json(), "");
        const index = objectVersion(request, noun);
        await updateOrRotate(access(kind, request, index), await find(kind, request), spec);
        return OK;
      },
    },
    {
      method: "DELETE",
      path: `${path}/{id}`,
      handle: async (request) => {
        const { id } = await find(kind, request);
        await kind.calls(request.signal).remove(id);
        return { kind: "empty", status: 204 };
      },
    },
  ];
}

async function answerList<Spec extends StoredSpec, T extends Stored<Spec>>(
  kind: StoredKind<Spec, T>,
  request: ApiRequest,
): Promise<ApiAnswer> {
  const filters = readFilters(request, kind.filters);
  const found = await kind.calls(request.signal).list({
    names: valuesOf(filters, "names"),
    namePrefixes: valuesOf(filters, "name"),
    idPrefixes: valuesOf(filters, "id"),
    labels: labelsIn(filters, "label"),
  });
  const shown = await underAskedNames(access(kind, request), found, valuesOf(filters, "name"));
  return list(kind.form, shown);
}

function access<Spec extends StoredSpec, T extends Stored<Spec>>(
  { calls, withSpec, annotated }: StoredKind<Spec, T>,
  { signal }: ApiRequest,
  index = 0,
): StoredAccess<Spec, T> {
  const { list, create, update, remove } = calls(signal);
  return {
    withLabels: (labels) => list({ labels }),
    create: async (spec) => {
      await create(spec);
    },
    update: ({ id }, spec) => update(id, index, spec),
    ...{ remove, withSpec, annotated },
  };
}

/** What the request's path names. */
function find<Spec extends StoredSpec, T extends Stored<Spec>>(
  { noun, calls }: StoredKind<Spec, T>,
  request: ApiRequest,
): Promise<T> {
  const { get, list } = calls(request.signal);
  return lookUp(
    {
      kind: noun,
      byId: (id) => orNothing(get(id)),
      byName: (name) => list({ names: [name] }),
      byPrefix: (prefix) => list({ idPrefixes: [prefix] }),
    },
    param(request, "id"),
  );
}
