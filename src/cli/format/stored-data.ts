import type { Config, Secret } from "../engine-api.ts";
import { ago } from "./ago.ts";
import type { ListingStyle, Row } from "./listing.ts";
import { capitalise } from "./node-rows.ts";
import { naturalOrder } from "./natural-order.ts";

const HEADINGS = {
  ID: "ID",
  Name: "NAME",
  CreatedAt: "CREATED",
  UpdatedAt: "UPDATED",
  Labels: "LABELS",
};

/** Source: docker, cli/command/secret/formatter.go. */
export const SECRET_STYLE: ListingStyle = {
  table: "{{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.CreatedAt}}\t{{.UpdatedAt}}",
  headings: { ...HEADINGS, Driver: "DRIVER" },
};

/** Source: docker, cli/command/config/formatter.go. */
export const CONFIG_STYLE: ListingStyle = {
  table: "{{.ID}}\t{{.Name}}\t{{.CreatedAt}}\t{{.UpdatedAt}}",
  headings: HEADINGS,
};

/** Secrets or configs by name in natural order. */
export function sortByName<T extends Config | Secret>(objects: readonly T[]): readonly T[] {
  return [...objects].sort((a, b) => naturalOrder(a.Spec.Name, b.Spec.Name));
}

export function configRow({ ID, Spec, CreatedAt, UpdatedAt }: Config, nowMs: number): Row {
  return {
    ID,
    Name: Spec.Name,
    CreatedAt: capitalise(ago(CreatedAt, nowMs)),
    UpdatedAt: capitalise(ago(UpdatedAt, nowMs)),
    Labels: sortedLabels(Spec)
      .map(([key, value]) => `${key}=${value}`)
      .join(","),
  };
}

export function secretRow(secret: Secret, nowMs: number): Row {
  return { ...configRow(secret, nowMs), Driver: secret.Spec.Driver?.Name ?? "" };
}

/** A secret for people to read, laid out as docker does: without what it holds. */
export function secretPretty({ ID, Spec, CreatedAt, UpdatedAt }: Secret): string {
  return lines(
    `ID:              ${ID}`,
    `Name:              ${Spec.Name}`,
    ...labelLines(Spec),
    `Driver:            ${Spec.Driver?.Name ?? ""}`,
    `Created at:        ${prettyTime(CreatedAt)}`,
    `Updated at:        ${prettyTime(UpdatedAt)}`,
  );
}

/** A config for people to read, laid out as docker does: with what it holds. */
export function configPretty({ ID, Spec, CreatedAt, UpdatedAt }: Config): string {
  return lines(
    `ID:\t\t\t${ID}`,
    `Name:\t\t\t${Spec.Name}`,
    ...labelLines(Spec),
    `Created at:            \t${prettyTime(CreatedAt)}`,
    `Updated at:            \t${prettyTime(UpdatedAt)}`,
    "Data:",
    Buffer.from(Spec.Data ?? "", "base64").toString("utf8"),
  );
}

function labelLines(spec: Config["Spec"]): readonly string[] {
  const labels = sortedLabels(spec);
  if (labels.length === 0) return [];
  return [
    "Labels:",
    ...labels.map(([key, value]) => ` - ${key}${value === "" ? "" : `=${value}`}`),
  ];
}

function sortedLabels({ Labels: labels = {} }: Config["Spec"]): readonly [string, string][] {
  return Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
}

function lines(...texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join("");
}

/** As docker prints a moment: `2026-11-21 04:49:37.246289884 +0000 utc`. */
export function prettyTime(time: string): string {
  return time.replace("T", " ").replace(/Z$/, " +0000 utc");
}
