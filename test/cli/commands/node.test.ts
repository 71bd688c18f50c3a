import { readFileSync } from "node:fs";
import test from "ava";
import type { Node } from "../../../src/cli/engine-api.ts";
import { node, task } from "../cluster.ts";
import type { Routes } from "../recorded-daemon.ts";
import { skein } from "../run-in-process.ts";

const WORKER = node("n1", { Spec: { Role: "worker", Availability: "active", Labels: { a: "b" } } });
const MANAGER = node("n2", { Spec: { Role: "manager", Availability: "active" } });
const ROUTES: Routes = {
  "GET /nodes/n1": { json: WORKER },
  "GET /nodes/worker": { json: WORKER },
  "GET /nodes/n2": { json: MANAGER },
  "GET /nodes/nope": { status: 404, message: "node nope not found" },
  "POST /nodes/n1/update": { json: undefined },
  "POST /nodes/n2/update": { json: undefined },
};

test("node update: changes what the flags name and keeps the rest", async (t) => {
  const line = "node update --availability drain --label-add c=d --label-rm a worker";
  const { code, stdout, daemon } = await skein(line.split(" "), { routes: ROUTES });

  t.is(code, 0);
  t.is(stdout, "worker\n");
  t.like(daemon.asked.at(-1), {
    method: "POST",
    path: "/nodes/n1/update",
    query: { version: "7" },
  });
  t.deepEqual(daemon.asked.at(-1)?.body, {
    Role: "worker",
    Availability: "drain",
    Labels: { c: "d" },
  });
});

test("node update: refuses to remove a label that is not there", async (t) => {
  const { code, stderr, daemon } = await skein(["node", "update", "--label-rm", "x", "n1"], {
    routes: ROUTES,
  });

  t.is(code, 1);
  t.is(stderr, "key x doesn't exist in node's labels\n");
  t.deepEqual(daemon.calls, ["GET /nodes/n1"]);
});

test("node update: refuses an availability that is none, and names the flag", async (t) => {
  const { code, stderr } = await skein(["node", "update", "--availability", "off", "n1"]);

  t.is(code, 125);
  t.regex(
    stderr,
    /^invalid argument "off" for "--availability" flag: it must be "active", "pause" or "drain"\n/,
  );
});

test("node promote: goes on after a node that is not there, and leaves managers alone", async (t) => {
  const { code, stdout, stderr, daemon } = await skein(["node", "promote", "nope", "n2", "n1"], {
    routes: ROUTES,
  });

  t.is(code, 1);
  t.is(stdout, "Node n2 is already a manager.\nNode n1 promoted to a manager in the swarm.\n");
  t.is(stderr, "Error response from daemon: node nope not found\n");
  t.like(daemon.asked.at(-1)?.body, { Role: "manager" });
});

test("node promote: tries again where the node has reported meanwhile", async (t) => {
  let tries = 0;
  const conflict = {
    status: 500,
    message: "rpc error: code = Unknown desc = update out of sequence",
  };
  const { code, stdout, daemon } = await skein(["node", "promote", "n1"], {
    routes: {
      ...ROUTES,
      "POST /nodes/n1/update": () => (++tries < 3 ? conflict : { json: undefined }),
    },
  });

  t.is(code, 0);
  t.is(stdout, "Node n1 promoted to a manager in the swarm.\n");
  t.is(tries, 3);
  t.is(daemon.calls.filter((call) => call === "GET /nodes/n1").length, 3);
});

test("node demote: makes a manager a worker", async (t) => {
  const { stdout, daemon } = await skein(["node", "demote", "n2"], { routes: ROUTES });

  t.is(stdout, "Manager n2 demoted in the swarm.\n");
  t.like(daemon.asked.at(-1)?.body, { Role: "worker" });
});

test("node rm: removes, by force when asked, and joins what went wrong", async (t) => {
  const down = { status: 400, message: "node n2 is not down" };
  const { code, stdout, stderr, daemon } = await skein(["node", "rm", "-f", "n1", "n2", "n3"], {
    routes: {
      "DELETE /nodes/n1": { json: undefined },
      "DELETE /nodes/n2": down,
      "DELETE /nodes/n3": { json: undefined },
    },
  });

  t.is(code, 1);
  t.is(stdout, "n1\nn3\n");
  t.is(stderr, "Error response from daemon: node n2 is not down\n");
  t.deepEqual(daemon.asked[0]?.query, { force: "1" });
});

test("node ps: lists the tasks of the node that answers", async (t) => {
  const { code, stdout, daemon } = await skein(["node", "ps", "--format", "{{.Name}} {{.Node}}"], {
    routes: {
      ...ROUTES,
      "GET /info": { json: { Swarm: { NodeID: "n1" } } },
      "GET /tasks": { json: [task(2, "running"), task(1, "running")] },
      "GET /services/service1": { status: 404, message: "service service1 not found" },
    },
  });

  t.is(code, 0);
  t.is(stdout, "service1.1 n1\nservice1.2 n1\n");
  t.is(
    daemon.asked.find(({ path }) => path === "/tasks")?.query["filters"],
    '{"node":{"n1":true}}',
  );
});

test("node inspect: prints what docker prints", async (t) => {
  const [self] = JSON.parse(readFileSync("test/fixtures/cli/node-inspect.json", "utf8")) as [Node];
  const routes = {
    "GET /info": { json: { Swarm: { NodeID: self.ID } } },
    [`GET /nodes/${self.ID}`]: { json: self },
  };
  const json = await skein(["node", "inspect", "self"], { routes });
  const pretty = await skein(["node", "inspect", "--pretty", "self"], { routes });

  t.deepEqual(JSON.parse(json.stdout), [self]);
  t.is(pretty.stdout, readFileSync("test/fixtures/cli/node-pretty.txt", "utf8"));
});

test("node inspect: prints what it found before it fails", async (t) => {
  const line = ["node", "inspect", "--format", "{{.ID}}", "nope", "n1"];
  const { code, stdout, stderr } = await skein(line, { routes: ROUTES });

  t.is(code, 1);
  t.is(stdout, "n1\n");
  t.is(stderr, "Error response from daemon: node nope not found\n");
});
