import type { ExecutionContext } from "ava";
import { differenceOver, type Command } from "./cli/command.ts";
import { NETWORKS } from "./cli/networks.ts";
import { SERVICES } from "./cli/services.ts";
import { BothSides } from "./cli/sides.ts";
import { LOCKED, LOCKING, NODES, OUTSIDE, STORED, SWARM } from "./cli/swarm.ts";
import { importImage } from "./rig/engine-image.ts";
import { rigTests } from "./rig/guard.ts";

const rigTest = await rigTests();

async function alike(
  t: ExecutionContext,
  sides: BothSides,
  commands: readonly Command[],
): Promise<void> {
  const differences: string[] = [];
  for (const command of commands) {
    const difference = await differenceOver(sides, command);
    if (difference !== undefined) differences.push(difference);
  }
  t.is(differences.join("\n\n"), "");
}

rigTest(
  "docker: services are made, shown, changed, awaited and removed as with Docker",
  async (t) => {
    await using sides = await BothSides.managing();
    await Promise.all(
      [...sides.ours.hosts, ...sides.theirs.hosts].map(({ socketPath }) =>
        importImage(socketPath, ["skein/busybox:2"]),
      ),
    );
    await alike(t, sides, SERVICES);
  },
);

rigTest(
  "docker: the swarm itself, nodes, secrets, configs and networks are as with Docker",
  async (t) => {
    await using sides = await BothSides.up();
    await alike(t, sides, OUTSIDE);
    await sides.form();
    await alike(t, sides, STORED);
    await alike(t, sides, NETWORKS);
    await alike(t, sides, SWARM);
    await alike(t, sides, NODES);
    await alike(t, sides, LOCKING);
    await sides.restart(3);
    await alike(t, sides, LOCKED);
  },
);
