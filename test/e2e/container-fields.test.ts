import test from "ava";
import {
  Mount_BindOptions_Propagation,
  Mount_Type,
  Privileges_AppArmorOpts_AppArmorMode,
  Privileges_SeccompOpts_SeccompMode,
  makeContainerSpec_DNSConfig,
  makeDriver,
  makeHealthConfig,
  makeMount,
  makeMount_BindOptions,
  makeMount_TmpfsOptions,
  makeMount_VolumeOptions,
  makePrivileges,
  makePrivileges_AppArmorOpts,
  makePrivileges_SELinuxContext,
  makePrivileges_SeccompOpts,
  makeResourceRequirements,
  makeResources,
  makeTaskSpec,
} from "../../src/model/generated/types.ts";
import type { ContainerSpec, Task } from "../../src/model/generated/types.ts";
import { taskName } from "../../src/model/task-name.ts";
import { durationOf } from "../../src/model/time.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { DockerEngine } from "../../src/worker/engine/docker.ts";
import { engineTask } from "../conformance/engine.ts";
import { IMAGE } from "./rig/engine-image.ts";
import { rigTests } from "./rig/guard.ts";
import type { Host } from "./rig/host.ts";
import { ACCOUNT, startRegistry } from "./rig/registry.ts";
import { Rig } from "./rig/rig.ts";

const rigTest = await rigTests();
const NEVER = new AbortController().signal;
const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

let rig: Promise<Rig> | undefined;
const hosts = (): Promise<Rig> => (rig ??= Rig.up({ hosts: [{}, { engine: "newer" }] }));
test.after.always(async () => (await rig)?.down());

async function withEngine(
  host: Host,
  body: (engine: DockerEngine) => Promise<void>,
): Promise<void> {
  const engine = new DockerEngine({
    ...{ socketPath: host.socketPath, owner: "fields", clock: realClock, log: silent },
    memoryDirectory: `/dev/shm/skein-e2e-${process.pid}-fields`,
  });
  try {
    await body(engine);
  } finally {
    for (const { taskId } of await engine.list(NEVER)) await engine.remove(taskId, NEVER);
    await engine.close();
  }
}

const MIB = 1024 * 1024;

/** Every field that a Linux container can have. */
const EVERYTHING: Partial<ContainerSpec> = {
  image: IMAGE,
  labels: { tier: "front" },
  command: ["sh", "-c"],
  args: ["sleep 1000"],
  hostname: "box",
  env: ["A=1", "B=two words"],
  dir: "/tmp",
  user: "1000:2000",
  groups: ["3000"],
  tty: true,
  openStdin: true,
  readOnly: true,
  stopSignal: "SIGUSR1",
  stopGracePeriod: durationOf(3000),
  mounts: [
    makeMount({
      type: Mount_Type.BIND,
      source: "/etc",
      target: "/bound",
      readonly: true,
      bindOptions: makeMount_BindOptions({
        propagation: Mount_BindOptions_Propagation.RPRIVATE,
        nonrecursive: true,
      }),
    }),
    makeMount({
      type: Mount_Type.VOLUME,
      source: "fields-data",
      target: "/data",
      volumeOptions: makeMount_VolumeOptions({
        nocopy: true,
        labels: { kept: "no" },
        driverConfig: makeDriver({
          name: "local",
          options: { type: "tmpfs", device: "tmpfs", o: "size=1m" },
        }),
      }),
    }),
    makeMount({
      type: Mount_Type.TMPFS,
      target: "/scratch",
      tmpfsOptions: makeMount_TmpfsOptions({ sizeBytes: MIB, mode: 0o700 }),
    }),
  ],
  healthcheck: makeHealthConfig({
    test: ["CMD", "true"],
    interval: durationOf(200),
    timeout: durationOf(1000),
    startPeriod: durationOf(5000),
    retries: 2,
  }),
  hosts: ["10.1.2.3 db db.internal"],
  dnsConfig: makeContainerSpec_DNSConfig({
    nameservers: ["10.9.8.7"],
    search: ["example.test"],
    options: ["ndots:3"],
  }),
  privileges: makePrivileges({
    noNewPrivileges: true,
    seccomp: makePrivileges_SeccompOpts({ mode: Privileges_SeccompOpts_SeccompMode.UNCONFINED }),
    apparmor: makePrivileges_AppArmorOpts({
      mode: Privileges_AppArmorOpts_AppArmorMode.DISABLED,
    }),
    selinuxContext: makePrivileges_SELinuxContext({ disable: true }),
  }),
  init: false,
  sysctls: { "net.ipv4.ip_unprivileged_port_start": "80" },
  capabilityAdd: ["CAP_NET_ADMIN"],
  capabilityDrop: ["CAP_MKNOD"],
  ulimits: [{ name: "nofile", soft: 128, hard: 256 }],
  pidsLimit: 64,
  oomScoreAdj: 500,
};

