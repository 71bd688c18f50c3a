import test from "ava";
import { skein, type Surroundings } from "../run-in-process.ts";

const NETWORK = {
  Id: "lhznf63e4k40xvyzsykdh3vf4",
  Name: "back",
  Created: "2026-11-21T03:26:10.348554329Z",
  Scope: "swarm",
  Driver: "overlay",
  EnableIPv6: false,
  Internal: true,
  Labels: { tier: "db" },
};

test("network create: sends subnets with what belongs to each, options and labels", async (t) => {
  const line = ["network", "create", "--subnet", "10.9.0.0/24", "--gateway", "10.9.0.254"];
  const more = ["--subnet", "2001:db8::/64", "--ipv6", "-o", "encrypted", "--label", "a=b", "back"];
  const { code, stdout, daemon } = await skein([...line, ...more], {
    routes: { "POST /networks/create": { json: { Id: "n1" }, status: 201 } },
  });

  t.is(code, 0);
  t.is(stdout, "n1\n");
  t.deepEqual(daemon.asked[0]?.body, {
    ...{ Name: "back", Driver: "overlay", Scope: "swarm", EnableIPv6: true },
    ...{ Internal: false, Attachable: false, Ingress: false },
    IPAM: {
      Driver: "default",
      Config: [{ Subnet: "10.9.0.0/24", Gateway: "10.9.0.254" }, { Subnet: "2001:db8::/64" }],
    },
    Options: { encrypted: "" },
    Labels: { a: "b" },
  });
});

test("network create: what is no subnet or address is refused before anything is asked", async (t) => {
  for (const wrong of [
    ["--subnet", "10.9.0.0"],
    ["--subnet", "10.9.0.0/33"],
    ["--gateway", "10.9.0.1"],
    ["--gateway", "gate", "--subnet", "10.9.0.0/24"],
  ]) {
    const { code, daemon } = await skein(["network", "create", ...wrong, "back"], { routes: {} });
    t.not(code, 0, wrong.join(" "));
    t.deepEqual(daemon.asked, []);
  }
});

test("network ls: one line a network, cut short unless told otherwise", async (t) => {
  const routes = { "GET /networks": { json: [NETWORK, { ...NETWORK, Name: "a", Id: "x1" }] } };
  const short = await skein(["network", "ls"], { routes });
  t.deepEqual(
    short.stdout.split("\n").map((line) => line.trimEnd()),
    [
      "NETWORK ID     NAME      DRIVER    SCOPE",
      "x1             a         overlay   swarm",
      "lhznf63e4k40   back      overlay   swarm",
      "",
    ],
  );
  const full = await skein(["network", "ls", "--no-trunc", "-q"], { routes });
  t.is(full.stdout, `x1\n${NETWORK.Id}\n`);
});

test("network inspect and rm: ask for each and go on after a failure", async (t) => {
  const routes = {
    "GET /networks/back": { json: NETWORK },
    "DELETE /networks/back": { status: 400, message: "network back is in use by service web" },
    "DELETE /networks/old": { status: 204, text: "" },
  };
  const shown = await skein(["network", "inspect", "-f", "{{.Name}} {{.Driver}}", "back"], {
    routes,
  });
  const removed = await skein(["network", "rm", "back", "old"], { routes });

  t.is(shown.stdout, "back overlay\n");
  t.is(removed.code, 1);
  t.is(removed.stdout, "old\n");
  t.regex(removed.stderr, /in use by service web/);
});

test("network check: what each node finds, and a failure where something is wrong", async (t) => {
  const finding = (kind: string, subject: string, isFine: boolean, detail: string): unknown => ({
    ...{ Kind: kind, Subject: subject, OK: isFine, Detail: detail },
  });
  const nodes = ["n1", "n2"].map((id) => ({ ID: id, Description: { Hostname: `host-${id}` } }));
  const findings = (isFine: boolean): unknown => [
    { NodeID: "n2", Findings: [finding("network", "id", true, "MTU 1450")] },
    {
      NodeID: "n1",
      Findings: [
        finding("network", "id", true, "MTU 1450"),
        finding("path", "n2", isFine, "10.0.1.4 answers or not"),
      ],
    },
  ];
  const routes = (isFine: boolean): NonNullable<Surroundings["routes"]> => ({
    "GET /nodes": { json: nodes },
    "GET /networks": { json: [NETWORK, { ...NETWORK, Name: "host", Driver: "host" }] },
    "POST /networks/back/check": { json: findings(isFine) },
  });

  const fine = await skein(["network", "check"], { routes: routes(true) });
  t.is(fine.code, 0);
  t.deepEqual(
    fine.stdout.split("\n").map((line) => line.trimEnd().split(/ {2,}/)),
    [
      ["NETWORK", "NODE", "WHAT", "OF", "STATE", "DETAIL"],
      ["back", "host-n1", "network", "back", "ok", "MTU 1450"],
      ["back", "host-n1", "path", "host-n2", "ok", "10.0.1.4 answers or not"],
      ["back", "host-n2", "network", "back", "ok", "MTU 1450"],
      [""],
    ],
  );
  const wrong = await skein(["network", "check", "-q", "back"], { routes: routes(false) });
  t.is(wrong.code, 1);
  t.regex(wrong.stdout, /^NETWORK.*\nback +host-n1 +path +host-n2 +wrong +10[^\n]*\n$/);
  t.regex(wrong.stderr, /1 thing is wrong/);
});
