import { defineCommand, refuse, type CommandContext } from "../command.ts";
import type { Info, Swarm } from "../engine-api.ts";
import { switchFlag } from "../flags/flag.ts";

interface UnlockKey {
  readonly UnlockKey: string;
}

export const unlockKey = defineCommand({
  name: "unlock-key",
  usage: "[OPTIONS]",
  summary: "Print or rotate the key that unlocks managers",
  details:
    "A manager of a swarm with autolock keeps its keys sealed on its disk, and asks for this one when it is " +
    "started again. A manager that is down while the key is rotated asks for the one before.",
  examples: [
    ["skein swarm unlock-key", "Print the key, on a manager that is not locked"],
    ["skein swarm unlock-key --rotate", "Replace a key that leaked"],
    ["skein swarm unlock-key -q", "Print the key alone, for a script"],
  ],
  seeAlso: [
    "skein swarm unlock              use the key, on the manager that was started again",
    "skein swarm update --autolock   have managers locked, or not",
  ],
  arity: { least: 0, most: 0 },
  flags: {
    rotate: switchFlag("rotate", "Replace the key with a new one first"),
    quiet: switchFlag("quiet", "Print only the key", { short: "q" }),
  },
  run: async (context, { rotate = false, quiet = false }) => {
    const { client, stdout } = context;
    if (rotate) {
      const { Spec: spec, Version: version } = await client.get<Swarm>("/swarm");
      if (spec.EncryptionConfig?.AutoLockManagers !== true) {
        refuse("cannot rotate because autolock is not turned on");
      }
      await client.post("/swarm/update", spec, {
        query: {
          version: version.Index ?? 0,
          ...{ rotateWorkerToken: false, rotateManagerToken: false, rotateManagerUnlockKey: true },
        },
      });
      if (!quiet) stdout.write("Successfully rotated manager unlock key.\n\n");
    }
    const { UnlockKey: key } = await client.get<UnlockKey>("/swarm/unlockkey");
    if (key === "") refuse("no unlock key is set");
    if (quiet) stdout.write(`${key}\n`);
    else stdout.write(adviceOn(key, context.program));
  },
});

export const unlock = defineCommand({
  name: "unlock",
  usage: "",
  summary: "Unlock a manager that was started again",
  details:
    "The key is typed, unseen, or piped in; it is asked for once after each start of the daemon. Containers ran on " +
    "meanwhile. Without the key the node can only leave by force and join anew.",
  examples: [["skein swarm unlock", "Type the key"]],
  seeAlso: ["skein swarm unlock-key   print the key, on a manager that is not locked"],
  arity: { least: 0, most: 0 },
  flags: {},
  run: async (context) => {
    const { client, program } = context;
    const { Swarm: swarm } = await client.get<Info>("/info");
    const state = swarm?.LocalNodeState ?? "inactive";
    if (state === "inactive") refuse("This node is not part of a swarm");
    if (state !== "locked") refuse("swarm is not locked");
    const key = await context.readSecret("Please enter unlock key: ");
    if (key === "")
      refuse(`no key was given: '${program} swarm unlock-key' on another manager prints it`);
    await client.post("/swarm/unlock", { UnlockKey: key });
  },
});

/** What is printed where a swarm begins to lock its managers. */
export async function printUnlockKey({ client, stdout, program }: CommandContext): Promise<void> {
  const { UnlockKey: key } = await client.get<UnlockKey>("/swarm/unlockkey");
  stdout.write(adviceOn(key, program));
}

function adviceOn(key: string, program: string): string {
  return (
    `To unlock a swarm manager after it restarts, run the \`${program} swarm unlock\`\n` +
    `command and provide the following key:\n\n    ${key}\n\n` +
    "Remember to store this key in a password manager, since without it you\n" +
    "will not be able to restart the manager.\n"
  );
}
