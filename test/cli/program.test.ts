import { readFileSync } from "node:fs";
import test from "ava";
import type { CommandDefinition } from "../../src/cli/command.ts";
import { ENTRIES } from "../../src/cli/entries.ts";
import { SKEIN_VERSION } from "../../src/cli/version.ts";
import { recorded } from "./recorded-daemon.ts";
import { skein } from "./run-in-process.ts";

test("skein: prints grouped help when nothing is asked", async (t) => {
  const { code, stdout, stderr, daemon } = await skein([]);

  t.is(code, 0);
  t.is(stderr, "");
  for (const { name, heading } of ENTRIES) {
    t.regex(stdout, new RegExp(`${heading}[^]*\\n  ${name} +\\S`));
  }
  t.deepEqual(daemon.calls, []);
});

test("skein: suggests the nearest command", async (t) => {
  const top = await skein(["servic", "ls"]);
  const inner = await skein(["service", "lss"]);
  const far = await skein(["frobnicate"]);

  t.is(top.code, 1);
  t.regex(top.stderr, /^skein: unknown command: skein servic\nDid you mean 'skein service'\?/);
  t.regex(
    inner.stderr,
    /^skein: unknown command: skein service lss\nDid you mean 'skein service ls'/,
  );
  t.false(far.stderr.includes("Did you mean"));
});

test("skein: refuses an unknown option with the docker command line's code", async (t) => {
  const { code, stderr } = await skein(["--nope", "service", "ls"]);

  t.is(code, 125);
  t.regex(stderr, /^unknown option '--nope'/);
});

test("skein: an unknown flag of a command shows how the command is used", async (t) => {
  const { code, stderr, stdout } = await skein(["service", "scale", "--detahc", "web=1"]);

  t.is(code, 125);
  t.is(stdout, "");
  t.is(
    stderr,
    "unknown flag: --detahc\nDid you mean --detach?\n\n" +
      "Usage:  skein service scale [OPTIONS] SERVICE=REPLICAS [SERVICE=REPLICAS...]\n\n" +
      "Run 'skein service scale --help' for examples and all options\n",
  );
});

for (const [line, complaint] of [
  ["join-token", "skein: 'skein join-token' requires 1 argument"],
  ["service rm", "skein: 'skein service rm' requires at least 1 argument"],
  ["service ls web", "skein: 'skein service ls' accepts no arguments"],
  ["swarm join", "skein: 'skein swarm join' requires 1 argument"],
] as const) {
  test(`skein: ${line} has the wrong number of arguments`, async (t) => {
    const { code, stderr } = await skein(line.split(" "));

    t.is(code, 1);
    t.is(stderr.split("\n")[0], complaint);
  });
}

test("skein: says what to check when no daemon answers", async (t) => {
  const host = "unix:///nonexistent/skein.sock";
  const { code, stdout, stderr } = await skein(["-H", host, "node", "ls"]);

  t.is(code, 1);
  t.is(stdout, "");
  t.is(stderr, `Cannot connect to the Skein daemon at ${host}. Is skeind running?\n`);
});

