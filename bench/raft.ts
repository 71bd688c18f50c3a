import { Child, residentMb } from "./raft/child.ts";
import { measureCatchUp, type CatchUp } from "./raft/catch-up.ts";
import type { commands as clientCommands } from "./raft/client.ts";
import { RaftProcesses } from "./raft/cluster.ts";
import { EtcdProcesses, hasEtcd } from "./raft/etcd.ts";
import { measureFailover } from "./raft/failover.ts";
import { CONCURRENCY, median, sleep, type Figure } from "./raft/load.ts";
import { RawProcesses } from "./raft/raw.ts";

type Say = (text: string) => void;

/** One thing measured: its figures for each number in flight, one for each round. */
type Series = Map<number, Figure[]>;

const TIMES = { warmUpMs: 1000, measureMs: 3000 };
/** Until V8 has compiled what is used often: a daemon lives longer than a benchmark. */
const WARM_UP = { inFlight: 128, warmUpMs: 0, measureMs: 10_000 };
const MILLION = 1_000_000;

/**
 * Three processes over TLS on this machine's loopback, synced logs, 256-byte values. `--rounds` is
 * how often each throughput is measured; failovers are ten times as many.
 */
export async function benchRaft(rounds: number, say: Say): Promise<unknown> {
  const throughput = await measureThroughput(rounds, say);
  return {
    bench: "raft",
    ...throughput,
    failover: await measureFailover(10 * rounds, say),
    catchUp: await measureCatchingUp(rounds, say),
  };
}

async function measureCatchingUp(rounds: number, say: Say): Promise<object> {
  const [log, snapshot]: [CatchUp[], CatchUp[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    log.push(await measureCatchUp("log", say));
    snapshot.push(await measureCatchUp("snapshot", say));
  }
  const summed = (runs: readonly CatchUp[]): object => ({
    kept: median(runs.map(({ kept }) => kept)),
    runs,
  });
  return { log: summed(log), snapshot: summed(snapshot) };
}

/** Raft, the same work without raft, and etcd, in turns, so that all of them meet the same weather. */
async function measureThroughput(rounds: number, say: Say): Promise<object> {
  const raw = await RawProcesses.form();
  const cluster = await RaftProcesses.form();
  const etcd = hasEtcd() ? await EtcdProcesses.form() : undefined;
  if (!etcd) say("etcd is not installed (Debian: etcd-server): no ratios");
  const client = new Child<typeof clientCommands>("client.js");
  try {
    const all = new Map<string, Series>();
    const leader = await cluster.leader();
    const member = cluster.child(leader);
    const ours = {
      address: cluster.member(leader).address,
      credentials: cluster.credentials[leader],
    };
    await raw.leader.ask("load", WARM_UP);
    await member.ask("load", WARM_UP);
    await client.ask("load", { ...WARM_UP, ...ours });
    for (let round = 0; round < rounds; round++) {
      for (const inFlight of CONCURRENCY) {
        const options = { inFlight, ...TIMES };
        const note = (what: string, figure: Figure): void => {
          const series: Series = all.get(what) ?? new Map<number, Figure[]>();
          all.set(what, series.set(inFlight, [...(series.get(inFlight) ?? []), figure]));
          say(`${what} ${JSON.stringify(figure)}`);
        };
        note("disk", await raw.leader.ask("disk", options));
        await raw.useDisk(false);
        note("transport", await raw.leader.ask("load", options));
        await raw.useDisk(true);
        note("joined", await raw.leader.ask("load", options));
        note("raft", await member.ask("load", options));
        note("raftGrpc", await client.ask("load", { ...options, ...ours }));
        if (!etcd) continue;
        const theirs = { address: etcd.leaderAddress, credentials: undefined };
        note("etcdGrpc", await client.ask("load", { ...options, ...theirs }));
      }
    }
    await member.ask("propose", { count: MILLION, inFlight: 512 });
    return { leaderMbAfterAMillion: residentMb(member.pid), ...summary(all) };
  } finally {
    await client.kill();
    await raw.end();
    await cluster.end();
    await etcd?.end();
  }
}

/** Medians of the rounds, and the ratios of what belongs together, round by round. */
function summary(all: ReadonlyMap<string, Series>): object {
  const figures: Record<string, Figure[]> = {};
  for (const [what, series] of all) {
    figures[what] = [...series].map(([inFlight, rounds]) => ({
      inFlight,
      perSecond: median(rounds.map(({ perSecond }) => perSecond)),
      p50Ms: median(rounds.map(({ p50Ms }) => p50Ms)),
      p99Ms: median(rounds.map(({ p99Ms }) => p99Ms)),
    }));
  }
  return {
    ofRawLimit: ratios(all.get("raft"), all.get("joined")),
    ofEtcd: ratios(all.get("raftGrpc"), all.get("etcdGrpc")),
    figures,
  };
}

function ratios(ours: Series | undefined, theirs: Series | undefined): object {
  const pairs = CONCURRENCY.map((inFlight) => {
    const rounds = (ours?.get(inFlight) ?? []).map(({ perSecond }, round) => {
      const other = theirs?.get(inFlight)?.[round]?.perSecond ?? 0;
      return other === 0 ? 0 : perSecond / other;
    });
    return [`${inFlight}`, Math.round(median(rounds) * 100) / 100] as const;
  });
  return Object.fromEntries(pairs);
}

const SOAK_MS = 15 * 60_000;
const SAMPLE_MS = 15_000;

/** Fifteen minutes of load: whether the leader's memory stays, and whether it stays the leader. */
export async function benchRaftSoak(_rounds: number, say: Say): Promise<unknown> {
  const cluster = await RaftProcesses.form();
  try {
    const leader = await cluster.leader();
    const member = cluster.child(leader);
    const before = await member.ask("status", undefined);
    const driving = member.ask("drive", { inFlight: 128 });
    const residentMbs: number[] = [];
    for (let ms = 0; ms < SOAK_MS; ms += SAMPLE_MS) {
      await sleep(SAMPLE_MS);
      residentMbs.push(residentMb(member.pid));
      say(`${(ms + SAMPLE_MS) / 1000} s: ${residentMbs.at(-1) ?? 0} MB`);
    }
    await member.ask("stopDriving", undefined);
    const proposals = (await driving).reduce((sum, count) => sum + count, 0);
    const after = await member.ask("status", undefined);
    return { bench: "raft-soak", proposals, elections: after.term - before.term, residentMbs };
  } finally {
    await cluster.end();
  }
}
