import test from "ava";
import type { Service } from "../../../src/cli/engine-api.ts";
import { node, service, task } from "../cluster.ts";
import type { Answer, Asked, Routes } from "../recorded-daemon.ts";
import { skein } from "../run-in-process.ts";

const FILES = { "compose.yaml": "services: {web: {image: 'x:1'}, db: {image: 'y:1'}}" };
const LINE = ["stack", "deploy", "--resolve-image", "never", "shop"];

/** A daemon that has the two services of a stack, whose tasks are in these states. */
function daemonWith(states: {
  readonly web: string;
  readonly db: string;
  readonly update?: Service["UpdateStatus"];
}): Routes {
  const one = (name: "web" | "db"): Answer => ({
    json: service(
      { Name: `shop_${name}` },
      { ID: name, ...(name === "web" && states.update && { UpdateStatus: states.update }) },
    ),
  });
  const tasks = ({ query }: Asked): Answer => {
    const { service: asked = {} } = JSON.parse(query["filters"] ?? "{}") as { service?: object };
    const name = "web" in asked ? "web" : "db";
    const state = states[name];
    const failed = state === "failed" ? { Err: `no such file: ${name}` } : {};
    const Status = { State: state, Timestamp: "2026-11-21T03:26:00Z", ...failed };
    return { json: [task(1, state, { ServiceID: name, Status })] };
  };
  return {
    "GET /services": { json: [] },
    "GET /networks": { json: [] },
    "GET /secrets": { json: [] },
    "GET /configs": { json: [] },
    "POST /networks/create": { json: { Id: "n" }, status: 201 },
    "POST /services/create": { json: { ID: "s" }, status: 201 },
    "GET /services/shop_web": one("web"),
    "GET /services/shop_db": one("db"),
    "GET /tasks": tasks,
    "GET /nodes": { json: [node("n1")] },
  };
}

test("stack deploy: waits for all services, and says which is how far", async (t) => {
  const { code, stdout } = await skein(LINE, {
    files: FILES,
    routes: daemonWith({ web: "running", db: "running" }),
  });

  t.is(code, 0);
  t.regex(stdout, /^shop_web: overall progress: 1 out of 1 tasks$/m);
  t.regex(stdout, /^shop_web: verify: Service web converged$/m);
  t.regex(stdout, /^shop_db: verify: Service db converged$/m);
});

test("stack deploy: exits with 1 when an update is paused, having waited for the others", async (t) => {
  const update = { State: "paused", Message: "update paused due to failure of task x" };
  const { code, stdout, stderr } = await skein(LINE, {
    files: FILES,
    routes: daemonWith({ web: "running", db: "running", update }),
  });

  t.is(code, 1);
  t.is(stderr, "service update paused: update paused due to failure of task x\n");
  t.regex(stdout, /^shop_db: verify: Service db converged$/m);
});

test("stack deploy --timeout: exits with 1 and the reason of each service that is late", async (t) => {
  const { code, stderr } = await skein([...LINE, "--timeout", "20s", "--quiet"], {
    files: FILES,
    routes: daemonWith({ web: "failed", db: "failed" }),
  });

  t.is(code, 1);
  t.regex(stderr, /service shop_web has not converged after 20s: .*no such file: web/);
  t.regex(stderr, /service shop_db has not converged after 20s: .*no such file: db/);
});

test("stack deploy: interrupted, it says how to go on watching", async (t) => {
  const { code, stderr } = await skein(LINE, {
    files: FILES,
    routes: daemonWith({ web: "running", db: "pending" }),
    interruptAfterMs: 1000,
  });

  t.is(code, 130);
  t.is(
    stderr,
    "Operation continuing in background.\nUse 'skein stack ps shop' to check progress.\n",
  );
});

test("stack deploy: a daemon that knows no networks gets services without them, and a word", async (t) => {
  const { "POST /networks/create": _create, ...routes } = daemonWith({
    web: "running",
    db: "running",
  });
  const { code, stderr, daemon } = await skein([...LINE, "-d"], { files: FILES, routes });
  const created = daemon.asked.filter(({ path }) => path === "/services/create");

  t.is(code, 0);
  t.regex(stderr, /this daemon does not make networks yet: shop_default is left out/);
  t.is(created.length, 2);
  t.notRegex(JSON.stringify(created), /shop_default/);
});

test("stack deploy: a service on networks that the daemon keeps by id is up to date", async (t) => {
  const routes = daemonWith({ web: "running", db: "running" });
  const created = await skein([...LINE, "-d"], { files: FILES, routes });
  const services = created.daemon.asked
    .filter(({ path }) => path === "/services/create")
    .map(({ body }) =>
      service(JSON.parse(JSON.stringify(body).replaceAll('"shop_default"', '"net1"')) as object),
    );
  const { stdout } = await skein([...LINE, "-d"], {
    files: FILES,
    routes: {
      ...routes,
      "GET /services": { json: services },
      "GET /networks": { json: [{ Id: "net1", Name: "shop_default" }] },
    },
  });

  t.is(stdout, "Service shop_web is up to date\nService shop_db is up to date\n");
});

test("stack rm: waits until the tasks have ended before it removes what they use", async (t) => {
  const running = task(1, "running");
  let asked = 0;
  const { code, stdout, daemon } = await skein(["stack", "rm", "shop"], {
    routes: {
      "GET /services": { json: [service({ Name: "shop_web" })] },
      "GET /secrets": { json: [{ ID: "s1", Spec: { Name: "shop_key" } }] },
      "GET /configs": { json: [] },
      "GET /networks": { json: [{ Id: "n1", Name: "shop_default" }] },
      "GET /tasks": { json: [running] },
      [`GET /tasks/${running.ID}`]: () =>
        ++asked < 3 ? { json: running } : { status: 404, message: "task not found" },
      "DELETE /services/shop_web": { json: undefined, status: 204 },
      "DELETE /secrets/s1": { json: undefined, status: 204 },
      "DELETE /networks/n1": { json: undefined, status: 204 },
    },
  });

  t.is(code, 0);
  t.is(
    stdout,
    "Removing service shop_web\nWaiting for 1 task to stop\n" +
      "Removing secret shop_key\nRemoving network shop_default\n",
  );
  t.deepEqual(
    daemon.calls.filter((call) => call.startsWith("DELETE") || call.includes(running.ID)),
    [
      "DELETE /services/shop_web",
      ...Array.from({ length: 3 }, () => `GET /tasks/${running.ID}`),
      "DELETE /secrets/s1",
      "DELETE /networks/n1",
    ],
  );
});

test("stack rm --timeout: leaves what tasks use that do not stop, and exits with 1", async (t) => {
  const running = task(1, "running");
  const { code, stderr, daemon } = await skein(["stack", "rm", "--timeout", "5s", "shop"], {
    routes: {
      "GET /services": { json: [service({ Name: "shop_web" })] },
      "GET /secrets": { json: [{ ID: "s1", Spec: { Name: "shop_key" } }] },
      "GET /configs": { json: [] },
      "GET /networks": { json: [] },
      "GET /tasks": { json: [running] },
      [`GET /tasks/${running.ID}`]: { json: running },
      "DELETE /services/shop_web": { json: undefined, status: 204 },
    },
  });

  t.is(code, 1);
  t.regex(stderr, /1 task of stack shop still run after 5s/);
  t.false(daemon.calls.includes("DELETE /secrets/s1"));
});
