import type { CommandGroup } from "../command.ts";

/** Commands on stacks: services that are deployed together, from Compose files. */
export const stack: CommandGroup = {
  name: "stack",
  summary: "Deploy services together from Compose files",
  commands: [
    {
      name: "deploy",
      aliases: ["up"],
      summary: "Deploy a stack, or update it",
      load: async () => (await import("./stack-deploy.ts")).deploy,
    },
    {
      name: "ls",
      aliases: ["list"],
      summary: "List stacks",
      load: async () => (await import("./stack-list.ts")).list,
    },
    {
      name: "ps",
      summary: "List the tasks of a stack",
      load: async () => (await import("./stack-list.ts")).ps,
    },
    {
      name: "services",
      summary: "List the services of a stack",
      load: async () => (await import("./stack-list.ts")).services,
    },
    {
      name: "config",
      summary: "Print what Compose files amount to",
      load: async () => (await import("./stack-config.ts")).config,
    },
    {
      name: "rm",
      aliases: ["remove", "down"],
      summary: "Remove one or more stacks",
      load: async () => (await import("./stack-remove.ts")).remove,
    },
  ],
};
