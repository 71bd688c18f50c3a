import type { CommandGroup } from "../command.ts";

/** Commands on the services of a swarm. Each is loaded when it is called: together they are large. */
export const service: CommandGroup = {
  name: "service",
  summary: "Create, change, scale and watch services",
  commands: [
    {
      name: "create",
      summary: "Create a new service",
      load: async () => (await import("./service-create.ts")).create,
    },
    {
      name: "ls",
      aliases: ["list"],
      summary: "List services",
      load: async () => (await import("./service-list.ts")).list,
    },
    {
      name: "ps",
      summary: "List the tasks of one or more services",
      load: async () => (await import("./service-list.ts")).ps,
    },
    {
      name: "inspect",
      summary: "Display detailed information on one or more services",
      load: async () => (await import("./service-inspect.ts")).inspect,
    },
    {
      name: "logs",
      summary: "Fetch the logs of a service or task",
      load: async () => (await import("./service-logs.ts")).logs,
    },
    {
      name: "scale",
      summary: "Scale one or multiple replicated services",
      load: async () => (await import("./service-change.ts")).scale,
    },
    {
      name: "update",
      summary: "Update a service",
      load: async () => (await import("./service-update.ts")).update,
    },
    {
      name: "rollback",
      summary: "Revert changes to a service's configuration",
      load: async () => (await import("./service-update.ts")).rollback,
    },
    {
      name: "rm",
      aliases: ["remove"],
      summary: "Remove one or more services",
      load: async () => (await import("./service-change.ts")).remove,
    },
  ],
};
