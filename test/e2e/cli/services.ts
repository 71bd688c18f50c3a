import type { Command } from "./command.ts";

const IMAGE = "skein/busybox:1";
const QUICK = "--no-resolve-image --stop-grace-period 1s";
const SPEC = "'{{json .Spec}}'";

/** Every flag of `service create` that stands without a network, its spec as inspect shows it. */
const CREATE: readonly Command[] = [
  { line: `service create -q -d ${QUICK} --name plain ${IMAGE} sleep 1000`, alike: "all" },
  {
    line:
      `service create -q -d --no-resolve-image --name full --replicas 0 --replicas-max-per-node 2 ` +
      "--label tier=front --label empty --container-label in=side --env A=1 --env 'B=two words' " +
      "--workdir /tmp --user nobody --group nogroup --hostname 'h-{{.Task.Slot}}' --tty --read-only --init " +
      "--stop-signal SIGINT --stop-grace-period 3s --host db:10.9.8.7 --host 'six:::1' --dns 10.1.1.1 " +
      "--dns-search example.com --dns-option ndots:2 --cap-add NET_ADMIN --cap-drop chown " +
      "--sysctl net.core.somaxconn=512 --ulimit nofile=64:128 --ulimit nproc=7 " +
      "--health-cmd 'test -e /tmp' --health-interval 5s --health-timeout 3s --health-retries 4 " +
      "--health-start-period 2s --health-start-interval 1s --limit-cpu .5 --limit-memory 64M --limit-pids 50 " +
      "--reserve-cpu .1 --reserve-memory 8M --generic-resource gpu=2 --restart-condition on-failure " +
      "--restart-delay 2s --restart-max-attempts 3 --restart-window 30s --constraint node.role==manager " +
      "--constraint 'node.labels.zone!=b' --placement-pref spread=node.labels.zone --log-driver json-file " +
      "--log-opt max-size=1m --update-parallelism 2 --update-delay 1s --update-monitor 2s " +
      "--update-failure-action rollback --update-max-failure-ratio .25 --update-order start-first " +
      "--rollback-parallelism 3 --rollback-delay 2s --rollback-monitor 3s --rollback-failure-action continue " +
      "--rollback-max-failure-ratio .5 --rollback-order start-first --endpoint-mode dnsrr --isolation default " +
      "--publish mode=host,target=80,published=8080 --entrypoint '/bin/sh -c' " +
      "--mount type=volume,source=data,target=/data,volume-label=a=b,volume-nocopy,volume-driver=local " +
      "--mount type=bind,source=/tmp,target=/host,readonly,bind-propagation=rslave " +
      "--mount type=tmpfs,target=/scratch,tmpfs-size=1m,tmpfs-mode=700 " +
      `--with-registry-auth ${IMAGE} 'sleep 1000'`,
  },
  { line: `service inspect full --format ${SPEC}` },
  { line: "service inspect --pretty full" },
  {
    line: `service create -q -d ${QUICK} --name everywhere --mode global --no-healthcheck ${IMAGE} sleep 1000`,
  },
  {
    line: `service create -q -d ${QUICK} --name job --mode replicated-job --replicas 2 --max-concurrent 1 ${IMAGE} true`,
  },
  { line: `service create -q -d ${QUICK} --name chores --mode global-job ${IMAGE} true` },
  ...["plain", "everywhere", "job", "chores"].flatMap((name): readonly Command[] => [
    { line: `service inspect ${name} --format ${SPEC}` },
    { line: `service inspect --pretty ${name}`, settles: true },
  ]),
  { line: "service inspect plain everywhere nobody --format {{.Spec.Name}}", code: 1 },
];

