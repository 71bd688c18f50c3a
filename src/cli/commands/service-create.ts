import { OperationalError } from "../../base/errors.ts";
import { defineCommand, orRefuse } from "../command.ts";
import { CREATE_FLAGS } from "../flags/service-flags.ts";
import { pinImage } from "../image-digest.ts";
import { waitForService } from "../progress/wait.ts";
import { addReferences } from "../references.ts";
import { registryAuthHeader } from "../registry-auth.ts";
import { newServiceSpec } from "../spec/create-spec.ts";
import { newEnvironment, parseEnvironmentFile } from "../spec/environment.ts";
import type { World } from "../world.ts";

export const create = defineCommand({
  name: "create",
  usage: "[OPTIONS] IMAGE [COMMAND] [ARG...]",
  summary: "Create a new service",
  details:
    "Starts the tasks of the service on the nodes of the swarm and waits until they run. " +
    "Everything after IMAGE is the command to run in the containers.",
  examples: [
    ["skein service create --name web --replicas 3 --publish 8080:80 nginx", "Three web servers"],
    [
      "skein service create --name agent --mode global --mount type=bind,src=/var/log,dst=/logs,ro busybox tail -F /logs/syslog",
      "One task on every node",
    ],
    [
      "skein service create --name db --constraint node.labels.disk==ssd --reserve-memory 1g postgres",
      "Only where there is room and a fast disk",
    ],
    [
      "skein service create --name api --update-parallelism 2 --update-failure-action rollback api:1",
      "Say how later updates go",
    ],
  ],
  seeAlso: [
    "skein service ps       see where the tasks run, and why some do not",
    "skein service update   change the service",
    "skein service scale    change the number of tasks",
    "skein service rm       remove the service",
  ],
  arity: { least: 1, most: Infinity },
  interspersed: false,
  flags: CREATE_FLAGS,
  run: async (context, flags, [image = "", ...args]) => {
    const { client, stdout, stderr, env } = context;
    const fromFiles = await readEnvironmentFiles(flags.envFile ?? [], context);
    const environment = newEnvironment(fromFiles, flags.env ?? [], env);
    const spec = orRefuse(newServiceSpec({ flags, image, args, environment }));
    const headers = flags.withRegistryAuth === true ? await registryAuthHeader(image, context) : {};
    const referring = await addReferences(client, spec, flags);
    const pinned =
      flags.noResolveImage === true
        ? { spec: referring, warnings: [] }
        : await pinImage(client, referring, headers);
    const created = await client.post<Created>("/services/create", pinned.spec, { headers });
    for (const warning of [...pinned.warnings, ...(created.Warnings ?? [])])
      stderr.write(`${warning}\n`);
    stdout.write(`${created.ID}\n`);
    if (flags.detach === true) return;
    const { quiet = false, timeout } = flags;
    await waitForService(context, created.ID, { quiet, timeout });
  },
});

interface Created {
  readonly ID: string;
  readonly Warnings?: readonly string[] | null;
}

async function readEnvironmentFiles(
  paths: readonly string[],
  world: World,
): Promise<readonly string[]> {
  const variables: string[] = [];
  for (const path of paths) {
    try {
      variables.push(...parseEnvironmentFile(await world.readTextFile(path), world.env));
    } catch (cause) {
      throw new OperationalError("notFound", `Cannot read --env-file ${path}: is it there?`, {
        cause,
      });
    }
  }
  return variables;
}
