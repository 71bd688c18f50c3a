/** `npm run bench -- NAME [--rounds N]`: JSON on standard output, progress on standard error. */
import { benchApi } from "./api.ts";
import { benchConverge } from "./converge.ts";
import { benchFailover } from "./failover.ts";
import { benchIdle } from "./idle.ts";
import { benchNetwork } from "./network.ts";
import { benchOrchestrate } from "./orchestrate.ts";
import { benchRaft, benchRaftSoak } from "./raft.ts";
import { benchScheduler } from "./scheduler.ts";

type Bench = (rounds: number, say: (text: string) => void) => Promise<unknown>;
const BENCHES: Readonly<Record<string, Bench>> = {
  api: benchApi,
  converge: benchConverge,
  failover: benchFailover,
  idle: benchIdle,
  network: benchNetwork,
  orchestrate: benchOrchestrate,
  raft: benchRaft,
  "raft-soak": benchRaftSoak,
  scheduler: benchScheduler,
};

const [name = "", ...rest] = process.argv.slice(2);
const bench = BENCHES[name];
const rounds = Number(rest[rest.indexOf("--rounds") + 1] ?? "3") || 3;
if (!bench) {
  console.error(
    `Which benchmark? One of: ${Object.keys(BENCHES).join(", ")}. Real engines: as root, on Debian.`,
  );
  process.exit(1);
}
const result = await bench(rounds, (text) => console.error(text));
console.log(JSON.stringify(result, undefined, 2));
process.exit(0);
