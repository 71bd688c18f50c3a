import test from "ava";
import { recorded } from "../recorded-daemon.ts";
import { skein } from "../run-in-process.ts";

const [manager] = recorded("nodes");
const swarm = recorded("swarm");
const info = recorded("info");

const MANAGER = {
  [`GET /nodes/${manager.ID}`]: { json: manager },
  "GET /swarm": { json: swarm },
  "GET /info": { json: info },
};
const JOIN_AS_WORKER = `skein join --token ${swarm.JoinTokens.Worker} 10.88.3.1:2377`;

test("init: starts a swarm and prints how workers join it", async (t) => {
  const { code, stdout, stderr, daemon } = await skein(["init", "--advertise-addr", "10.88.3.1"], {
    routes: { ...MANAGER, "POST /swarm/init": { json: manager.ID } },
  });

  t.is(stderr, "");
  t.is(code, 0);
  t.is(
    stdout,
    `Swarm initialized: current node (${manager.ID}) is now a manager.\n\n` +
      "To add a worker to this swarm, run the following command:\n\n" +
      `    ${JOIN_AS_WORKER}\n\n` +
      "To add a manager to this swarm, run 'skein join-token manager' and follow the instructions.\n",
  );
  t.like(daemon.asked[0]?.body, {
    ListenAddr: "0.0.0.0:2377",
    AdvertiseAddr: "10.88.3.1",
    Availability: "",
    SubnetSize: 24,
    Spec: { Orchestration: {}, Dispatcher: {}, CAConfig: {} },
  });
});

test("init: sends only the settings that were given", async (t) => {
  const line =
    "init --listen-addr 127.0.0.1 --cert-expiry 24h --task-history-limit 3 --dispatcher-heartbeat 7s --availability drain";
  const { daemon } = await skein(line.split(" "), {
    routes: { ...MANAGER, "POST /swarm/init": { json: manager.ID } },
  });

  t.like(daemon.asked[0]?.body, {
    ListenAddr: "127.0.0.1:2377",
    Availability: "drain",
    Spec: {
      Orchestration: { TaskHistoryRetentionLimit: 3 },
      Raft: {},
      Dispatcher: { HeartbeatPeriod: 7e9 },
      CAConfig: { NodeCertExpiry: 86400e9 },
    },
  });
});

for (const [path, words] of [
  ["/swarm/init", ["init"]],
  ["/swarm/join", ["join", "--token", "SWMTKN-1-x", "10.0.0.1"]],
] as const) {
  test(`${words[0]}: names the flag that helps where the daemon cannot choose an address`, async (t) => {
    const message = "could not find the system's IP address";
    const { code, stderr } = await skein(words, {
      routes: { [`POST ${path}`]: { status: 400, message } },
    });

    t.is(code, 1);
    t.is(stderr, `Error response from daemon: ${message} - specify one with --advertise-addr\n`);
  });
}

test("init --force-new-cluster: says what is left of the swarm and what to do next", async (t) => {
  const { code, stdout, daemon } = await skein(["init", "--force-new-cluster"], {
    routes: { "GET /info": { json: info }, "POST /swarm/init": { json: manager.ID } },
  });

  t.is(code, 0);
  t.like(daemon.asked.at(-1)?.body, { ForceNewCluster: true, AdvertiseAddr: "" });
  t.true(stdout.startsWith(`This node (${manager.ID}) is now the only manager of its swarm.\n`));
  t.regex(stdout, /run 'skein node ls'[^]*'skein node promote NODE NODE'[^]*'skein node rm NODE'/);
});

test("init --force-new-cluster: begins no empty swarm on a node that was in none", async (t) => {
  const { code, stderr, daemon } = await skein(["init", "--force-new-cluster"], {
    routes: { "GET /info": { json: { Swarm: { LocalNodeState: "inactive" } } } },
  });

  t.is(code, 1);
  t.regex(stderr, /^This node is part of no swarm, so there is nothing here to make a new cluster/);
  t.deepEqual(daemon.calls, ["GET /info"]);
});

