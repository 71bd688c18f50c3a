import { resolve } from "node:path";
import type { ComposeModel } from "../compose/model.ts";
import { scopedName } from "../compose/names.ts";
import { isExternal } from "../compose/read-resources.ts";
import type { ComposeService, FileUse } from "../compose/read-service.ts";
import type { VolumeUse } from "../compose/read-volume.ts";
import type {
  ConfigReference,
  ContainerSpec,
  Healthcheck,
  Mount,
  SecretReference,
} from "../engine-api.ts";
import { refuse } from "../command.ts";
import { parseCapability } from "../flags/capability.ts";
import { newCapabilities } from "../spec/capabilities.ts";
import { nonEmpty } from "../spec/create-spec.ts";
import { withDefaultTag } from "../spec/image.ts";
import { given } from "../spec/policies.ts";
import type { World } from "../world.ts";
import { homePath } from "./stack-data.ts";
import { stackLabels } from "./stack-labels.ts";

/** A secret or config as it is in the swarm. */
export interface StoredId {
  readonly id: string;
  readonly name: string;
}

/** What a service's spec is made from, besides the service itself. */
export interface StackScene {
  readonly stack: string;
  readonly model: ComposeModel;
  readonly folder: string;
  readonly world: Pick<World, "env">;
  readonly environments: ReadonlyMap<string, readonly string[]>;
  readonly secrets: ReadonlyMap<string, StoredId>;
  readonly configs: ReadonlyMap<string, StoredId>;
  /** Networks, by their names in the swarm, that services cannot be on. */
  readonly missingNetworks: ReadonlySet<string>;
}

/** The containers of a service. Source: docker, cli/compose/convert/service.go. */
export function containerSpec(
  name: string,
  service: ComposeService,
  scene: StackScene,
): ContainerSpec {
  const dns = nonEmpty({
    Nameservers: service.dns ?? [],
    Search: service.dns_search ?? [],
    Options: service.dns_opt ?? [],
  });
  const mounts = [...(service.volumes ?? []), ...(service.tmpfs ?? [])];
  return {
    Image: withDefaultTag(service.image ?? ""),
    Labels: stackLabels(scene.stack, service.labels),
    ...nonEmpty({
      Command: service.entrypoint ?? [],
      Args: service.command ?? [],
      Env: scene.environments.get(name) ?? [],
      Groups: service.group_add ?? [],
      Hosts: (service.extra_hosts ?? []).map(([host, ip]) => `${ip} ${host}`),
      DNSConfig: dns,
      Mounts: mounts.map((use) => mountOf(use, scene)),
      Secrets: secretsOf(service, scene),
      Configs: configsOf(service, scene),
      Sysctls: Object.fromEntries(service.sysctls ?? []),
      Ulimits: ulimitsOf(service),
      ...newCapabilities(capabilities(service.cap_add), capabilities(service.cap_drop)),
    }),
    ...given({
      Hostname: service.hostname,
      Dir: service.working_dir,
      User: service.user,
      StopSignal: service.stop_signal,
      StopGracePeriod: service.stop_grace_period,
      Init: service.init,
      Isolation: service.isolation,
      OomScoreAdj: service.oom_score_adj,
      Healthcheck: healthcheckOf(service),
      Privileges: privilegesOf(service, scene),
    }),
    ...(service.tty === true && { TTY: true }),
    ...(service.stdin_open === true && { OpenStdin: true }),
    ...(service.read_only === true && { ReadOnly: true }),
  };
}

function capabilities(names: readonly string[] = []): readonly string[] {
  return names.map((name) => {
    const parsed = parseCapability(name);
    return parsed.ok ? parsed.value : refuse(`capability ${JSON.stringify(name)}: ${parsed.error}`);
  });
}

function healthcheckOf({ healthcheck }: ComposeService): Healthcheck | undefined {
  if (healthcheck === undefined) return undefined;
  if (healthcheck.disable === true) return { Test: ["NONE"] };
  return given({
    Test: healthcheck.test,
    Interval: healthcheck.interval,
    Timeout: healthcheck.timeout,
    Retries: healthcheck.retries,
    StartPeriod: healthcheck.start_period,
    StartInterval: healthcheck.start_interval,
  });
}