function everything(): Task {
  const task = engineTask(EVERYTHING, {
    logDriver: makeDriver({ name: "json-file", options: { "max-size": "1m" } }),
  });
  const limits = makeResources({ nanoCpus: 500_000_000, memoryBytes: 32 * MIB });
  const resources = makeResourceRequirements({ limits, swapBytes: 8 * MIB });
  return { ...task, spec: makeTaskSpec({ ...task.spec, resources }) };
}

for (const [index, version] of ["docker 20.10", "docker 26.1"].entries()) {
  rigTest(`container fields: ${version} has every one of them as the spec says`, async (t) => {
    const host = (await hosts()).host(index + 1);
    await withEngine(host, async (engine) => {
      const task = everything();
      await engine.prepare(task, NEVER);
      await engine.start(task, NEVER); // Healthy as well.
      const [container] = JSON.parse(await host.docker("inspect", taskName(task))) as [object];
      await host.docker("rm", "--force", "--volumes", taskName(task));
      await host.docker("volume", "rm", "--force", "fields-data");

      t.like(container, {
        Path: "sh",
        Args: ["-c", "sleep 1000"],
        Config: {
          Hostname: "box",
          User: "1000:2000",
          Tty: true,
          OpenStdin: true,
          WorkingDir: "/tmp",
          StopSignal: "SIGUSR1",
          StopTimeout: 3,
          Healthcheck: {
            Test: ["CMD", "true"],
            Interval: 200_000_000,
            Timeout: 1_000_000_000,
            StartPeriod: 5_000_000_000,
            Retries: 2,
          },
        },
        HostConfig: {
          GroupAdd: ["3000"],
          ReadonlyRootfs: true,
          ExtraHosts: ["db:10.1.2.3", "db.internal:10.1.2.3"],
          Dns: ["10.9.8.7"],
          DnsSearch: ["example.test"],
          DnsOptions: ["ndots:3"],
          Init: false,
          Sysctls: { "net.ipv4.ip_unprivileged_port_start": "80" },
          CapAdd: ["CAP_NET_ADMIN"],
          CapDrop: ["CAP_MKNOD"],
          PidsLimit: 64,
          OomScoreAdj: 500,
          NanoCpus: 500_000_000,
          Memory: 32 * MIB,
          MemorySwap: 40 * MIB,
          LogConfig: { Type: "json-file", Config: { "max-size": "1m" } },
          RestartPolicy: { Name: "no" },
        },
      });
      // What comes in an order, or with additions, of the engine's own.
      const { Config, HostConfig, Mounts } = container as unknown as Inspected;
      t.true(Config.Env.includes("A=1") && Config.Env.includes("B=two words"));
      t.is(Config.Labels["tier"], "front");
      t.deepEqual([...HostConfig.SecurityOpt].sort(), [
        "apparmor=unconfined",
        "label=disable",
        "no-new-privileges=true",
        "seccomp=unconfined",
      ]);
      t.deepEqual(
        HostConfig.Ulimits.map(({ Name, Soft, Hard }) => `${Name} ${Soft} ${Hard}`),
        ["nofile 128 256"],
      );
      t.deepEqual(
        Mounts.map(({ Type, Destination, RW }) => `${Type} ${Destination} ${RW}`).sort(),
        ["bind /bound false", "tmpfs /scratch true", "volume /data true"],
      );
    });
  });
}

