import type { Command } from "./command.ts";

/** `docker secret` and `docker config`, and services that use both. */
export const STORED: readonly Command[] = [
  ...(["secret", "config"] as const).flatMap((kind): readonly Command[] => [
    { line: `${kind} create --label a=b ${kind}-one -`, input: "word", note: kind },
    { line: `${kind} create ${kind}-one -`, input: "other", code: 1 },
    { line: `${kind} create 'bad name' -`, input: "x", code: 1 },
    { line: `${kind} create empty -`, input: "", code: 1 },
    { line: `${kind} create --template-driver golang ${kind}-two -`, input: "{{.Service.Name}}" },
    { line: `${kind} ls`, via: 3 },
    { line: `${kind} ls -q`, via: 1 },
    { line: `${kind} ls -f name=${kind}-o --format '{{.Name}} {{.Labels}}'` },
    { line: `${kind} ls -f label=a --format {{.Name}}` },
    { line: `${kind} ls -f label=a=c --format {{.Name}}` },
    { line: `${kind} ls -f id={${kind}} --format {{.Name}}` },
    { line: `${kind} ls -f colour=red`, code: 1 },
    { line: `${kind} inspect ${kind}-one` },
    { line: `${kind} inspect --pretty ${kind}-one` },
    { line: `${kind} inspect ${kind}-one nobody --format {{.Spec.Name}}`, code: 1 },
  ]),
  {
    line:
      "service create -q --no-resolve-image --stop-grace-period 1s --name user --hostname box " +
      "--secret secret-one --secret source=secret-two,target=/t,uid=1,gid=2,mode=0400 " +
      "--config config-one --config source=config-two,target=/etc/two,mode=0444 skein/busybox:1 " +
      "sh -c 'cat /run/secrets/secret-one /config-one /t /etc/two; exec sleep 1000'",
  },
  { line: "service inspect user --format '{{len .Spec.TaskTemplate.ContainerSpec.Configs}}'" },
  { line: "service logs --raw user", settles: true },
  { line: "secret rm secret-one", code: 1 },
  { line: "config rm config-one", code: 1 },
  { line: "service update -d -q --secret-rm secret-one --config-rm config-one user" },
  { line: "service update -d -q --secret-add source=secret-one,target=again user" },
  { line: "service inspect user --format '{{len .Spec.TaskTemplate.ContainerSpec.Secrets}}'" },
  { line: "service create -d --secret nothing skein/busybox:1", code: 1 },
  { line: "service rm user" },
  { line: "secret rm secret-one secret-two nobody", code: 1 },
  { line: "config rm config-one config-two", via: 1 },
];

/** `docker node` over three managers, of which one is made a worker and back. */
export const NODES: readonly Command[] = [
  {
    line: "node ls --format '{{.Hostname}} {{.Status}} {{.Availability}} {{.ManagerStatus}} {{.TLSStatus}} {{.Self}}'",
    via: 1,
  },
  { line: "node ls -q --filter role=worker" },
  { line: "node inspect self --format {{.ID}}", note: "self" },
  { line: "node inspect self --format {{.Description.Hostname}}", note: "name" },
  { line: "node ls -f id={self} --format {{.Hostname}}", via: 3 },
  { line: "node ls -f name={name} --format {{.Hostname}}" },
  { line: "node ls -f role=manager --format {{.Hostname}}" },
  { line: "node ls -f membership=accepted --format {{.Hostname}}" },
  { line: "node ls -f role=king", code: 1 },
  { line: "node ls -f colour=red", code: 1 },
  { line: "node update --label-add zone=a --label-add empty {name}" },
  { line: "node ls -f node.label=zone=a --format {{.Hostname}}" },
  { line: "node ls -f label=zone=a --format {{.Hostname}}" },
  { line: "node update --label-rm zone --availability drain {name}" },
  { line: "node update --label-rm nothing {name}", code: 1 },
  { line: "node update --availability asleep {name}", code: 1 },
  { line: "node inspect {name} --format '{{json .Spec}}'" },
  { line: "node inspect --pretty {name}" },
  { line: "node update --availability active {name}", via: 1 },
  { line: "node inspect nobody", code: 1 },
  { line: "node promote {name}" },
  {
    line: "service create -q --no-resolve-image --name spread --mode global --stop-grace-period 1s skein/busybox:1 sleep 1000",
  },
  { line: "node ps self --format '{{.DesiredState}} {{.CurrentState}}'", settles: true },
  { line: "node ps {name} -f desired-state=shutdown --format {{.Name}}" },
  { line: "node ps nobody", code: 1 },
  { line: "node rm {name}", via: 1, code: 1 },
  { line: "node demote {name}", via: 1 },
  {
    line: "node ls -f role=worker --format '{{.Hostname}} {{.ManagerStatus}}'",
    via: 1,
    settles: true,
  },
  { line: "service ls", via: 2, code: 1, settles: true },
  { line: "node promote {name}", via: 1 },
  { line: "node ls --format '{{.Hostname}} {{.Status}}'", via: 2, settles: true },
];

