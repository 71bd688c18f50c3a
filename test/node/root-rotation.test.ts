import { X509Certificate } from "node:crypto";
import test from "ava";
import { NodeStatus_State, type CAConfig } from "../../src/model/generated/types.ts";
import { x509Certificates } from "../../src/security/certificates.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { Machine, until } from "./machines.ts";

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const bytes = (from: string): Uint8Array => new TextEncoder().encode(from);

const rotate = (machine: Machine, config: Partial<CAConfig>): Promise<void> =>
  machine.updateCluster(({ caConfig }) => ({ caConfig: { ...caConfig!, ...config } }));

const isOver = async (machine: Machine): Promise<boolean> =>
  (await machine.cluster()).rootCa?.rootRotation === undefined;

/** Every node is there and says that it believes in `root`, and is certified by it. */
async function allBelieve(machine: Machine, root: string, count: number): Promise<boolean> {
  const nodes = await machine.nodes();
  const { publicKey } = new X509Certificate(root);
  const key = publicKey.export({ type: "spki", format: "der" });
  return (
    nodes.length === count &&
    nodes.every(({ status, description }) => {
      const { trustRoot, certIssuerPublicKey } = description?.tlsInfo ?? {};
      const isCertified = key.equals(certIssuerPublicKey ?? new Uint8Array(0));
      return status?.state === NodeStatus_State.READY && text(trustRoot) === root && isCertified;
    })
  );
}

/** Three managers and a worker, all of them ready; gives the root. */
async function form(
  first: Machine,
  second: Machine,
  third: Machine,
  worker: Machine,
): Promise<string> {
  await first.init();
  await second.join(first, "manager");
  await third.join(first, "manager");
  await worker.join(first, "worker");
  const root = text((await first.cluster()).rootCa?.caCert);
  await until("all are ready", () => allBelieve(first, root, 4));
  return root;
}

test.serial(
  "root rotation: every node gets a certificate of the new root, then it is the root",
  async (t) => {
    t.timeout(180_000);
    const machines = await Machine.boot(t, 5);
    const [first, second, third, worker, late] = machines as [
      Machine,
      Machine,
      Machine,
      Machine,
      Machine,
    ];
    const oldRoot = await form(first, second, third, worker);
    const oldTokens = await first.tokens();

    await rotate(second, { forceRotate: 1 });
    await until("it is over", () => isOver(first));
    const { rootCa } = await second.cluster();
    const root = text(rootCa?.caCert);
    t.not(root, oldRoot);
    await until("all believe in the new root", () => allBelieve(second, root, 4));
    t.not(rootCa?.joinTokens?.worker.split("-")[2], oldTokens.worker.split("-")[2]);
    await t.throwsAsync(late.joinWith(first, oldTokens.worker));
    await late.join(third, "manager");
    await until("the late one is ready", () => allBelieve(first, root, 5));

    // What is on the disks is good for another life of everybody.
    for (const machine of machines) await machine.stop();
    await Promise.all(machines.map((machine) => machine.start()));
    await until("all are ready after a restart", () => allBelieve(third, root, 5));
  },
);

test.serial(
  "root rotation: waits for a node that is away; an operator's root; leaders come and go",
  async (t) => {
    t.timeout(180_000);
    const [first, second, third, worker] = (await Machine.boot(t, 4)) as [
      Machine,
      Machine,
      Machine,
      Machine,
    ];
    await form(first, second, third, worker);
    const { certificate, key } = await x509Certificates(realClock).createRoot();

    await worker.stop();
    await rotate(first, { signingCaCert: bytes(certificate), signingCaKey: bytes(key) });
    const issuer = new X509Certificate(certificate).publicKey.export({
      type: "spki",
      format: "der",
    });
    await until("all who are there have new certificates", async () => {
      const nodes = await first.nodes();
      const certified = nodes.filter(({ description }) =>
        issuer.equals(description?.tlsInfo?.certIssuerPublicKey ?? new Uint8Array(0)),
      );
      return certified.length === 3;
    });
    t.false(await isOver(first));
    await first.stop();
    await until("somebody else leads", async () => (await second.leads()) || third.leads());
    t.false(await isOver(second));

    await worker.start();
    await first.start();
    await until("it is over", () => isOver(second));
    await until("all believe in it", () => allBelieve(second, certificate, 4));
  },
);
