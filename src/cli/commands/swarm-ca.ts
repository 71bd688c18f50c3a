import { defineCommand, refuse, type CommandContext } from "../command.ts";
import { messageOf } from "../../base/errors.ts";
import type { Swarm, SwarmSpec } from "../engine-api.ts";
import { ExitError } from "../exit.ts";
import { durationFlag, switchFlag, textFlag } from "../flags/flag.ts";
import type { FlagValues } from "../flags/parse-flags.ts";
import { waitForRoot } from "../progress/wait-root.ts";

const FLAGS = {
  rotate: switchFlag("rotate", "Replace the root certificate, and every node's with it"),
  caCert: textFlag("ca-cert", "With --rotate: file of the new root certificate (PEM)", {
    takes: "file",
  }),
  caKey: textFlag("ca-key", "With --rotate: file of the new root's private key (PEM)", {
    takes: "file",
  }),
  certExpiry: durationFlag(
    "cert-expiry",
    "With --rotate: how long new node certificates are valid, an hour at least",
  ),
  detach: switchFlag("detach", "With --rotate: do not wait until all nodes are done", {
    short: "d",
  }),
  quiet: switchFlag("quiet", "With --rotate: print no progress and no certificate", { short: "q" }),
} as const;

type CaFlags = FlagValues<typeof FLAGS>;

export const ca = defineCommand({
  name: "ca",
  usage: "[OPTIONS]",
  summary: "Print or replace the root certificate",
  details:
    "Every node believes whom the root certificate vouches for. With --rotate a new one is made, or an " +
    "own one taken; nodes get new certificates one after the other, without a restart, and then the " +
    "new root is the root. The join tokens change with it. A node that is down holds this up until it " +
    "is back, or removed.",
  examples: [
    ["skein swarm ca", "Print the root certificate"],
    ["skein swarm ca --rotate", "Replace it, after a manager's disk has got into wrong hands"],
    ["skein swarm ca --rotate --ca-cert ca.pem --ca-key ca.key", "Use the company's own"],
  ],
  seeAlso: [
    "skein node ls        TLS STATUS says which nodes are done",
    "skein swarm update   --cert-expiry changes the validity alone",
    "skein join-token     print the new tokens",
  ],
  arity: { least: 0, most: 0 },
  flags: FLAGS,
  run: async (context, flags) => {
    const { client, stderr } = context;
    const swarm = await client.get<Swarm>("/swarm");
    if (flags.rotate !== true) {
      refuseWithoutRotate(flags);
      printRoot(context, swarm);
      return;
    }
    const { Spec: spec, Version: version } = swarm;
    await client.post("/swarm/update", await changedSpec(context, spec, flags), {
      query: {
        version: version.Index ?? 0,
        ...{ rotateWorkerToken: false, rotateManagerToken: false, rotateManagerUnlockKey: false },
      },
    });
    if (flags.detach === true) return;
    const say = (line: string): void => {
      if (flags.quiet !== true) stderr.write(`${line}\n`);
    };
    const done = await waitForRoot(context, say);
    if (flags.quiet === true) return;
    say(`The join tokens have changed: '${context.program} join-token' prints them.`);
    printRoot(context, done);
  },
});

function printRoot({ stdout }: CommandContext, { TLSInfo: tls }: Swarm): void {
  const root = tls?.TrustRoot ?? "";
  if (root === "") refuse("this swarm shows no root certificate: ask a manager of it");
  stdout.write(root.endsWith("\n") ? root : `${root}\n`);
}

/** As docker does: without --rotate they would change nothing. */
function refuseWithoutRotate({ caCert, caKey, certExpiry }: CaFlags): void {
  const given = Object.entries({ "ca-cert": caCert, "ca-key": caKey, "cert-expiry": certExpiry });
  const [first] = given.flatMap(([name, value]) => (value === undefined ? [] : name));
  if (first !== undefined)
    refuse(`\`--${first}\` flag requires the \`--rotate\` flag to update the CA`);
}

async function changedSpec(
  context: CommandContext,
  spec: SwarmSpec,
  { caCert, caKey, certExpiry }: CaFlags,
): Promise<SwarmSpec> {
  if ((caCert === undefined) !== (caKey === undefined)) {
    refuse("--ca-cert and --ca-key go together: the managers sign with the key");
  }
  const config = {
    ...spec.CAConfig,
    ...(certExpiry !== undefined && { NodeCertExpiry: certExpiry }),
  };
  if (caCert === undefined || caKey === undefined) {
    return { ...spec, CAConfig: { ...config, ForceRotate: (config.ForceRotate ?? 0) + 1 } };
  }
  const [SigningCACert, SigningCAKey] = [
    await readPem(context, "--ca-cert", caCert),
    await readPem(context, "--ca-key", caKey),
  ];
  return { ...spec, CAConfig: { ...config, SigningCACert, SigningCAKey } };
}

async function readPem(context: CommandContext, flag: string, path: string): Promise<string> {
  try {
    return await context.readTextFile(path);
  } catch (error) {
    throw new ExitError(`${flag}: ${path} cannot be read: ${messageOf(error)}`, undefined, {
      cause: error,
    });
  }
}
