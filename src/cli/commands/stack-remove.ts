import { defineCommand } from "../command.ts";
import { forEachItem } from "../exit.ts";
import { WAIT_FLAGS } from "../flags/service-flags.ts";
import { removeStack } from "../stack/remove-stack.ts";
import { checkStackName } from "./stack-flags.ts";

export const remove = defineCommand({
  name: "rm",
  aliases: ["remove", "down"],
  usage: "[OPTIONS] STACK [STACK...]",
  summary: "Remove one or more stacks",
  details:
    "Removes the services, waits until their tasks have stopped, then removes configs, secrets and " +
    "networks. Volumes stay on their nodes. It does not ask.",
  examples: [
    ["skein stack rm shop", "Remove a stack and wait until it is gone"],
    ["skein stack rm --detach shop blog", "Two of them, without waiting"],
  ],
  seeAlso: ["skein stack ls   list all stacks"],
  arity: { least: 1, most: Infinity },
  flags: { detach: WAIT_FLAGS.detach, timeout: WAIT_FLAGS.timeout },
  run: async (context, { detach = false, timeout }, stacks) => {
    await forEachItem(stacks, async (stack) => {
      checkStackName(stack);
      if (await removeStack(context, stack, { detach, timeout })) return;
      context.stderr.write(`Nothing found in stack: ${stack}\n`);
    });
  },
});
