import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { NodeRole } from "../../src/model/generated/types.ts";
import { KeyVault } from "../../src/node/key-vault.ts";
import { StateDirectory } from "../../src/node/state-directory.ts";
import type { NodeCredentials } from "../../src/rpc/credentials.ts";
import { x509Certificates } from "../../src/security/certificates.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { realEntropy } from "../../src/system/real/entropy.ts";
import { realLog } from "../../src/system/real/log.ts";

const log = realLog({ level: "silent" });
const KEY = new Uint8Array(32).fill(7);
const OTHER = new Uint8Array(32).fill(8);
const VALUE = Buffer.from("what the log says");

async function credentialsOf(nodeId: string): Promise<NodeCredentials> {
  const certificates = x509Certificates(realClock);
  const root = await certificates.createRoot();
  const { csr, key } = await certificates.createRequest();
  const subject = { nodeId, role: NodeRole.MANAGER, organization: "c1" };
  const certificate = await certificates.sign(root, csr, subject, 3_600_000);
  return { root: root.certificate, certificate, key };
}

/** A state directory, used by one process after the other. */
class Disk {
  readonly path = mkdtempSync(join(tmpdir(), "skein-vault-"));

  constructor(t: ExecutionContext) {
    t.teardown(() => rmSync(this.path, { recursive: true, force: true }));
  }

  get vault(): string {
    return join(this.path, "certificates", "vault.json");
  }

  async with<T>(work: (directory: StateDirectory) => Promise<T>): Promise<T> {
    const directory = await StateDirectory.open(this.path);
    try {
      return await work(directory);
    } finally {
      await directory.close();
    }
  }

  /** What the log holds, read with the keys that are there. */
  async readLog(directory: StateDirectory): Promise<string> {
    const storage = await directory.openRaft({ begun: true, log });
    const value = await storage.get("k");
    await storage.close();
    return Buffer.from(value ?? []).toString();
  }

  async begin(credentials: NodeCredentials): Promise<void> {
    await this.with(async (directory) => {
      await directory.saveCredentials(credentials);
      const storage = await directory.openRaft({ begun: false, log });
      await storage.batch([{ type: "put", key: "k", value: VALUE }], { sync: true });
      await storage.close();
    });
  }
}

test("key vault: wherever locking is cut short, everything can be read as before", async (t) => {
  const disk = new Disk(t);
  const credentials = await credentialsOf("n1");
  await disk.begin(credentials);
  const readable = (): Promise<void> =>
    disk.with(async (directory) => {
      t.false(await directory.isLocked());
      t.deepEqual(await directory.loadCredentials(), credentials);
      t.is(await disk.readLog(directory), VALUE.toString());
    });

  // The vault is made, and nothing is sealed yet; then the node's key is, and the log's keys are not.
  await (await KeyVault.open(disk.vault, (count) => realEntropy.bytes(count))).make();
  await readable();
  await disk.with((directory) => directory.saveCredentials(credentials));
  await readable();

  t.true(await disk.with((directory) => directory.setUnlockKey(KEY)));
  await disk.with(async (directory) => {
    t.true(await directory.isLocked());
    await t.throwsAsync(directory.loadCredentials(), { message: /keys are locked/ });
  });
});

test("key vault: only the key that it was locked with last opens it", async (t) => {
  const disk = new Disk(t);
  const credentials = await credentialsOf("n1");
  await disk.begin(credentials);
  await disk.with(async (directory) => {
    const storage = await directory.openRaft({ begun: true, log });
    t.true(await directory.setUnlockKey(OTHER));
    t.false(await directory.setUnlockKey(OTHER), "as it is");
    t.false(await directory.setUnlockKey(KEY), "rotated");
    await directory.rotateRaftKey();
    await directory.saveCredentials(credentials);
    await storage.close();
  });
  for (const name of ["node.pem", "raft-keys.json", "vault.json"]) {
    const text = readFileSync(join(disk.path, "certificates", name), "utf8");
    t.notRegex(text, /PRIVATE KEY|"key"/, name);
  }

  await disk.with(async (directory) => {
    t.false(await directory.unlock(OTHER));
    t.true(await directory.isLocked());
    t.true(await directory.unlock(KEY));
    t.deepEqual(await directory.loadCredentials(), credentials);
    t.is(await disk.readLog(directory), VALUE.toString());
    t.false(await directory.setUnlockKey(KEY));
    t.false(await directory.setUnlockKey(undefined));
  });
  await disk.with(async (directory) => {
    t.false(await directory.isLocked());
    t.deepEqual(await directory.loadCredentials(), credentials);
  });
});

test("key vault: one that is missing, damaged or another's is named", async (t) => {
  const disk = new Disk(t);
  await disk.begin(await credentialsOf("n1"));
  await disk.with((directory) => directory.setUnlockKey(KEY));
  const reading = async (): Promise<string> => {
    const error = await t.throwsAsync(disk.with((directory) => directory.loadCredentials()));
    return error?.message ?? "";
  };

  rmSync(disk.vault);
  t.regex(await reading(), /vault\.json is missing, .*Restore it from a backup/);
  writeFileSync(disk.vault, "{ no json");
  t.regex(await reading(), /vault\.json .*is not valid JSON/);
  writeFileSync(disk.vault, '{"version":1,"key":"c2hvcnQ="}');
  t.regex(await reading(), /holds no key/);
  writeFileSync(
    disk.vault,
    JSON.stringify({ version: 1, key: Buffer.alloc(32).toString("base64") }),
  );
  t.regex(await reading(), /certificates .* are damaged/);
});
