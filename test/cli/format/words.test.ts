import test from "ava";
import fc from "fast-check";
import { ago, humanDuration, timeOrder } from "../../../src/cli/format/ago.ts";
import { familiarImage } from "../../../src/cli/format/image-name.ts";
import { renderListing } from "../../../src/cli/format/listing.ts";
import { naturalOrder } from "../../../src/cli/format/natural-order.ts";
import { formatBytes, formatCpus, formatDuration } from "../../../src/cli/format/quantity.ts";
import { portsText } from "../../../src/cli/format/service-rows.ts";
import { alignColumns } from "../../../src/cli/format/table.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test("humanDuration: says what docker says", (t) => {
  const said: readonly (readonly [number, string])[] = [
    [0, "Less than a second"],
    [-5000, "Less than a second"],
    [999, "Less than a second"],
    [1000, "1 second"],
    [59_999, "59 seconds"],
    [MINUTE, "About a minute"],
    [2 * MINUTE, "2 minutes"],
    [59 * MINUTE, "59 minutes"],
    [HOUR, "About an hour"],
    [1.5 * HOUR, "2 hours"],
    [47 * HOUR, "47 hours"],
    [48 * HOUR, "2 days"],
    [13 * DAY, "13 days"],
    [14 * DAY, "2 weeks"],
    [59 * DAY, "8 weeks"],
    [60 * DAY, "2 months"],
    [729 * DAY, "24 months"],
    [730 * DAY, "2 years"],
  ];

  for (const [ms, words] of said) t.is(humanDuration(ms), words);
});

test("ago: is empty for a time that never was", (t) => {
  const now = Date.parse("2026-01-01T00:00:10Z");

  t.is(ago("2026-01-01T00:00:05.123456789Z", now), "4 seconds ago");
  t.is(ago("0001-01-01T00:00:00Z", now), "");
  t.is(ago(undefined, now), "");
});

test("timeOrder: tells times apart to the nanosecond", (t) => {
  t.true(timeOrder("2026-01-01T00:00:00.98Z", "2026-01-01T00:00:00.980000001Z") < 0);
  t.true(timeOrder("2026-01-01T00:00:01Z", "2026-01-01T00:00:00.9Z") > 0);
  t.is(timeOrder("2026-01-01T00:00:01Z", "2026-01-01T00:00:01Z"), 0);
});

test("familiarImage: leaves out what is the default, and the digest of a tagged image", (t) => {
  const names: Readonly<Record<string, string>> = {
    "nginx:1": "nginx:1",
    "docker.io/library/nginx:1@sha256:0": "nginx:1",
    "docker.io/me/app:2": "me/app:2",
    "localhost:5000/app": "localhost:5000/app",
    "localhost:5000/app:1@sha256:0": "localhost:5000/app:1",
    "nginx@sha256:0": "nginx@sha256:0",
  };

  for (const [image, familiar] of Object.entries(names)) t.is(familiarImage(image), familiar);
});

test("naturalOrder: counts the numbers in names", (t) => {
  const sorted = ["a", "a1", "a1b", "a2", "a10", "a010", "b"];
  t.deepEqual([...sorted].reverse().sort(naturalOrder), sorted);
});

test("naturalOrder: is an order", (t) => {
  const name = fc.stringMatching(/^[ab01]{0,5}$/);
  fc.assert(
    fc.property(name, name, name, (a, b, c) => {
      t.is(Math.sign(naturalOrder(a, b)), -Math.sign(naturalOrder(b, a)) + 0);
      if (naturalOrder(a, b) < 0 && naturalOrder(b, c) < 0) t.true(naturalOrder(a, c) < 0);
      t.is(naturalOrder(a, b) === 0, a === b);
    }),
  );
});

test("quantities: are printed as docker prints them", (t) => {
  t.is(formatBytes(0), "0B");
  t.is(formatBytes(67108864), "64MiB");
  t.is(formatBytes(25276510208), "23.54GiB");
  t.is(formatCpus(250000000), "0.25");
  t.is(formatDuration(0), "0s");
  t.is(formatDuration(1500), "1.5µs");
  t.is(formatDuration(15e8), "1.5s");
  t.is(formatDuration(90e9), "1m30s");
  t.is(formatDuration(7776e12), "2160h0m0s");
  t.is(formatDuration(-5e9), "-5s");
});

test("portsText: joins neighbours into a range and leaves out what a host publishes", (t) => {
  const port = (published: number, target: number, protocol = "tcp", mode = "ingress"): object => ({
    Protocol: protocol,
    TargetPort: target,
    PublishedPort: published,
    PublishMode: mode,
  });

  t.is(portsText([port(8081, 81), port(8080, 80)]), "*:8080-8081->80-81/tcp");
  t.is(
    portsText([port(53, 53, "udp"), port(80, 80), port(82, 82)]),
    "*:80->80/tcp, *:82->82/tcp, *:53->53/udp",
  );
  t.is(portsText([port(80, 80, "tcp", "host")]), "");
});

test("alignColumns: pads to the longest cell and three blanks, ten at least", (t) => {
  t.is(
    alignColumns("ID\tNAME\tX\nabcdefghijkl\tä\t\n"),
    "ID             NAME      X\nabcdefghijkl   ä         \n",
  );
});

test("alignColumns: a line without tabs stands apart", (t) => {
  t.is(
    alignColumns("a\tb\nplain\nlonger than ten\tb\n"),
    "a         b\nplain\nlonger than ten   b\n",
  );
});

test("renderListing: tables, templates and JSON", (t) => {
  const style = { table: "{{.ID}}\t{{.Name}}", headings: { ID: "ID", Name: "NAME" } };
  const rows = [{ Name: "web", ID: "1" }];
  const render = (format?: string): string => {
    const rendered = renderListing(rows, style, format);
    return rendered.ok ? rendered.value : rendered.error;
  };

  t.is(render(), "ID        NAME\n1         web\n");
  t.is(render("table"), render());
  t.is(render("table {{.Name}}\\t{{.ID}}"), "NAME      ID\nweb       1\n");
  t.is(render("{{.Name}}/{{.ID}}"), "web/1\n");
  t.is(render("{{json .}}"), '{"Name":"web","ID":"1"}\n');
  t.is(render("json"), '{"ID":"1","Name":"web"}\n');
});
