import test from "ava";
import { OperationalError } from "../../../src/base/errors.ts";
import {
  makeNetworkFinding,
  makeOverlayChange,
  makeOverlaysAppliedResponse,
  type NetworkFinding,
  type OverlayChange,
  type OverlaysAppliedRequest,
} from "../../../src/model/generated/types.ts";
import type { Channel } from "../../../src/system/rpc.ts";
import {
  followOverlays,
  type CarriedNetworks,
  type InForce,
} from "../../../src/worker/agent/carried-networks.ts";
import { Simulation } from "../../sim/simulation.ts";

/** A manager that says what it is given, and then no more. */
function managerSaying(changes: readonly OverlayChange[] | OperationalError): {
  channel: Channel;
  told: OverlaysAppliedRequest[];
} {
  const told: OverlaysAppliedRequest[] = [];
  const refuse = (): never => {
    throw new Error("not asked for here");
  };
  const channel: Channel = {
    unary: async (_method, request) => {
      told.push(request as OverlaysAppliedRequest);
      return makeOverlaysAppliedResponse() as never;
    },
    serverStream: async function* (_method, _request, { signal }) {
      if (changes instanceof OperationalError) throw changes;
      yield* changes as never[];
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    },
    clientStream: refuse,
    close: () => undefined,
  };
  return { channel, told };
}

/** Networks where everything is in force at once. */
class QuickNetworks implements CarriedNetworks {
  readonly containers = { asking: async () => [], followAsking: async () => undefined };
  inForce: InForce | undefined;
  isUnheard = false;
  #stream = 0;
  #wake: () => void = () => undefined;

  async check(networkId: string): Promise<readonly NetworkFinding[]> {
    return [makeNetworkFinding({ kind: "network", subject: networkId, ok: true })];
  }

  begin(): number {
    return ++this.#stream;
  }

  async accept({ version }: OverlayChange): Promise<void> {
    this.inForce = { stream: this.#stream, version, failed: {} };
    this.#wake();
  }

  async news(told: InForce | undefined, signal: AbortSignal): Promise<InForce> {
    while (this.inForce === undefined || this.inForce === told) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
      signal.throwIfAborted();
    }
    return this.inForce;
  }

  unheard(): void {
    this.isUnheard = true;
  }

  async ready(): Promise<void> {}

  async run(): Promise<void> {}
}

async function followed(
  networks: QuickNetworks,
  changes: Parameters<typeof managerSaying>[0],
): Promise<readonly OverlaysAppliedRequest[]> {
  const sim = new Simulation(1);
  const { clock, log } = sim.process("w1");
  const { channel, told } = managerSaying(changes);
  const life = new AbortController();
  const call = { channel, networks, sessionId: "session", clock, log, rpcTimeoutMs: 1000 };
  const following = followOverlays(call, life.signal);
  await sim.advance(1_000);
  life.abort();
  await sim.advance(100);
  await following;
  return told;
}

test("carried networks: what is in force is acknowledged, in the session's name", async (t) => {
  const told = await followed(new QuickNetworks(), [
    makeOverlayChange({ version: 7, complete: true }),
    makeOverlayChange({ version: 8 }),
  ]);

  t.deepEqual(told.map(({ sessionId, version }) => [sessionId, version]).at(-1), ["session", 8]);
});

test("carried networks: a new manager is told nothing of what an earlier one has said", async (t) => {
  const networks = new QuickNetworks();
  await networks.accept(makeOverlayChange({ version: 900 }));

  const told = await followed(networks, []);

  t.deepEqual(told, []);
});

test("carried networks: nobody waits for a manager that knows no networks", async (t) => {
  const networks = new QuickNetworks();

  await followed(networks, new OperationalError("unimplemented", "Unknown method"));

  t.true(networks.isUnheard);
});
