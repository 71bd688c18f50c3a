import test from "ava";
import { NodeRole } from "../../src/model/generated/types.ts";
import { SimCertificates } from "./certificates.ts";
import { Simulation } from "./simulation.ts";

const SUBJECT = { nodeId: "n1", role: NodeRole.MANAGER, organization: "cluster" };
const HOUR_MS = 3_600_000;

test.serial("certificates: a signed one says whom it names, until it expires", async (t) => {
  const sim = new Simulation(1);
  const { clock, entropy } = sim.process("m1");
  const certificates = new SimCertificates(clock, entropy);
  const root = await certificates.createRoot();
  const { csr } = await certificates.createRequest();

  const certificate = await certificates.sign(root, csr, SUBJECT, HOUR_MS);

  t.like(await certificates.inspect(certificate, root.certificate), SUBJECT);
  await sim.advance(HOUR_MS + 1);
  await t.throwsAsync(() => certificates.inspect(certificate, root.certificate), {
    message: /expired/,
  });
});

test.serial(
  "certificates: another root, a foreign key and what is no request are refused",
  async (t) => {
    const { clock, entropy } = new Simulation(1).process("m1");
    const certificates = new SimCertificates(clock, entropy);
    const [root, other] = [await certificates.createRoot(), await certificates.createRoot()];
    const { csr } = await certificates.createRequest();
    const certificate = await certificates.sign(root, csr, SUBJECT, HOUR_MS);

    await t.throwsAsync(() => certificates.inspect(certificate, other.certificate), {
      message: /another root/,
    });
    await t.throwsAsync(
      () => certificates.sign({ ...root, key: other.key }, csr, SUBJECT, HOUR_MS),
      { message: /not its certificate's/ },
    );
    await t.throwsAsync(() => certificates.sign(root, new Uint8Array(3), SUBJECT, HOUR_MS), {
      message: /Not a certificate request/,
    });
    t.notDeepEqual(
      certificates.rootDigest(root.certificate),
      certificates.rootDigest(other.certificate),
    );
  },
);
