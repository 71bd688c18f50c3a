import { errorCodeOf } from "../../base/errors.ts";
import type { EngineClient } from "../client.ts";
import { defineCommand, orRefuse, refuse } from "../command.ts";
import type { NetworkSummary, Service } from "../engine-api.ts";
import { ExitError, gather } from "../exit.ts";
import { switchFlag, textFlag } from "../flags/flag.ts";
import { renderInspection } from "../format/inspect.ts";
import { servicePretty } from "../format/service-pretty.ts";
import { servicePath } from "../services.ts";

export const inspect = defineCommand({
  name: "inspect",
  usage: "[OPTIONS] SERVICE [SERVICE...]",
  summary: "Display detailed information on one or more services",
  examples: [
    ["skein service inspect --pretty web", "For people; shows how far an update is"],
    ["skein service inspect web", "All of it, as JSON"],
    [
      "skein service inspect --format '{{.Spec.TaskTemplate.ContainerSpec.Image}}' web",
      "One value, for a script",
    ],
  ],
  seeAlso: [
    "skein service ps       list the tasks",
    "skein service update   change the specification",
  ],
  arity: { least: 1, most: Infinity },
  flags: {
    format: textFlag("format", "Print with a Go template, or json", { short: "f" }),
    pretty: switchFlag("pretty", "Print for people to read"),
  },
  run: async ({ client, stdout, clock }, { format, pretty = false }, names) => {
    if (pretty && format !== undefined) {
      refuse(
        "--format is incompatible with human friendly format: use one of --format and --pretty",
      );
    }
    const { found, failure } = await gather(names, async (name) => findService(client, name));
    if (pretty) {
      const networkNames = await namesOfNetworks(client, found);
      const context = { nowMs: clock.wallMs(), networkNames };
      stdout.write(found.map((service) => servicePretty(service, context)).join(""));
    } else {
      stdout.write(orRefuse(renderInspection(found, format)));
    }
    if (failure) throw failure;
  },
});

async function findService(client: EngineClient, name: string): Promise<Service> {
  try {
    return await client.get<Service>(servicePath(name), { insertDefaults: true });
  } catch (cause) {
    if (errorCodeOf(cause) !== "notFound") throw cause;
    throw new ExitError(`Error: no such service: ${name}`, undefined, { cause });
  }
}

/** Names by id of the networks that services are on; one that was removed keeps its id. */
async function namesOfNetworks(
  client: EngineClient,
  services: readonly Service[],
): Promise<ReadonlyMap<string, string>> {
  const networks = services.flatMap(({ Spec: spec }) => spec.TaskTemplate.Networks ?? []);
  const names = new Map<string, string>();
  for (const id of new Set(networks.map(({ Target: target }) => target))) {
    try {
      const network = await client.get<NetworkSummary>(`/networks/${id}`, { scope: "swarm" });
      names.set(id, network.Name);
    } catch (error) {
      if (errorCodeOf(error) !== "notFound") throw error;
    }
  }
  return names;
}
