import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { OperationalError } from "../../src/base/errors.ts";
import { NodeRole } from "../../src/model/generated/types.ts";
import { x509Certificates } from "../../src/security/certificates.ts";
import { inspectCertificate, keyMatches } from "../../src/security/inspect.ts";
import { identityOfSubject } from "../../src/security/roles.ts";
import type { SigningRoot } from "../../src/system/certificates.ts";
import { realClock } from "../../src/system/real/clock.ts";

const HOUR = 3_600_000;
const certificates = x509Certificates(realClock);
const root = await certificates.createRoot();
const { csr, key } = await certificates.createRequest();
const subject = { nodeId: "n1".padEnd(25, "x"), role: NodeRole.MANAGER, organization: "cluster1" };
const node = await certificates.sign(root, csr, subject, 24 * HOUR);

test("certificates: a node's certificate says who it is and who issued it", async (t) => {
  const facts = await certificates.inspect(node, root.certificate);

  t.like(facts, subject);
  t.true(keyMatches(node, key));
  t.false(keyMatches(node, root.key));
  t.true(Math.abs(facts.notAfterMs - Date.now() - 24 * HOUR) < 10_000);
  t.true(Math.abs(facts.notBeforeMs - Date.now() + HOUR) < 10_000);
});

test("certificates: openssl accepts the chain for servers and clients, and reads the names", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "skein-certificates-"));
  const [rootFile, nodeFile] = [join(folder, "root.pem"), join(folder, "node.pem")];
  writeFileSync(rootFile, root.certificate);
  writeFileSync(nodeFile, node);
  for (const purpose of ["sslserver", "sslclient"]) {
    t.regex(
      openssl("verify", "-x509_strict", "-purpose", purpose, "-CAfile", rootFile, nodeFile),
      /: OK/,
    );
  }
  const text = openssl("x509", "-in", nodeFile, "-noout", "-text");
  t.regex(text, /Subject: O ?= ?cluster1, OU ?= ?swarm-manager, CN ?= ?n1x/);
  t.regex(text, /DNS:swarm-manager, DNS:n1x+, DNS:swarm-ca/);
  t.regex(text, /CA:FALSE/);
  t.regex(
    openssl("x509", "-in", rootFile, "-noout", "-text"),
    /Subject: CN ?= ?swarm-ca[\s\S]*CA:TRUE/,
  );
  rmSync(folder, { recursive: true });
});

test("certificates: the issuer is reported as openssl encodes it", async (t) => {
  const facts = await certificates.inspect(node, root.certificate);
  const key = execFileSync("openssl", ["x509", "-noout", "-pubkey"], { input: root.certificate });
  const der = execFileSync("openssl", ["pkey", "-pubin", "-outform", "DER"], { input: key });

  t.deepEqual(Buffer.from(facts.issuerPublicKey), der);
  const text = execFileSync("openssl", ["asn1parse", "-inform", "DER"], {
    input: facts.issuerSubject,
  });
  t.regex(
    text.toString(),
    /SEQUENCE[\s\S]*SET[\s\S]*commonName[\s\S]*PRINTABLESTRING *:swarm-ca\n$/,
  );
});

test("certificates: foreign, expired, not yet valid and damaged certificates are refused with the reason", async (t) => {
  const foreign = await certificates.createRoot();
  const refused = (now: number, pem: string, trusted: string): string =>
    t.throws(() => inspectCertificate(now, pem, trusted), { instanceOf: OperationalError }).message;

  t.regex(refused(Date.now(), node, foreign.certificate), /another root/);
  t.regex(refused(Date.now() + 25 * HOUR, node, root.certificate), /expired/);
  t.regex(refused(Date.now() - 2 * HOUR, node, root.certificate), /valid only from/);
  t.regex(refused(Date.now(), node.slice(0, 200), root.certificate), /not valid PEM/);
  t.regex(refused(Date.now(), "", root.certificate), /not valid PEM/);
  t.regex(refused(Date.now(), node, "nothing"), /the root is not valid PEM/);
  t.regex(refused(Date.now(), root.certificate, root.certificate), /names no node/);
});

test("certificates: what is no request, or not signed by its own key, is refused", async (t) => {
  const other = await certificates.createRequest();
  const signWith = (bytes: Uint8Array): Promise<string> =>
    certificates.sign(root, bytes, subject, HOUR);
  const swapped = new TextDecoder().decode(other.csr).split("\n");
  swapped[2] = new TextDecoder().decode(csr).split("\n")[2] ?? "";

  await t.throwsAsync(signWith(new TextEncoder().encode("hello")), {
    message: /Not a certificate request/,
  });
  await t.throwsAsync(signWith(new TextEncoder().encode(swapped.join("\n"))), {
    message: /Not a certificate request/,
  });
});