const LISTS: readonly Command[] = [
  { line: "service ls", settles: true },
  {
    line: "service ls --format '{{.Name}}|{{.Mode}}|{{.Replicas}}|{{.Image}}|{{.Ports}}'",
    via: 1,
    settles: true,
  },
  { line: "service ls --format '{{json .}}' -f name=plain", via: 3 },
  { line: "service ls -q" },
  { line: "service ls -f name=pl --format {{.Name}}" },
  { line: "service ls -f label=tier=front --format {{.Name}}" },
  { line: "service ls -f label=tier --format {{.Name}}" },
  { line: "service ls -f label=tier=back --format {{.Name}}" },
  ...["replicated", "global", "replicated-job", "global-job"].map((mode): Command => ({
    line: `service ls -f mode=${mode} --format {{.Name}}`,
  })),
  { line: "service inspect plain --format {{.ID}}", note: "plain" },
  { line: "service ls -f id={plain} --format {{.Name}}" },
  { line: "service ls -f colour=red", code: 1 },
  {
    line: "service ps plain --format '{{.Name}} {{.Image}} {{.DesiredState}} {{.CurrentState}}'",
    settles: true,
  },
  { line: "service ps everywhere --format '{{.DesiredState}} {{.CurrentState}}'", settles: true },
  { line: "service ps full nobody plain --format {{.Name}}", code: 1 },
  {
    line: "service ps job -f desired-state=complete --format '{{.Image}} {{.Error}}'",
    settles: true,
  },
  { line: "service ps job -f desired-state=running", settles: true },
  { line: "service ps everywhere -f node=node9", code: 1 },
  { line: "service ps plain -f name=plain.1 --format {{.Name}}" },
  { line: "service ps plain -f desired-state=asleep", code: 1 },
  { line: "service ps plain -q --no-trunc" },
  { line: "service ps plain -f id=nothing --no-resolve" },
  { line: "service ps plain -f colour=red", code: 1 },
];

/**
 * Every flag of `service update`, each seen in the spec. What is left of the environment is never more than one
 * variable: docker's command line keeps them in a map, and their order is chance.
 */
const UPDATE: readonly Command[] = [
  ...[
    "--label-add more=x --label-rm tier --container-label-add c=d --container-label-rm in",
    "--env-add A=2 --env-rm B --workdir /var --user root --group-add root --group-rm nogroup",
    "--hostname other --tty=false --read-only=false --init=false --stop-signal SIGTERM --stop-grace-period 1s",
    "--host-add cache:10.9.8.6 --host-rm db:10.9.8.7 --dns-add 10.1.1.2 --dns-rm 10.1.1.1",
    "--dns-search-add b.example --dns-search-rm example.com --dns-option-add timeout:1 --dns-option-rm ndots:2",
    "--cap-add SYS_TIME --cap-drop NET_ADMIN --sysctl-add net.core.somaxconn=256 --ulimit-add nofile=10 --ulimit-rm nproc",
    "--env-rm A --env-add C=3 --sysctl-rm net.core.somaxconn --health-cmd 'test -e /var' --health-interval 6s --health-retries 2",
    "--no-healthcheck",
    "--limit-cpu 1 --limit-memory 32M --limit-pids 0 --reserve-cpu 0 --reserve-memory 4M",
    "--generic-resource-rm gpu --restart-condition any --restart-delay 1s --restart-max-attempts 1 --restart-window 5s",
    "--constraint-add node.platform.os==linux --constraint-rm node.role==manager",
    "--placement-pref-add spread=node.id --placement-pref-rm spread=node.labels.zone --replicas-max-per-node 3",
    "--log-driver local --log-opt max-size=2m",
    "--update-parallelism 0 --update-delay 0s --update-monitor 1s --update-failure-action continue --update-max-failure-ratio 0 --update-order stop-first",
    "--rollback-parallelism 0 --rollback-delay 0s --rollback-monitor 1s --rollback-failure-action pause --rollback-max-failure-ratio 0 --rollback-order stop-first",
    "--endpoint-mode vip --publish-rm 80 --publish-add mode=host,target=81",
    "--entrypoint sleep --args '1000 1' --force",
    "--mount-rm /data --mount-add type=volume,source=more,target=/more --isolation default",
    "--image skein/busybox:2 --with-registry-auth",
    "--replicas 1 --args 1000 --image skein/busybox:1",
  ].flatMap((flags): readonly Command[] => [
    { line: `service update -d -q --no-resolve-image ${flags} full` },
    { line: `service inspect full --format ${SPEC}`, via: 3 },
  ]),
  { line: "service update -d --env-add X=1 nobody", code: 1 },
  { line: "service update -d --limit-memory 1 full", code: 1 },
  { line: "service update -d --constraint-add node.role=manager full", code: 1 },
  { line: "service rollback -d -q full" },
  { line: `service inspect full --format ${SPEC}` },
  { line: "service update --rollback -d -q full", via: 1 },
  { line: `service inspect full --format ${SPEC}` },
  { line: "service rollback -d chores", code: 1 },
];