/** `docker swarm` on a running swarm. */
export const SWARM: readonly Command[] = [
  { line: "swarm join-token worker -q" },
  { line: "swarm join-token worker" },
  { line: "swarm join-token manager --rotate", via: 1 },
  { line: "swarm join-token king", code: 1 },
  {
    line: "swarm update --task-history-limit 3 --cert-expiry 720h --max-snapshots 2 --snapshot-interval 5000",
  },
  {
    line: "info --format '{{json .Swarm.Cluster.Spec.Orchestration}} {{json .Swarm.Cluster.Spec.CAConfig}}'",
    via: 3,
  },
  { line: "swarm update --cert-expiry 1m", code: 1 },
  { line: "swarm unlock-key", code: 1 },
  { line: "swarm unlock", code: 1, input: "x" },
  { line: "swarm unlock-key --rotate", code: 1 },
  { line: "swarm update --autolock" },
  { line: "swarm update --autolock" },
  { line: "info --format '{{json .Swarm.Cluster.Spec.EncryptionConfig}}'" },
  { line: "swarm unlock-key", via: 1 },
  { line: "swarm unlock-key -q", via: 3 },
  { line: "swarm unlock-key --rotate" },
  { line: "swarm unlock", code: 1, input: "x" },
  { line: "swarm update --autolock=false" },
  { line: "swarm unlock-key -q", code: 1 },
  { line: "swarm ca" },
  { line: "swarm ca --detach" },
  { line: "swarm ca --cert-expiry 48h", code: 1 },
  { line: "swarm ca --rotate --ca-key /dev/null", code: 125 },
  { line: "swarm ca --rotate --quiet", via: 1 },
  { line: "swarm ca" },
  { line: "node ls --format '{{.Hostname}} {{.Status}} {{.TLSStatus}}'", via: 3, settles: true },
  // How far each of them is at which moment differs.
  { line: "swarm ca --rotate", alike: "code" },
  { line: "swarm join-token worker -q", via: 3 },
  { line: "swarm init", code: 1 },
  { line: "swarm join --token x 127.0.0.1:2377", code: 1 },
  {
    line: "info --format '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}} {{.Swarm.Nodes}} {{.Swarm.Managers}}'",
  },
  { line: "swarm leave", via: 3, code: 1 },
];

/** The key without which a manager does not start. */
export const LOCKING: readonly Command[] = [
  { line: "swarm update --autolock" },
  { line: "swarm unlock-key -q", note: "key" },
];

/** The third manager has started again, and nobody has given it the key yet. */
export const LOCKED: readonly Command[] = [
  {
    line: "info --format '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}} {{.Swarm.Error}}'",
    via: 3,
    settles: true,
  },
  ...[
    "node ls",
    "service ls",
    "swarm leave",
    "swarm unlock-key",
    "swarm update --autolock=false",
  ].map((line): Command => ({ line, via: 3, code: 1 })),
  { line: "swarm init", via: 3, code: 1 },
  { line: "swarm unlock", via: 3, code: 1, input: `SWMKEY-1-${"A".repeat(43)}` },
  { line: "swarm unlock", via: 3, code: 1, input: "nonsense" },
  { line: "swarm unlock", via: 3, input: "{key}" },
  { line: "node ls --format '{{.Hostname}} {{.Status}}'", via: 3, settles: true },
  { line: "swarm unlock", via: 3, code: 1, input: "{key}" },
];

/** Outside of any swarm. */
export const OUTSIDE: readonly Command[] = [
  ...["service ls", "node ls", "secret ls", "config ls", "swarm join-token worker", "swarm ca"].map(
    (line): Command => ({ line, code: 1 }),
  ),
  { line: "swarm leave", code: 1 },
  { line: "swarm unlock", code: 1, input: "x" },
  { line: "swarm join 127.0.0.1:1", code: 1, alike: "code" },
  {
    line: "swarm init --advertise-addr 203.0.113.9 --listen-addr 203.0.113.9",
    code: 1,
    alike: "code",
  },
  { line: "info --format '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}'" },
];
