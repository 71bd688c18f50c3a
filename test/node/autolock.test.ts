import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { errorCodeOf } from "../../src/base/errors.ts";
import { makeEncryptionConfig, makeGetUnlockKeyRequest } from "../../src/model/generated/types.ts";
import { formatUnlockKey } from "../../src/system/unlock-key.ts";
import { CAService } from "../../src/wire/generated/services.ts";
import { Machine, never, until } from "./machines.ts";

const contentOf = (machine: Machine, name: string): string =>
  readFileSync(join(machine.path, "certificates", name), "utf8");

/** Its keys are sealed, and so is what they are sealed with. */
const isSealed = (machine: Machine): boolean =>
  existsSync(join(machine.path, "certificates", "vault.json")) &&
  contentOf(machine, "vault.json").includes('"sealed"');

/** A leader that is new gives it a moment later than it shows the cluster. */
async function keyOf({ daemon }: Machine): Promise<string> {
  let key = "";
  await until("the key is shown", async () => {
    const request = makeGetUnlockKeyRequest();
    const { unlockKey } = await daemon.control().unary(CAService.GetUnlockKey, request, {
      signal: never,
    });
    key = formatUnlockKey(unlockKey);
    return true;
  });
  return key;
}

function setAutolock(machine: Machine, locks: boolean, rotates = false): Promise<void> {
  const encryptionConfig = makeEncryptionConfig({ autoLockManagers: locks });
  return machine.updateCluster(() => ({ encryptionConfig }), { managerUnlockKey: rotates });
}

async function restart(machine: Machine): Promise<void> {
  await machine.stop();
  await machine.start();
}

const leads = (machine: Machine): boolean => machine.daemon.status().controlAvailable;

test.serial(
  "autolock: a manager that starts again does nothing before it has the key",
  async (t) => {
    const [one] = await Machine.boot(t, 1);
    await one!.init();
    t.true(contentOf(one!, "node.pem").includes("BEGIN PRIVATE KEY"));
    await setAutolock(one!, true);
    await until("the keys are sealed", () => isSealed(one!));
    const key = await keyOf(one!);
    const nodeId = one!.daemon.status().nodeId;
    t.regex(key, /^SWMKEY-1-[A-Za-z0-9+/]{43}$/);
    t.false(contentOf(one!, "node.pem").includes("PRIVATE KEY"));
    t.deepEqual(Object.keys(JSON.parse(contentOf(one!, "raft-keys.json")) as object), [
      "version",
      "sealed",
    ]);

    await restart(one!);
    const { daemon } = one!;
    t.is(daemon.status().localState, "locked");
    const locked = {
      message: /^Swarm is encrypted and needs to be unlocked before it can be used/,
    };
    t.throws(() => daemon.control(), locked);
    await t.throwsAsync(daemon.leave({ force: false }, never), { message: /encrypted and locked/ });
    await t.throwsAsync(one!.init(), { message: /already part of a swarm/ });
    await t.throwsAsync(one!.init({ forceNewCluster: true }), locked);

    t.false(await daemon.unlock(formatUnlockKey(new Uint8Array(32).fill(1)), never));
    const noKey = await t.throwsAsync(daemon.unlock("SWMKEY-1-x", never));
    t.is(errorCodeOf(noKey), "invalidArgument");
    t.is(daemon.status().localState, "locked");
    t.true(await daemon.unlock(`${key}\n`, never));
    await until("it leads", async () => (await one!.cluster()).id !== "");
    t.is(daemon.status().localState, "active");
    t.is(daemon.status().nodeId, nodeId);
    t.is(await keyOf(one!), key);
    await t.throwsAsync(daemon.unlock(key, never), { message: "swarm is not locked" });
  },
);

test.serial("autolock: a rotated key is asked for, and none when it is turned off", async (t) => {
  const [one, two] = await Machine.boot(t, 2);
  await one!.init();
  await two!.join(one!, "manager");
  await setAutolock(one!, true);
  await until("both are sealed", () => isSealed(one!) && isSealed(two!));
  const old = await keyOf(two!);
  const before = contentOf(two!, "vault.json");
  await setAutolock(two!, true, true);
  await until("it is sealed anew", () => contentOf(two!, "vault.json") !== before);
  const key = await keyOf(one!);
  t.not(key, old);

  await restart(two!);
  t.false(await two!.daemon.unlock(old, never));
  t.true(await two!.daemon.unlock(key, never));
  await until("it is back", () => leads(two!));

  await until("somebody leads", async () => (await two!.cluster()).id !== "");
  await setAutolock(two!, false);
  await until("both are open", () => !isSealed(one!) && !isSealed(two!));
  await restart(two!);
  await until("it is back without a key", () => leads(two!));
  await until("it knows that", async () => {
    return (await two!.cluster()).spec?.encryptionConfig?.autoLockManagers === false;
  });
  t.is(two!.daemon.status().localState, "active");
});

test.serial("autolock: a swarm can begin with it, and a locked node leaves by force", async (t) => {
  const [one] = await Machine.boot(t, 1);
  const spec = one!.daemon.defaultClusterSpec;
  const encryptionConfig = makeEncryptionConfig({ autoLockManagers: true });
  await one!.init({ spec: { ...spec, encryptionConfig } });
  await until("the keys are sealed", () => isSealed(one!));

  await restart(one!);
  t.is(one!.daemon.status().localState, "locked");
  await one!.daemon.leave({ force: true }, never);
  t.is(one!.daemon.status().localState, "inactive");
  await one!.init();
  t.true(contentOf(one!, "node.pem").includes("BEGIN PRIVATE KEY"));
});

test.serial("autolock: a manager that is demoted starts without a key", async (t) => {
  const [one, two] = await Machine.boot(t, 2);
  await one!.init();
  await setAutolock(one!, true);
  await two!.join(one!, "manager");
  await until("the second one is sealed", () => isSealed(two!));
  await one!.demote(two!);
  await until("it is open", () => !isSealed(two!));

  await restart(two!);
  t.is(two!.daemon.status().localState, "active");
});
