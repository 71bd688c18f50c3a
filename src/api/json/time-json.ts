import type { Timestamp } from "../../model/generated/types.ts";
import { badRequest } from "../api-error.ts";
import type { Form } from "./form.ts";
import { text } from "./values.ts";

const MS_PER_S = 1000;
const RFC3339 = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/** A moment as RFC 3339 in UTC, the fraction without trailing zeros. */
export const time: Form<Timestamp> = {
  read: (value, path) => {
    const given = text.read(value, path);
    const [, moment, fraction = "", zone] = RFC3339.exec(given) ?? [];
    const ms = moment === undefined ? NaN : Date.parse(`${moment}${zone ?? "Z"}`);
    if (Number.isNaN(ms)) return badRequest(`invalid JSON: parsing time "${given}" in ${path}`);
    return { seconds: ms / MS_PER_S, nanos: Number(fraction.padEnd(9, "0")) };
  },
  write: ({ seconds, nanos }) => {
    const whole = wholeSeconds(seconds);
    if (nanos === 0) return `${whole}Z`;
    return `${whole}.${String(nanos).padStart(9, "0").replace(/0+$/, "")}Z`;
  },
  isEmpty: () => false,
  schema: () => ({ type: "string", format: "date-time" }),
};

/** Objects that changed together show one second many times over. */
let lastSecond = { seconds: NaN, written: "" };

function wholeSeconds(seconds: number): string {
  if (lastSecond.seconds !== seconds) {
    const iso = new Date(seconds * MS_PER_S).toISOString();
    lastSecond = { seconds, written: iso.slice(0, "0000-00-00T00:00:00".length) };
  }
  return lastSecond.written;
}

/** What a moment that nobody recorded is written as. Source: gogo protobuf, of a nil timestamp. */
export const NO_TIME: Timestamp = { seconds: 0, nanos: 0 };
