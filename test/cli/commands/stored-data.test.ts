import test from "ava";
import { skein } from "../run-in-process.ts";

const CREATED = { json: { ID: "new1" }, status: 201 };

for (const kind of ["secret", "config"] as const) {
  test(`${kind} create: sends a file, labels and the template driver`, async (t) => {
    const line = [kind, "create", "-l", "a=b", "-l", "c", "--template-driver", "golang", "k", "f"];
    const { code, stdout, daemon } = await skein(line, {
      routes: { [`POST /${kind}s/create`]: CREATED },
      files: { f: "hi" },
    });

    t.is(code, 0);
    t.is(stdout, "new1\n");
    t.deepEqual(daemon.asked[0]?.body, {
      ...{ Name: "k", Labels: { a: "b", c: "" }, Data: "aGk=" },
      Templating: { Name: "golang" },
    });
  });

  test(`${kind} create: reads what is piped in, and refuses nothing and what is not there`, async (t) => {
    const routes = { [`POST /${kind}s/create`]: CREATED };

    const piped = await skein([kind, "create", "k", "-"], { routes, input: "hi" });
    const empty = await skein([kind, "create", "k", "-"], { routes });
    const absent = await skein([kind, "create", "k", "/nope"], { routes });

    t.like(piped.daemon.asked[0]?.body, { Data: "aGk=" });
    t.is(empty.code, 1);
    t.is(empty.stderr, "error reading from STDIN: data is empty\n");
    t.is(absent.code, 1);
    t.regex(absent.stderr, /^error reading from \/nope: is it there/);
    t.deepEqual(empty.daemon.asked, []);
  });

  test(`${kind} rm: goes on after a failure and exits with 1`, async (t) => {
    const { code, stdout, stderr, daemon } = await skein([kind, "rm", "a", "b"], {
      routes: {
        [`DELETE /${kind}s/a`]: { status: 400, message: `${kind} 'a' is in use` },
        [`DELETE /${kind}s/b`]: { text: "", status: 204 },
      },
    });

    t.is(code, 1);
    t.is(stdout, "b\n");
    t.is(stderr, `Error response from daemon: ${kind} 'a' is in use\n`);
    t.is(daemon.calls.length, 2);
  });
}

test("secret create: a driver takes the place of a file", async (t) => {
  const routes = { "POST /secrets/create": CREATED };

  const driven = await skein(["secret", "create", "-d", "vault", "k"], { routes });
  const both = await skein(["secret", "create", "-d", "vault", "k", "f"], { routes });
  const neither = await skein(["secret", "create", "k"], { routes });

  t.deepEqual(driven.daemon.asked[0]?.body, { Name: "k", Labels: {}, Driver: { Name: "vault" } });
  t.regex(both.stderr, /^When using secret driver secret data must be empty/);
  t.regex(neither.stderr, /^secret file is required/);
});