const KEY = `SWMKEY-1-${"k".repeat(43)}`;
const LOCKING = { ...swarm, Spec: { ...swarm.Spec, EncryptionConfig: { AutoLockManagers: true } } };
const SHOWS_KEY = { "GET /swarm/unlockkey": { json: { UnlockKey: KEY } } };
const ADVICE =
  "To unlock a swarm manager after it restarts, run the `skein swarm unlock`\n" +
  `command and provide the following key:\n\n    ${KEY}\n\n` +
  "Remember to store this key in a password manager, since without it you\n" +
  "will not be able to restart the manager.\n";

test("init: with --autolock it says the key", async (t) => {
  const routes = { ...MANAGER, ...SHOWS_KEY, "POST /swarm/init": { json: manager.ID } };
  const { code, stdout, daemon } = await skein(["init", "--autolock"], { routes });

  t.is(code, 0);
  t.true(stdout.endsWith(`follow the instructions.\n\n${ADVICE}`));
  t.like(daemon.asked[0]?.body, {
    AutoLockManagers: true,
    Spec: { EncryptionConfig: { AutoLockManagers: true } },
  });
});

test("swarm update: says the key when managers begin to be locked, and only then", async (t) => {
  const said = async (answer: object, ...words: string[]): Promise<string> => {
    const routes = {
      ...SHOWS_KEY,
      ...{ "GET /swarm": { json: answer }, "POST /swarm/update": { json: undefined } },
    };
    return (await skein(["swarm", "update", ...words], { routes })).stdout;
  };

  t.is(await said(swarm, "--autolock"), `Swarm updated.\n\n${ADVICE}`);
  t.is(await said(LOCKING, "--autolock"), "Swarm updated.\n");
  t.is(await said(LOCKING, "--autolock=false"), "Swarm updated.\n");
});

test("swarm unlock-key: prints the key, rotates it, and says where there is none", async (t) => {
  const routes = {
    ...SHOWS_KEY,
    ...{ "GET /swarm": { json: LOCKING }, "POST /swarm/update": { json: undefined } },
  };
  const plain = await skein(["swarm", "unlock-key"], { routes });
  const rotated = await skein(["swarm", "unlock-key", "--rotate"], { routes });
  const quiet = await skein(["swarm", "unlock-key", "-q", "--rotate"], { routes });
  t.is(plain.stdout, ADVICE);
  t.is(rotated.stdout, `Successfully rotated manager unlock key.\n\n${ADVICE}`);
  t.is(quiet.stdout, `${KEY}\n`);
  t.like(rotated.daemon.asked[1]?.query, { rotateManagerUnlockKey: "true" });

  const open = {
    "GET /swarm": { json: swarm },
    "GET /swarm/unlockkey": { json: { UnlockKey: "" } },
  };
  const none = await skein(["swarm", "unlock-key"], { routes: open });
  t.is(none.stderr, "no unlock key is set\n");
  const vain = await skein(["swarm", "unlock-key", "--rotate"], { routes: open });
  t.is(vain.stderr, "cannot rotate because autolock is not turned on\n");
  t.is(vain.code, 1);
});

test("swarm unlock: gives the key that is typed or piped in, where there is something to unlock", async (t) => {
  const at = (state: string): Promise<Awaited<ReturnType<typeof skein>>> =>
    skein(["swarm", "unlock"], {
      input: `${KEY}\n`,
      routes: {
        "GET /info": { json: { Swarm: { LocalNodeState: state } } },
        "POST /swarm/unlock": { json: undefined },
      },
    });
  const locked = await at("locked");
  t.is(locked.code, 0);
  t.deepEqual(locked.daemon.asked[1]?.body, { UnlockKey: KEY });
  t.is((await at("active")).stderr, "swarm is not locked\n");
  t.is((await at("inactive")).stderr, "This node is not part of a swarm\n");
});