function ulimitsOf({ ulimits }: ComposeService): NonNullable<ContainerSpec["Ulimits"]> {
  return [...(ulimits ?? [])]
    .map(([Name, { soft = 0, hard = soft }]) => ({ Name, Soft: soft, Hard: hard }))
    .sort((a, b) => (a.Name < b.Name ? -1 : 1));
}

function fileTarget({
  source = "",
  target = source,
  uid = "0",
  gid = "0",
  mode = 0o444,
}: FileUse): {
  readonly Name: string;
  readonly UID: string;
  readonly GID: string;
  readonly Mode: number;
} {
  return { Name: target, UID: uid, GID: gid, Mode: mode };
}

function secretsOf(
  { secrets = [] }: ComposeService,
  scene: StackScene,
): readonly SecretReference[] {
  return secrets
    .map((use) => {
      const { id, name } = scene.secrets.get(use.source ?? "") ?? { id: "", name: "" };
      return { File: fileTarget(use), SecretID: id, SecretName: name };
    })
    .sort((a, b) => (a.SecretName < b.SecretName ? -1 : a.SecretName > b.SecretName ? 1 : 0));
}

function configsOf(service: ComposeService, scene: StackScene): readonly ConfigReference[] {
  const references: ConfigReference[] = (service.configs ?? []).map((use) => {
    const { id, name } = scene.configs.get(use.source ?? "") ?? { id: "", name: "" };
    return { File: fileTarget(use), ConfigID: id, ConfigName: name };
  });
  const credentials = scene.configs.get(service.credential_spec?.config ?? "");
  if (credentials) {
    references.push({ Runtime: {}, ConfigID: credentials.id, ConfigName: credentials.name });
  }
  return references.sort((a, b) =>
    a.ConfigName < b.ConfigName ? -1 : a.ConfigName > b.ConfigName ? 1 : 0,
  );
}

function privilegesOf(
  { credential_spec: credentials }: ComposeService,
  scene: StackScene,
): ContainerSpec["Privileges"] {
  if (credentials === undefined) return undefined;
  const { config, file, registry } = credentials;
  return {
    CredentialSpec: given({
      Config: config === undefined ? undefined : scene.configs.get(config)?.id,
      File: file,
      Registry: registry,
    }),
  };
}

function mountOf(use: VolumeUse, scene: StackScene): Mount {
  const { type, source, target, read_only: readOnly, consistency } = use;
  const base = {
    Type: type,
    Target: target,
    ...(readOnly === true && { ReadOnly: true }),
    ...given({ Consistency: consistency }),
  };
  if (type === "tmpfs") {
    const options = given({ SizeBytes: use.size, Mode: use.mode });
    return { ...base, ...nonEmpty({ TmpfsOptions: options }) };
  }
  if (type === "bind") {
    return {
      ...base,
      Source: bindSource(source ?? "", scene),
      ...nonEmpty({ BindOptions: given({ Propagation: use.propagation }) }),
    };
  }
  if (type !== "volume" || source === undefined) return { ...base, ...given({ Source: source }) };
  return { ...base, ...volumeMount(use, source, scene) };
}

/** A path as nodes know it: relative ones begin at the Compose file's folder. */
function bindSource(path: string, { folder, world }: StackScene): string {
  const isWindows = /^([A-Za-z]:[\\/]|\\\\)/.test(path);
  return isWindows ? path : resolve(folder, homePath(path, world));
}

function volumeMount(
  use: VolumeUse,
  source: string,
  { stack, model }: StackScene,
): Pick<Mount, "Source" | "VolumeOptions"> {
  const volume = model.volumes.get(source);
  const name = volume ? scopedName(stack, source, volume) : source;
  const own = {
    ...(use.nocopy === true && { NoCopy: true }),
    ...given({ Subpath: use.subpath }),
  };
  if (!volume || isExternal(volume)) return { Source: name, VolumeOptions: own };
  const { driver, driver_opts: options } = volume;
  const labels = new Map([...(volume.labels ?? []), ...(use.labels ?? [])]);
  return {
    Source: name,
    VolumeOptions: {
      ...own,
      Labels: stackLabels(stack, labels),
      ...((driver ?? options) && {
        DriverConfig: given({ Name: driver, Options: options && Object.fromEntries(options) }),
      }),
    },
  };
}