interface Inspected {
  readonly Config: { readonly Env: string[]; readonly Labels: Record<string, string> };
  readonly HostConfig: {
    readonly SecurityOpt: readonly string[];
    readonly Ulimits: readonly {
      readonly Name: string;
      readonly Soft: number;
      readonly Hard: number;
    }[];
  };
  readonly Mounts: readonly {
    readonly Type: string;
    readonly Destination: string;
    readonly RW: boolean;
  }[];
}

rigTest("container fields: what they do is seen from inside", async (t) => {
  const host = (await hosts()).host(1);
  await withEngine(host, async (engine) => {
    const task = everything();
    await engine.prepare(task, NEVER);
    await engine.start(task, NEVER);
    const inside = async (script: string): Promise<string> =>
      host.docker("exec", taskName(task), "sh", "-c", script);

    t.is(
      await inside("id -u; id -g; id -G | tr ' ' ,; pwd; hostname"),
      "1000\n2000\n2000,3000\n/tmp\nbox",
    );
    t.is(
      await inside('echo "$A $B"; ulimit -n; cat /proc/1/oom_score_adj'),
      "1 two words\n128\n500",
    );
    t.regex(await inside("cat /etc/hosts"), /^10\.1\.2\.3\s+db(\s|$)/m);
    t.regex(
      await inside("cat /etc/resolv.conf"),
      /search example\.test[^]*nameserver 10\.9\.8\.7|nameserver 10\.9\.8\.7[^]*search example\.test/,
    );
    t.is(await inside("cat /proc/sys/net/ipv4/ip_unprivileged_port_start"), "80");
    t.is(await inside("grep NoNewPrivs /proc/1/status | tr -d '\\t '"), "NoNewPrivs:1");
    t.regex(await inside("grep ' /scratch ' /proc/mounts"), /tmpfs .*size=1024k/);
    t.regex(await inside("grep ' / ' /proc/mounts"), /overlay .*\bro\b/);
    t.not((await host.attemptDocker("exec", taskName(task), "touch", "/bound/x")).code, 0);
    await host.docker("rm", "--force", taskName(task));
    await host.docker("volume", "rm", "--force", "fields-data");
  });
});

rigTest("container fields: a registry that wants credentials gets the service's own", async (t) => {
  const host = (await hosts()).host(1);
  const registry = await startRegistry(host, { locked: true });
  const { user, password } = ACCOUNT;
  const image = `${registry}/team/private:1`;
  await host.docker("login", "--username", user, "--password", password, registry);
  await host.docker("tag", IMAGE, image);
  await host.docker("push", image);
  await host.docker("rmi", image);
  await withEngine(host, async (engine) => {
    const auth = { username: user, password, serveraddress: registry };
    // As docker has it: for URLs, and padded.
    const base64 = Buffer.from(JSON.stringify(auth)).toString("base64");
    const registryAuth = base64.replaceAll("+", "-").replaceAll("/", "_");
    const stranger = engineTask({ image, args: ["sleep", "1000"] });
    await t.throwsAsync(engine.prepare(stranger, NEVER), {
      message:
        /^No such image: .*team\/private:1 \(it could not be pulled: .*(credentials|authorized|denied)/,
    });
    const guest = engineTask({
      ...{ image, args: ["sleep", "1000"], stopGracePeriod: durationOf(0) },
      pullOptions: { registryAuth },
    });
    await engine.prepare(guest, NEVER);
    await engine.start(guest, NEVER);

    t.deepEqual(await engine.list(NEVER), [{ taskId: guest.id, running: true }]);
  });
});