/** What waits shows its progress and ends as it does against Docker. */
const PROGRESS: readonly Command[] = [
  {
    line: `service create ${QUICK} --name web --replicas 2 --update-monitor 1s --update-failure-action pause ${IMAGE} sleep 1000`,
    alike: "lastLine",
  },
  { line: "service scale web=4 plain=2", alike: "lastLine" },
  { line: "service ls -f name=web", settles: true },
  { line: "service scale web=x", code: 1 },
  { line: "service scale -d web=3 nobody=1 plain=1", code: 1 },
  { line: "service scale everywhere=2", code: 1 },
  {
    line: "service update --no-resolve-image --env-add A=1 --update-parallelism 2 web",
    alike: "lastLine",
  },
  { line: "service rollback web", alike: "lastLine" },
  { line: "service update -q --force --update-order start-first web", via: 1 },
  {
    line: `service create -q ${QUICK} --name once --mode replicated-job --replicas 3 ${IMAGE} true`,
    via: 3,
  },
  {
    line: `service create ${QUICK} --name each --mode global-job ${IMAGE} true`,
    alike: "lastLine",
  },
  // A command that fails at once: the update pauses, and says so with exit 1.
  {
    line: "service update --no-resolve-image --args false --restart-delay 100ms web",
    code: 1,
    alike: "errors",
  },
  { line: "service inspect web --format {{.UpdateStatus.State}}", settles: true },
  { line: "service update --no-resolve-image --args 'sleep 1000' web", alike: "lastLine" },
  {
    line: "service update --update-failure-action rollback --args false web",
    alike: "code",
    code: 0,
  },
  {
    line: "service inspect web --format '{{.UpdateStatus.State}} {{.Spec.TaskTemplate.ContainerSpec.Args}}'",
    settles: true,
  },
];

const LOGS: readonly Command[] = [
  {
    line: `service create -q ${QUICK} --name talk --hostname talks --env NOTE=hello ${IMAGE} sh -c 'echo one; sleep 1; echo two >&2; sleep 1; echo $NOTE; exec sleep 1000'`,
  },
  { line: "service logs --raw talk", settles: true },
  { line: "service logs --raw -n 1 talk" },
  { line: "service logs --no-task-ids talk", settles: true },
  { line: "service ps talk -q --no-trunc", note: "task" },
  { line: "service logs --raw {task}", via: 3 },
  { line: "service logs --raw --since 10m talk" },
  { line: "service logs --raw -t -n 1 talk" },
  { line: "service logs --details --raw -n 1 talk" },
  { line: "service logs nobody", code: 1 },
  { line: "inspect --type task {task} --format '{{.Status.State}} {{.Slot}}'" },
];

const END: readonly Command[] = [
  { line: "service rm web plain nobody", code: 1 },
  { line: "service rm full everywhere job chores once each talk", via: 3 },
  { line: "service ls" },
];

export const SERVICES: readonly Command[] = [
  ...CREATE,
  ...LISTS,
  ...UPDATE,
  ...PROGRESS,
  ...LOGS,
  ...END,
];
