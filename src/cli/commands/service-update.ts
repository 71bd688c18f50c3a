import { defineCommand, orRefuse, refuse, type CommandContext } from "../command.ts";
import type { Service, ServiceSpec } from "../engine-api.ts";
import type { FlagValues } from "../flags/parse-flags.ts";
import { UPDATE_FLAGS, WAIT_FLAGS } from "../flags/service-flags.ts";
import { pinImage } from "../image-digest.ts";
import { waitForService } from "../progress/wait.ts";
import { changeReferences } from "../references.ts";
import { registryAuthHeader } from "../registry-auth.ts";
import { servicePath, updateService } from "../services.ts";
import { changedServiceSpec, type UpdateFlags } from "../spec/update-spec.ts";

export const update = defineCommand({
  name: "update",
  usage: "[OPTIONS] SERVICE",
  summary: "Update a service",
  details:
    "Changes what the flags name and nothing else, replaces the tasks as the service's update policy " +
    "says, and waits until the new ones run. Exits with 1 when the update is paused or rolled back.",
  examples: [
    ["skein service update --image nginx:1.27 web", "A new version, task by task"],
    ["skein service update --env-add DEBUG=1 --env-rm TRACE web", "Change variables"],
    ["skein service update --publish-add 8443:443 --publish-rm 80 web", "Change published ports"],
    ["skein service update --force web", "Replace the tasks although nothing changed"],
  ],
  seeAlso: [
    "skein service rollback   go back to what was before",
    "skein service inspect    --pretty shows how far an update is",
    "skein service scale      change only the number of tasks",
  ],
  arity: { least: 1, most: 1 },
  flags: UPDATE_FLAGS,
  run: async (context, flags, [name = ""]) => {
    const { client, env, stderr } = context;
    if (flags.rollback === true) {
      checkRollbackAlone(flags);
      await rollBack(context, name, flags);
      return;
    }
    const current = await client.get<Service>(servicePath(name));
    const changed = orRefuse(changedServiceSpec(current.Spec, flags, env));
    const referring = await changeReferences(client, changed, flags);
    const headers = await authHeaders(context, referring, flags);
    const pinned =
      flags.image === undefined || flags.noResolveImage === true
        ? { spec: referring, warnings: [] }
        : await pinImage(client, referring, headers);
    for (const warning of pinned.warnings) stderr.write(`${warning}\n`);
    await apply(context, name, current, { spec: pinned.spec, headers, flags });
  },
});

export const rollback = defineCommand({
  name: "rollback",
  usage: "[OPTIONS] SERVICE",
  summary: "Revert changes to a service's configuration",
  details:
    "Goes back to the specification before the last update. Twice takes you to where you were.",
  examples: [
    ["skein service rollback web", "Undo the last update and wait"],
    ["skein service rollback --detach web", "Do not wait"],
  ],
  seeAlso: ["skein service update   --rollback does the same"],
  arity: { least: 1, most: 1 },
  flags: WAIT_FLAGS,
  run: async (context, flags, [name = ""]) => rollBack(context, name, flags),
});

type WaitFlags = FlagValues<typeof WAIT_FLAGS>;

async function rollBack(context: CommandContext, name: string, flags: WaitFlags): Promise<void> {
  const current = await context.client.get<Service>(servicePath(name));
  await apply(context, name, current, { spec: current.Spec, flags, rollBack: true });
}

async function apply(
  context: CommandContext,
  name: string,
  current: Service,
  change: {
    readonly spec: ServiceSpec;
    readonly flags: WaitFlags;
    readonly headers?: Readonly<Record<string, string>>;
    readonly rollBack?: boolean;
  },
): Promise<void> {
  const { client, stdout, stderr } = context;
  const { spec, flags, headers = {}, rollBack: rollbackAsked = false } = change;
  // Without a header of its own an update keeps the registry credentials of the service's spec.
  const query = { registryAuthFrom: "spec", ...(rollbackAsked && { rollback: "previous" }) };
  const warnings = await updateService(client, current, spec, { query, headers });
  for (const warning of warnings) stderr.write(`${warning}\n`);
  stdout.write(`${name}\n`);
  if (flags.detach === true) return;
  const { quiet = false, timeout } = flags;
  await waitForService(context, current.ID, { quiet, timeout, rollbackAsked });
}

async function authHeaders(
  context: CommandContext,
  spec: ServiceSpec,
  { withRegistryAuth = false }: UpdateFlags,
): Promise<Readonly<Record<string, string>>> {
  const image = spec.TaskTemplate.ContainerSpec?.Image ?? "";
  return withRegistryAuth ? registryAuthHeader(image, context) : {};
}

const WITH_ROLLBACK = new Set(["rollback", ...Object.keys(WAIT_FLAGS)]);

function checkRollbackAlone(flags: UpdateFlags): void {
  const other = Object.keys(flags).find((key) => !WITH_ROLLBACK.has(key));
  if (other !== undefined) {
    refuse("other flags may not be combined with --rollback: it restores the whole previous spec");
  }
}
