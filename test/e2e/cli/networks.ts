import type { Command } from "./command.ts";

const FORMAT = "--format '{{.Name}} {{.Driver}} {{.Scope}}'";

/** The cluster's networks and those of the engine that is asked, in one list. */
export const NETWORKS: readonly Command[] = [
  { line: "network create -d overlay --label a=b --subnet 10.99.0.0/24 net-over", alike: "code" },
  { line: "network create --label a=b --subnet 172.30.0.0/24 net-local" },
  { line: "network create net-local", code: 1 },
  { line: "network create -d overlay net-over", code: 1 },
  { line: "network create net-over", code: 1 },
  { line: "network create -d overlay --subnet nonsense bad", code: 1 },
  { line: "network create -d nonsense bad", code: 1 },
  { line: `network ls -f name=net-local -f name=net-over -f name=net-idle ${FORMAT}` },
  // Each engine has its own, the cluster's are everywhere.
  { line: `network ls -f name=net-local -f name=net-over -f name=net-idle ${FORMAT}`, via: 3 },
  { line: `network ls -f name=net-local -f name=net-over -f name=net-idle ${FORMAT}`, via: 1 },
  { line: `network ls -f scope=swarm ${FORMAT}` },
  { line: `network ls -f driver=host -f driver=null ${FORMAT}` },
  { line: `network ls -f label=a ${FORMAT}` },
  { line: `network ls -f label=a=c ${FORMAT}` },
  { line: "network ls -f colour=red", code: 1 },
  { line: "network inspect net-local", alike: "all" },
  { line: "network inspect net-over" },
  { line: "network inspect net-over net-local bridge host ingress --format {{.Name}}" },
  { line: "network inspect net-local nobody --format {{.Name}}", code: 1 },
  { line: "network inspect net-local --format {{.Name}}", via: 3, code: 1 },
  { line: "run -d --name lodger --network net-local skein/busybox:1 sleep 1000" },
  { line: "network connect bridge lodger" },
  { line: "network disconnect bridge lodger" },
  { line: "network inspect net-local --format '{{len .Containers}}'" },
  { line: "network rm net-local", code: 1 },
  { line: "rm -f lodger" },
  { line: "network rm net-local" },
  { line: "network rm host", code: 1 },
  {
    line: "service create -q --no-resolve-image --replicas 0 --network net-over --name on skein/busybox:1",
  },
  { line: "service inspect on --format '{{len .Spec.TaskTemplate.Networks}}'" },
  { line: "service create -q --no-resolve-image --network nobody skein/busybox:1", code: 1 },
  { line: "network rm net-over", code: 1 },
  { line: "service rm on" },
  { line: "network create net-idle" },
  { line: "network prune -f --filter label=none-such" },
  { line: "network prune -f --filter label=a" },
  { line: "network prune -f" },
  { line: `network ls -f name=net-local -f name=net-over -f name=net-idle ${FORMAT}` },
];