test("certificates: a request is answered with exactly the key it asks for", async (t) => {
  const folder = folderOf(t);
  for (const curve of ["prime256v1", "secp384r1"]) {
    const keyFile = join(folder, `${curve}.key`);
    openssl("ecparam", "-name", curve, "-genkey", "-noout", "-out", keyFile);
    const made = openssl(
      "req",
      "-new",
      "-key",
      keyFile,
      "-subj",
      "/O=liar/OU=swarm-manager/CN=other",
    );
    const worker = { ...subject, role: NodeRole.WORKER };
    const pem = await certificates.sign(root, Buffer.from(made), worker, HOUR);

    t.true(keyMatches(pem, readFileSync(keyFile, "utf8")));
    t.like(await certificates.inspect(pem, root.certificate), worker);
  }
});

const ROOTS: readonly (readonly [string, readonly string[]])[] = [
  ["P-256 in SEC 1, as Docker keeps it", ["ecparam", "-name", "prime256v1", "-genkey", "-noout"]],
  ["P-384", ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"]],
  ["P-521", ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"]],
  ["RSA", ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]],
  ["Ed25519", ["genpkey", "-algorithm", "ED25519"]],
];
for (const [kind, generate] of ROOTS) {
  test(`certificates: an operator's own root signs, ${kind}`, async (t) => {
    const folder = folderOf(t);
    const [keyFile, rootFile, nodeFile] = ["key", "root", "node"].map((name) => join(folder, name));
    openssl(...generate, "-out", keyFile!);
    // A subject in UTF-8 strings and a key identifier that no hash gives.
    const config = fileOf(
      t,
      [
        "[req]\ndistinguished_name=name\nx509_extensions=ca\nprompt=no\nstring_mask=utf8only\nutf8=yes",
        "[name]\nO=Küche\nCN=our own ca",
        "[ca]\nsubjectKeyIdentifier=0102030405060708\nbasicConstraints=critical,CA:TRUE",
        "keyUsage=critical,keyCertSign\n",
      ].join("\n"),
    );
    openssl(
      ...["req", "-new", "-x509", "-config", config, "-key", keyFile!],
      ...["-days", "30", "-out", rootFile!],
    );
    const own = {
      certificate: readFileSync(rootFile!, "utf8"),
      key: readFileSync(keyFile!, "utf8"),
    };

    const pem = await certificates.sign(own, csr, subject, HOUR);
    writeFileSync(nodeFile!, pem);

    t.regex(openssl("verify", "-x509_strict", "-CAfile", rootFile!, nodeFile!), /: OK/);
    const facts = await certificates.inspect(pem, own.certificate);
    // Go compares the issuer's name with the root's byte for byte.
    const der = new X509Certificate(pem).raw;
    t.true(der.includes(Buffer.from(facts.issuerSubject)));
    t.like(facts, subject);
  });
}

test("certificates: a root whose key is another's, or none, signs nothing and shows nothing", async (t) => {
  const other = await certificates.createRoot();
  for (const key of [
    other.key,
    "-----BEGIN PRIVATE KEY-----\nsecretsecret\n-----END PRIVATE KEY-----\n",
    "",
  ]) {
    const broken = { certificate: root.certificate, key };
    const error = await t.throwsAsync(certificates.sign(broken, csr, subject, HOUR), {
      instanceOf: OperationalError,
      message: /^Cannot sign with this cluster's root: its key/,
    });
    // Not the request's fault, which would be held against the node.
    t.is(error.code, "failedPrecondition");
    t.notRegex(`${error.message} ${String(error.cause)}`, /secret/);
  }
});

test("certificates: times are whole seconds, in the last century of two digits and after it", async (t) => {
  for (const year of [2026, 2031, 2049]) {
    const clock = { ...realClock, wallMs: () => Date.UTC(year, 5, 1, 12, 0, 0, 789) };
    const then = x509Certificates(clock);
    const oldRoot = await then.createRoot();
    const pem = await then.sign(oldRoot, csr, subject, 365 * 24 * HOUR);

    t.notRegex(new X509Certificate(oldRoot.certificate).raw.toString("latin1"), /\d\.\d+Z/);
    t.notRegex(new X509Certificate(pem).raw.toString("latin1"), /\d\.\d+Z/);
    const facts = await then.inspect(pem, oldRoot.certificate);
    t.is(facts.notBeforeMs, Date.UTC(year, 5, 1, 11, 0, 0));
    t.is(facts.notAfterMs, Date.UTC(year, 5, 1, 12, 0, 0) + 365 * 24 * HOUR);
    const text = openssl("x509", "-noout", "-enddate", "-in", fileOf(t, oldRoot.certificate));
    t.regex(text, new RegExp(`12:00:00 ${year + 20 - 1}|12:00:00 ${year + 20}`));
  }
});

test("certificates: while the root changes, those who know either root believe a node", async (t) => {
  const next = await certificates.createRoot();
  const crossed = crossSign(t, next, root, "CA:TRUE", "30");
  const pem = (await certificates.sign(next, csr, subject, HOUR)) + crossed;

  for (const trusted of [root, next]) {
    const facts = await certificates.inspect(pem, trusted.certificate);
    t.like(facts, subject);
    t.deepEqual(facts.issuerPublicKey, publicKeyOf(next.certificate));
  }
  const both = `${root.certificate}${next.certificate}`;
  t.like(await certificates.inspect(pem, both), subject);
  const strange = await certificates.createRoot();
  await t.throwsAsync(certificates.inspect(pem, strange.certificate), {
    message: /its issuer was not certified by this cluster's root/,
  });
});

test("certificates: only a valid authority can stand between a node and the root", async (t) => {
  const next = await certificates.createRoot();
  const leaf = await certificates.sign(next, csr, subject, HOUR);
  const refused = async (between: string, message: RegExp): Promise<unknown> =>
    t.throwsAsync(certificates.inspect(leaf + between, root.certificate), { message });

  await refused(crossSign(t, next, root, "CA:FALSE", "30"), /another root/);
  await refused(crossSign(t, next, root, "CA:TRUE", "-1"), /issuer's certificate expired/);
  // A node that signs with its own key is no authority.
  const rogue = { certificate: node, key };
  const forged = await certificates.sign(rogue, csr, { ...subject, nodeId: "n2" }, HOUR);
  await t.throwsAsync(certificates.inspect(forged + node, root.certificate), {
    message: /another root/,
  });
  await t.throwsAsync(certificates.inspect(forged, node), { message: /another root/ });
});

test("certificates: a subject names a node only when it says all three things", (t) => {
  t.deepEqual(identityOfSubject({ CN: "n1", OU: "swarm-worker", O: "c1" }), {
    nodeId: "n1",
    role: NodeRole.WORKER,
    organization: "c1",
  });
  t.is(
    identityOfSubject({ CN: "n1", OU: ["swarm-worker", "swarm-manager"], O: "c1" })?.role,
    NodeRole.WORKER,
  );
  for (const lacking of [
    { CN: "n1", O: "c1" },
    { CN: "n1", OU: "swarm-worker" },
    { OU: "swarm-worker", O: "c1" },
    { CN: "", OU: "swarm-worker", O: "c1" },
    { CN: "n1", OU: "swarm-ca", O: "c1" },
  ]) {
    t.is(identityOfSubject(lacking), undefined);
  }
});

function openssl(...args: string[]): string {
  return execFileSync("openssl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function folderOf(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), "skein-certificates-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function fileOf(t: ExecutionContext, text: string): string {
  const file = join(folderOf(t), "file");
  writeFileSync(file, text);
  return file;
}

/** The key of `next`, certified by `old`. */
function crossSign(
  t: ExecutionContext,
  next: SigningRoot,
  old: SigningRoot,
  constraint: string,
  days: string,
): string {
  const request = fileOf(
    t,
    openssl("req", "-new", "-key", fileOf(t, next.key), "-subj", "/CN=swarm-ca"),
  );
  const extensions = fileOf(
    t,
    `basicConstraints=critical,${constraint}\nkeyUsage=critical,keyCertSign\n`,
  );
  return openssl(
    ...["x509", "-req", "-in", request, "-days", days, "-extfile", extensions],
    ...["-CA", fileOf(t, old.certificate), "-CAkey", fileOf(t, old.key), "-set_serial", "7"],
  );
}

function publicKeyOf(pem: string): Uint8Array {
  return new Uint8Array(new X509Certificate(pem).publicKey.export({ type: "spki", format: "der" }));
}
