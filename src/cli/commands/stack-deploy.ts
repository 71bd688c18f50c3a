import { defineCommand } from "../command.ts";
import { choiceFlag, switchFlag } from "../flags/flag.ts";
import { WAIT_FLAGS } from "../flags/service-flags.ts";
import { deployStack } from "../stack/deploy-stack.ts";
import { readStackFiles } from "../stack/stack-files.ts";
import { waitForStack } from "../stack/wait-stack.ts";
import { checkStackName, STACK_FILE_FLAGS } from "./stack-flags.ts";

export const deploy = defineCommand({
  name: "deploy",
  aliases: ["up"],
  usage: "[OPTIONS] STACK",
  summary: "Deploy a stack, or update it",
  details:
    "Makes the swarm have what Compose files say, and waits until it runs. What a secret or config " +
    "holds may change: it is made anew under another name, and the services that use it are updated. " +
    "Services that are as they should be are left alone. Everything that is wrong with the files is " +
    "told, with its line, before anything is changed.",
  examples: [
    ["skein stack deploy -c compose.yaml shop", "Deploy, or update what has changed"],
    [
      "skein stack deploy -c compose.yaml -c production.yaml shop",
      "With a second file over the first",
    ],
    [
      "skein stack deploy -c compose.yaml --prune --timeout 5m shop",
      "For a pipeline: exits with 1 if it fails",
    ],
    ["skein stack deploy -c - shop", "From standard input"],
  ],
  seeAlso: [
    "skein stack config    see what the files amount to",
    "skein stack ps        see where the tasks run, and why some do not",
    "skein stack rm        remove the stack",
  ],
  arity: { least: 1, most: 1 },
  flags: {
    ...STACK_FILE_FLAGS,
    prune: switchFlag(
      "prune",
      "Remove services, secrets and configs that the files no longer name",
    ),
    resolveImage: choiceFlag(
      "resolve-image",
      "When to ask the registry for an image's digest, default always",
      ["always", "changed", "never"],
    ),
    withRegistryAuth: switchFlag(
      "with-registry-auth",
      "Send the registry's credentials from docker's config.json to the nodes",
    ),
    ...WAIT_FLAGS,
  },
  run: async (context, flags, [stack = ""]) => {
    checkStackName(stack);
    const files = await readStackFiles(context, flags);
    const { prune = false, resolveImage = "always", withRegistryAuth = false } = flags;
    await deployStack(context, stack, files, { prune, resolveImage, withRegistryAuth });
    if (flags.detach === true) return;
    const { quiet = false, timeout } = flags;
    // One that is as it should be may still be on its way from an earlier deployment.
    const services = [...files.model.services.keys()].map((name) => `${stack}_${name}`);
    await waitForStack(context, stack, services, { quiet, timeout });
  },
});
