import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import test, { type ExecutionContext } from "ava";
import { OperationalError } from "../../src/base/errors.ts";
import { NodeRole } from "../../src/model/generated/types.ts";
import { StateDirectory } from "../../src/node/state-directory.ts";
import type { NodeState } from "../../src/node/state-file.ts";
import { x509Certificates } from "../../src/security/certificates.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { realLog } from "../../src/system/real/log.ts";

const log = realLog({ level: "silent" });
const STATE: NodeState = {
  version: 1,
  phase: "member",
  nodeId: "n1",
  clusterId: "c1",
  listenAddress: "0.0.0.0:2377",
  advertiseAddress: "192.0.2.1:2377",
  raftId: "12345678901234567890",
  managers: ["192.0.2.1:2377"],
};

function folder(t: ExecutionContext): string {
  const path = mkdtempSync(join(tmpdir(), "skein-state-"));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function open(t: ExecutionContext, path: string): Promise<StateDirectory> {
  const directory = await StateDirectory.open(path);
  t.teardown(() => directory.close().catch(() => undefined));
  return directory;
}

test("state directory: gives back what was saved, after a restart", async (t) => {
  const path = folder(t);
  const first = await open(t, path);
  t.is(await first.load(), undefined);
  await first.save(STATE);
  await first.close();

  t.deepEqual(await (await open(t, path)).load(), STATE);
});

test("state directory: a second daemon is refused while the first lives, and not after its kill -9", async (t) => {
  const path = folder(t);
  const module = new URL("../../src/node/state-directory.js", import.meta.url).href;
  const script = `import { StateDirectory } from ${JSON.stringify(module)};
    await StateDirectory.open(${JSON.stringify(path)}); process.kill(process.pid, "SIGKILL");`;
  const killed = await t.throwsAsync(
    promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]),
  );
  t.is((killed as Error & { signal: string }).signal, "SIGKILL");

  await open(t, path);

  await t.throwsAsync(StateDirectory.open(path), {
    message: /Another skeind \(process \d+\) uses the state directory/,
  });
});

test("state directory: a join that was cut short is undone", async (t) => {
  const path = folder(t);
  const directory = await open(t, path);
  await directory.save({ ...STATE, phase: "joining" });
  mkdirSync(join(path, "raft"));

  t.is(await directory.load(), undefined);
  t.is(await directory.load(), undefined);
});

test("state directory: a log whose removal was cut short is no damaged log", async (t) => {
  const path = folder(t);
  const directory = await open(t, path);
  await directory.save(STATE);
  mkdirSync(join(path, "raft"));
  writeFileSync(join(path, "raft", "CURRENT"), "MANIFEST-000001\n");
  mkdirSync(join(path, "raft.gone"));
  writeFileSync(join(path, "raft.gone", "000005.ldb"), "");

  await directory.forgetRaft();
  t.false(readdirSync(path).some((name) => name.startsWith("raft")));

  mkdirSync(join(path, "raft.gone"));
  t.deepEqual(await directory.load(), STATE);
  t.false(readdirSync(path).includes("raft.gone"));
});

test("state directory: leftovers without their state file are refused, and kept", async (t) => {
  const path = folder(t);
  const directory = await open(t, path);
  mkdirSync(join(path, "raft"));

  await t.throwsAsync(directory.load(), {
    message: /half-written: it has raft\/ but no state\.json/,
  });
});

test("state directory: a damaged state file is refused with the field and the remedy", async (t) => {
  const path = folder(t);
  const directory = await open(t, path);
  const damaged: readonly (readonly [string, RegExp])[] = [
    ['{"version": 1, "pha', /is not valid JSON/],
    ["[]", /is of version undefined/],
    ['{"version": 2}', /is of version 2, and this skeind knows version 1/],
    [JSON.stringify({ ...STATE, clusterId: 7 }), /lacks the text field "clusterId"/],
    [JSON.stringify({ ...STATE, raftId: "x" }), /"raftId" that is no decimal number/],
    [JSON.stringify({ ...STATE, managers: "all" }), /lacks the list "managers"/],
  ];

  for (const [text, message] of damaged) {
    writeFileSync(join(path, "state.json"), text);
    await t.throwsAsync(directory.load(), { message });
  }
});

test("state directory: certificates come back; missing, cut and mismatched ones are named", async (t) => {
  const path = folder(t);
  const directory = await open(t, path);
  const certificates = x509Certificates(realClock);
  const root = await certificates.createRoot();
  const subject = { nodeId: "n1", role: NodeRole.WORKER, organization: "c1" };
  const mine = await certificates.createRequest();
  const other = await certificates.createRequest();
  const certificate = await certificates.sign(root, mine.csr, subject, 3_600_000);
  const credentials = { root: root.certificate, certificate, key: mine.key };
  await t.throwsAsync(directory.loadCredentials(), { message: /root\.pem is missing/ });

  await directory.saveCredentials(credentials);
  t.deepEqual(await directory.loadCredentials(), credentials);
  await directory.saveCredentials({ ...credentials, key: other.key });
  await t.throwsAsync(directory.loadCredentials(), { message: /is not the certificate's/ });
  truncateSync(join(path, "certificates", "node.pem"), 10);
  await t.throwsAsync(directory.loadCredentials(), { message: /node\.pem is cut short/ });
});

test("state directory: a log that was begun must be there", async (t) => {
  const path = folder(t);
  const directory = await open(t, path);

  const error = await t.throwsAsync(directory.openRaft({ begun: true, log }), {
    instanceOf: OperationalError,
    message: /The database .*raft is damaged: .*no such file.*skein leave --force/,
  });
  t.is(error.code, "dataLoss");

  await (await directory.openRaft({ begun: false, log })).close();
  rmSync(join(path, "raft", "CURRENT"));
  await t.throwsAsync(directory.openRaft({ begun: true, log }), {
    message: /is damaged: the file CURRENT is missing\. .*join anew/,
  });
});

test("state directory: one that cannot be written is refused by name", async (t) => {
  const path = join(folder(t), "file");
  writeFileSync(path, "");

  await t.throwsAsync(StateDirectory.open(join(path, "below")), {
    message: /The directory .* cannot be written/,
  });
});
