import test from "ava";
import { recorded, type Routes } from "../recorded-daemon.ts";
import { skein } from "../run-in-process.ts";

const nodes = recorded("nodes");
const services = recorded("services");
const info = recorded("info");
const tasks = recorded("tasks");

const MIN = services.find((service) => service.Spec.Name === "min")!;
const ROUTES: Routes = {
  "GET /nodes": { json: nodes },
  [`GET /nodes/${nodes[0].ID}`]: { json: nodes[0] },
  "GET /info": { json: info },
  "GET /services": ({ query }) => {
    const filters = JSON.parse(query["filters"] ?? "{}") as Record<string, Record<string, true>>;
    const names = Object.keys(filters["name"] ?? {});
    const ids = Object.keys(filters["id"] ?? {});
    if (names.length + ids.length === 0) return { json: services };
    return {
      json: services.filter(
        ({ ID, Spec }) =>
          names.some((name) => Spec.Name?.startsWith(name)) || ids.some((id) => ID.startsWith(id)),
      ),
    };
  },
  ...Object.fromEntries(services.map((each) => [`GET /services/${each.ID}`, { json: each }])),
  "GET /tasks": ({ query }) => {
    const filters = JSON.parse(query["filters"] ?? "{}") as Record<string, Record<string, true>>;
    const wanted = filters["service"];
    return { json: wanted ? tasks.filter((task) => wanted[task.ServiceID]) : tasks };
  },
};

test("node ls: prints the table that docker prints", async (t) => {
  const { code, stdout, stderr } = await skein(["node", "ls"], { routes: ROUTES });

  t.is(stderr, "");
  t.is(code, 0);
  t.is(
    stdout,
    [
      "ID                            HOSTNAME   STATUS    AVAILABILITY   MANAGER STATUS   ENGINE VERSION",
      "nxy922z12bmu0ucpg25ix5jy5 *   rb3        Ready     Active         Leader           20.10.24+dfsg1",
      "",
    ].join("\n"),
  );
});

test("node ls: prints docker's JSON fields, sorted", async (t) => {
  const { stdout } = await skein(["node", "ls", "--format", "json"], { routes: ROUTES });

  t.is(
    stdout,
    '{"Availability":"Active","EngineVersion":"20.10.24+dfsg1","Hostname":"rb3",' +
      '"ID":"nxy922z12bmu0ucpg25ix5jy5","ManagerStatus":"Leader","Self":true,"Status":"Ready","TLSStatus":"Ready"}\n',
  );
});

test("node ls: sorts hostnames as people count", async (t) => {
  const named = ["n10", "n2", "n1"].map((Hostname) => ({
    ...nodes[0],
    ID: `id-${Hostname}`,
    Description: { Hostname },
  }));
  const { stdout } = await skein(["node", "ls", "--format", "{{.Hostname}}"], {
    routes: { ...ROUTES, "GET /nodes": { json: named } },
  });

  t.is(stdout, "n1\nn2\nn10\n");
});

test("node ls: refuses a filter key it does not know, and names the flag", async (t) => {
  const { code, stderr, daemon } = await skein(["node", "ls", "-f", "colour=red"]);

  t.is(code, 125);
  t.regex(
    stderr,
    /^invalid argument "colour=red" for "-f, --filter" flag: invalid filter 'colour'/,
  );
  t.deepEqual(daemon.calls, []);
});

test("service ls: prints the table that docker prints", async (t) => {
  const { code, stdout, daemon } = await skein(["service", "ls"], { routes: ROUTES });

  t.is(code, 0);
  t.is(
    stdout,
    [
      "ID             NAME      MODE             REPLICAS               IMAGE            PORTS",
      "r674xqns3mb0   full      replicated       0/2 (max 4 per node)   busybox:latest   ",
      "s8ih5ondzhkr   glob      global           1/1                    busybox:latest   ",
      "jhl8sxhjyaej   job       replicated job   0/1 (1/1 completed)    busybox:latest   ",
      "i8w07lok1nod   min       replicated       1/1                    busybox:latest   ",
      "",
    ].join("\n"),
  );
  t.is(daemon.asked[0]?.query["status"], "true");
});

test("service ls: prints short IDs alone, without asking for counts", async (t) => {
  const { stdout, daemon } = await skein(["service", "ls", "-q"], { routes: ROUTES });

  t.is(stdout, "r674xqns3mb0\ns8ih5ondzhkr\njhl8sxhjyaej\ni8w07lok1nod\n");
  t.is(daemon.asked[0]?.query["status"], undefined);
});

test("service ls: refuses a template's field that is not there, and names those that are", async (t) => {
  const { code, stderr } = await skein(["service", "ls", "--format", "{{.Nope}}"], {
    routes: ROUTES,
  });

  t.is(code, 1);
  t.regex(
    stderr,
    /^template parsing error: there is no field \.Nope here: use one of \.ID, \.Name/,
  );
});

test("service ps: puts the tasks of a slot together, the newest first", async (t) => {
  const { code, stdout } = await skein(["service", "ps", "min"], { routes: ROUTES });

  t.is(code, 0);
  t.is(
    stdout,
    [
      "ID             NAME        IMAGE            NODE      DESIRED STATE   CURRENT STATE            ERROR     PORTS",
      "qeb9s3keuw30   min.1       busybox:latest   rb3       Running         Running 9 seconds ago              ",
      "08wfud59faqo    \\_ min.1   busybox:latest   rb3       Shutdown        Shutdown 9 seconds ago             ",
      "",
    ].join("\n"),
  );
});

test("service ps: prints what it found, names what it did not, and fails", async (t) => {
  const { code, stdout, stderr } = await skein(
    ["service", "ps", "-q", "nope", MIN.ID.slice(0, 5)],
    {
      routes: ROUTES,
    },
  );

  t.is(code, 1);
  t.is(stderr, "no such service: nope\n");
  t.true(stdout.includes("08wfud59faqorxnpoab2me0do\n"));
});
