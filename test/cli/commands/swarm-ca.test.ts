import test from "ava";
import type { Node } from "../../../src/cli/engine-api.ts";
import { node } from "../cluster.ts";
import { recorded } from "../recorded-daemon.ts";
import { HastyClock, skein, type Outcome } from "../run-in-process.ts";

const swarm = recorded("swarm");
const [OLD, NEW] = ["old root\n", "new root\n"];

/** What a node says of itself: whose certificate it has, and in whom it believes. */
function nodeWith(name: string, issuer: string, trusts: string, state = "ready"): Node {
  const plain = node(name);
  const TLSInfo = { CertIssuerPublicKey: issuer, CertIssuerSubject: "s", TrustRoot: trusts };
  return {
    ...plain,
    Status: { ...plain.Status, State: state },
    Description: { ...plain.Description, TLSInfo },
  };
}

interface Moment {
  readonly issuer: string;
  readonly root: string;
  readonly isOnItsWay: boolean;
  readonly nodes: readonly Node[];
}

const [BEFORE, DURING] = [
  { issuer: "old", root: OLD, isOnItsWay: false },
  { issuer: "new", root: OLD, isOnItsWay: true },
];
const AFTER = { issuer: "new", root: NEW, isOnItsWay: false };

function rotating(
  flags: string,
  at: (elapsedMs: number) => Moment,
  files: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const clock = new HastyClock();
  const now = (): Moment => at(clock.elapsedMs);
  return skein(["swarm", "ca", ...flags.split(" ").filter((flag) => flag !== "")], {
    clock,
    files,
    routes: {
      "GET /swarm": () => {
        const { issuer, root, isOnItsWay } = now();
        return {
          json: {
            ...swarm,
            TLSInfo: { CertIssuerPublicKey: issuer, CertIssuerSubject: "s", TrustRoot: root },
            RootRotationInProgress: isOnItsWay,
          },
        };
      },
      "GET /nodes": () => ({ json: now().nodes }),
      "POST /swarm/update": { text: "" },
    },
  });
}

test("swarm ca: prints the root certificate, as a file may hold it", async (t) => {
  const { code, stdout, stderr } = await rotating("", () => ({ ...BEFORE, nodes: [] }));

  t.is(stderr, "");
  t.is(code, 0);
  t.is(stdout, OLD);
});

test("swarm ca --rotate: asks for another root and waits until all nodes believe in it", async (t) => {
  const { code, stdout, stderr, daemon } = await rotating("--rotate --cert-expiry 48h", (ms) => {
    if (ms < 1000) {
      return { ...DURING, nodes: [nodeWith("n1", "new", OLD), nodeWith("n2", "old", OLD, "down")] };
    }
    const late = nodeWith("n2", "new", ms < 3000 ? OLD : NEW);
    return { ...AFTER, nodes: [nodeWith("n1", "new", NEW), late] };
  });

  t.is(code, 0);
  t.is(
    stderr,
    "1 of 2 nodes have new certificates; waiting for n2, which is down\n" +
      "1 of 2 nodes have the new root\n" +
      "2 of 2 nodes have the new root\n" +
      "The join tokens have changed: 'skein join-token' prints them.\n",
  );
  t.is(stdout, NEW);
  const asked = daemon.asked.find(({ path }) => path === "/swarm/update");
  t.like(asked?.body, { Name: "default", CAConfig: { ForceRotate: 1, NodeCertExpiry: 172_800e9 } });
});

test("swarm ca --rotate: takes a root and its key from files, and does not wait when told so", async (t) => {
  const { code, stdout, daemon } = await rotating(
    "--rotate -d --ca-cert ca.pem --ca-key ca.key",
    () => ({ ...BEFORE, nodes: [] }),
    { "ca.pem": "certificate", "ca.key": "key" },
  );

  t.is(code, 0);
  t.is(stdout, "");
  const { CAConfig: config } = daemon.asked.at(-1)?.body as {
    readonly CAConfig: Readonly<Record<string, unknown>>;
  };
  t.like(config, { SigningCACert: "certificate", SigningCAKey: "key" });
  t.is(config["ForceRotate"], undefined);
});

const REFUSED: readonly (readonly [flags: string, message: RegExp])[] = [
  ["--cert-expiry 48h", /`--cert-expiry` flag requires the `--rotate` flag/],
  ["--ca-cert ca.pem --ca-key k", /`--ca-cert` flag requires the `--rotate` flag/],
  ["--rotate --ca-cert ca.pem", /--ca-cert and --ca-key go together/],
  ["--rotate --ca-cert none.pem --ca-key none.key", /--ca-cert: none.pem cannot be read/],
];
for (const [flags, message] of REFUSED) {
  test(`swarm ca: refuses ${flags}`, async (t) => {
    const { code, stderr, daemon } = await rotating(flags, () => ({ ...BEFORE, nodes: [] }));

    t.not(code, 0);
    t.regex(stderr, message);
    t.false(daemon.asked.some(({ path }) => path === "/swarm/update"));
  });
}
