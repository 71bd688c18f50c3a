import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { OperationalError } from "../../src/base/errors.ts";
import { NodeRole } from "../../src/model/generated/types.ts";
import {
  inspectCertificate,
  keyMatches,
  x509Certificates,
} from "../../src/security/certificates.ts";
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
  const openssl = (...args: string[]): string =>
    execFileSync("openssl", args, { encoding: "utf8" });

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
  t.is(Buffer.from(facts.issuerSubject).subarray(-8).toString(), "swarm-ca");
});

test("certificates: foreign, expired, not yet valid and damaged certificates are refused with the reason", async (t) => {
  const foreign = await certificates.createRoot();
  const refused = (now: number, pem: string, trusted: string): string =>
    t.throws(() => inspectCertificate(now, pem, trusted), { instanceOf: OperationalError }).message;

  t.regex(refused(Date.now(), node, foreign.certificate), /another root/);
  t.regex(refused(Date.now() + 25 * HOUR, node, root.certificate), /expired/);
  t.regex(refused(Date.now() - 2 * HOUR, node, root.certificate), /valid only from/);
  t.regex(refused(Date.now(), node.slice(0, 200), root.certificate), /not valid PEM/);
  t.regex(refused(Date.now(), root.certificate, root.certificate), /no role/);
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