test("skein: refuses a host that is none", async (t) => {
  const { code, stderr } = await skein(["node", "ls"], { env: { SKEIN_HOST: "ssh://a" } });

  t.is(code, 1);
  t.regex(stderr, /^invalid host "ssh:\/\/a": use "unix:/);
});

test("skein: asks at the newest version that both sides know", async (t) => {
  const routes = { "GET /nodes": { json: [] }, "GET /info": { json: {} } };
  const older = await skein(["node", "ls"], { routes, apiVersion: "1.44" });
  const newer = await skein(["node", "ls"], { routes, apiVersion: "1.99" });

  t.is(older.daemon.asked[0]?.version, "1.44");
  t.is(newer.daemon.asked[0]?.version, "1.51");
});

test("skein: shows a plain-text answer and one that is not JSON for what they are", async (t) => {
  const plain = await skein(["node", "ls"], {
    routes: { "GET /nodes": { status: 502, text: "bad gateway\n" } },
  });
  const strange = await skein(["node", "ls"], { routes: { "GET /nodes": { text: "<html>" } } });

  t.is(plain.stderr, "Error response from daemon: bad gateway\n");
  t.regex(strange.stderr, /^Cannot read the daemon's answer to GET \/nodes: it is not JSON/);
});

test("skein: an interrupted request ends with 130", async (t) => {
  const { code } = await skein(["service", "ls"], {
    routes: { "GET /services": { json: [] } },
    isInterrupted: true,
  });

  t.is(code, 130);
});

test("version: prints both sides, and its own when the daemon is away", async (t) => {
  const server = { Version: "1.2.3", ApiVersion: "1.51", Os: "linux", Arch: "amd64" };
  const both = await skein(["version"], { routes: { "GET /version": { json: server } } });
  const alone = await skein(["-H", "unix:///nonexistent", "version"]);
  const flag = await skein(["--version"]);

  t.regex(
    both.stdout,
    /Client:\n Version: +0[^]*Server:\n Version: +1\.2\.3\n API version: +1\.51/,
  );
  t.is(alone.code, 1);
  t.true(alone.stdout.startsWith("Client:\n"));
  t.is(flag.stdout, `skein version ${SKEIN_VERSION}\n`);
});

test("version: is the package's", (t) => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

  t.is(SKEIN_VERSION, version);
});

test("info: describes the node's part in the swarm", async (t) => {
  const routes = { "GET /info": { json: recorded("info") } };
  const pretty = await skein(["info"], { routes });
  const one = await skein(["info", "-f", "{{.Swarm.LocalNodeState}}"], { routes });

  t.regex(
    pretty.stdout,
    /\n Swarm: active\n {2}NodeID: nxy922z12bmu0ucpg25ix5jy5\n {2}Is Manager: true\n/,
  );
  t.regex(pretty.stdout, /\n {2}Manager Addresses:\n {3}10\.88\.3\.1:2377\n/);
  t.is(one.stdout, "active\n");
});

test("help: every command has a summary, examples and links to commands that exist", async (t) => {
  const loaded = await Promise.all(
    ENTRIES.map(async ({ name, load }) => [`skein ${name}`, await load()] as const),
  );
  const commands: [string, CommandDefinition][] = [];
  for (const [path, entry] of loaded) {
    if (!("commands" in entry)) commands.push([path, entry]);
    else {
      for (const { load, ...listed } of entry.commands) {
        const definition = await load();
        t.like(definition, listed);
        commands.push([`${path} ${listed.name}`, definition]);
      }
    }
  }
  const paths = commands.map(([path]) => path);

  for (const [path, command] of commands) {
    const { code, stdout } = await skein([...path.split(" ").slice(1), "--help"]);
    t.is(code, 0, path);
    t.true(stdout.includes(`Usage:  ${path} ${command.usage}`), path);
    t.true(stdout.includes(command.summary), path);
    t.true(command.examples.length > 0, path);
    for (const [line] of command.examples) {
      // Some help shows the commands that one goes on with.
      const [known, shown] = commands.findLast(([each]) => line.startsWith(`${each} `)) ?? [];
      t.true(known !== undefined || paths.includes(line), line);
      if (!shown || known === undefined || line.includes("'")) continue;
      const words = line.slice(known.length).split(" ");
      t.true(shown.prepare(words.filter((word) => word !== "")).ok, line);
    }
    for (const link of command.seeAlso ?? []) {
      t.true(
        paths.some((known) => link.startsWith(`${known} `)),
        `${path}: ${link}`,
      );
    }
    for (const textLine of stdout.split("\n").filter((each) => each.startsWith("Usage:"))) {
      t.false(textLine.includes("undefined"));
    }
  }
});

test("help: can be asked for in three ways", async (t) => {
  const [first, second, third] = await Promise.all([
    skein(["service", "create", "--help"]),
    skein(["service", "create", "-h"]),
    skein(["help", "service", "create"]),
  ]);

  t.is(first.stdout, second.stdout);
  t.is(first.stdout, third.stdout);
  t.true(first.stdout.includes("\nRolling update:\n"));
  t.deepEqual(first.daemon.calls, []);
});