for (const [role, words] of [
  ["worker", ["join"]],
  ["manager", ["swarm", "join"]],
] as const) {
  test(`${words.join(" ")}: says that the node became a ${role}`, async (t) => {
    const { code, stdout, daemon } = await skein([...words, "--token", "SWMTKN-1-x", "10.0.0.1"], {
      routes: {
        "POST /swarm/join": { json: undefined },
        "GET /info": { json: { Swarm: { ControlAvailable: role === "manager" } } },
      },
    });

    t.is(code, 0);
    t.is(stdout, `This node joined a swarm as a ${role}.\n`);
    t.deepEqual(daemon.asked[0]?.body, {
      ListenAddr: "0.0.0.0:2377",
      AdvertiseAddr: "",
      DataPathAddr: "",
      RemoteAddrs: ["10.0.0.1:2377"],
      JoinToken: "SWMTKN-1-x",
      Availability: "",
    });
  });
}

test("join: says how to get a token where none is given", async (t) => {
  const { code, stderr, daemon } = await skein(["join", "10.0.0.1:2377"]);

  t.is(code, 1);
  t.regex(stderr, /^--token is needed .*skein join-token worker/);
  t.deepEqual(daemon.calls, []);
});

test("join-token: prints the join command of the role", async (t) => {
  const { code, stdout } = await skein(["join-token", "worker"], { routes: MANAGER });

  t.is(code, 0);
  t.is(
    stdout,
    `To add a worker to this swarm, run the following command:\n\n    ${JOIN_AS_WORKER}\n\n`,
  );
});

test("join-token: rotates with the swarm's own spec, and prints the token alone when quiet", async (t) => {
  const { code, stdout, daemon } = await skein(
    ["swarm", "join-token", "-q", "--rotate", "manager"],
    {
      routes: { ...MANAGER, "POST /swarm/update": { json: undefined } },
    },
  );

  t.is(code, 0);
  t.is(stdout, `${swarm.JoinTokens.Manager}\n`);
  t.deepEqual(daemon.calls, ["GET /swarm", "POST /swarm/update", "GET /swarm"]);
  t.deepEqual(daemon.asked[1]?.body, swarm.Spec);
  t.like(daemon.asked[1]?.query, {
    version: "10",
    rotateManagerToken: "true",
    rotateWorkerToken: "false",
  });
});

test("join-token: refuses an unknown role without asking the daemon", async (t) => {
  const { code, stderr, daemon } = await skein(["join-token", "boss"]);

  t.is(code, 1);
  t.is(stderr, 'unknown role boss: use "worker" or "manager"\n');
  t.deepEqual(daemon.calls, []);
});

test("leave: leaves, by force when asked", async (t) => {
  const routes = { "POST /swarm/leave": { json: undefined } };
  const plain = await skein(["leave"], { routes });
  const forced = await skein(["leave", "-f"], { routes });

  t.is(plain.stdout, "Node left the swarm.\n");
  t.deepEqual(plain.daemon.asked[0]?.query, {});
  t.deepEqual(forced.daemon.asked[0]?.query, { force: "1" });
});

test("leave: prints the daemon's reason and fails", async (t) => {
  const { code, stdout, stderr } = await skein(["leave"], {
    routes: { "POST /swarm/leave": { status: 503, message: "This node is not part of a swarm" } },
  });

  t.is(code, 1);
  t.is(stdout, "");
  t.is(stderr, "Error response from daemon: This node is not part of a swarm\n");
});

test("swarm update: containers of other nodes are forbidden by a label, and allowed without it", async (t) => {
  const other = { team: "web" };
  const asked = async (setting: string, labels: object): Promise<unknown> => {
    const answer = { ...swarm, Spec: { ...swarm.Spec, Labels: labels } };
    const routes = { "GET /swarm": { json: answer }, "POST /swarm/update": { json: undefined } };
    const words = ["swarm", "update", "--remote-containers", setting];
    const { code, daemon } = await skein(words, { routes });
    t.is(code, 0);
    return (daemon.asked.at(-1)?.body as { Labels: unknown }).Labels;
  };
  const closed = { ...other, "skein.remote-containers": "off" };
  t.deepEqual(await asked("off", other), closed);
  t.deepEqual(await asked("on", closed), other);
});
