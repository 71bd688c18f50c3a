import { OperationalError, errorCodeOf } from "../../base/errors.ts";
import type { CommandContext } from "../command.ts";
import type { Node, Swarm, TlsInfo } from "../engine-api.ts";
import { EXIT, ExitError } from "../exit.ts";
import { isPassing } from "./wait.ts";

const POLL_MS = 500;
const PATIENCE_MS = 15_000;
const NAMED = 5;

/**
 * Waits until the swarm has its new root and all nodes believe in it, and tells `say` how many do. A node
 * that is away is named: it holds the change up until it is back, or removed.
 */
export async function waitForRoot(
  context: CommandContext,
  say: (line: string) => void,
): Promise<Swarm> {
  const { client, clock, interrupt } = context;
  let answeredMs = clock.monotonicMs();
  let shown = "";
  for (;;) {
    try {
      const swarm = await client.get<Swarm>("/swarm");
      const nodes = await client.get<Node[]>("/nodes");
      answeredMs = clock.monotonicMs();
      const { line, isDone } = assess(swarm, nodes);
      if (line !== shown) say(line);
      shown = line;
      if (isDone) return swarm;
    } catch (error) {
      if (errorCodeOf(error) === "cancelled") throw goesOn(context, error);
      // Connections begin anew while the root changes.
      if (!isPassing(error) || clock.monotonicMs() - answeredMs > PATIENCE_MS) throw error;
    }
    await clock.sleep(POLL_MS, interrupt);
    if (interrupt.aborted) throw goesOn(context, new OperationalError("cancelled", "Interrupted"));
  }
}

function assess(
  { TLSInfo: root = {}, RootRotationInProgress: isOnItsWay = false }: Swarm,
  nodes: readonly Node[],
): { readonly line: string; readonly isDone: boolean } {
  const tlsOf = ({ Description: { TLSInfo: tls = {} } }: Node): TlsInfo => tls;
  const isCertified = (node: Node): boolean =>
    tlsOf(node).CertIssuerPublicKey === root.CertIssuerPublicKey &&
    tlsOf(node).CertIssuerSubject === root.CertIssuerSubject;
  const believes = (node: Node): boolean => tlsOf(node).TrustRoot === root.TrustRoot;
  const isUpToDate = (node: Node): boolean => isCertified(node) && (isOnItsWay || believes(node));
  const behind = nodes.filter((node) => !isUpToDate(node));
  const what = isOnItsWay ? "new certificates" : "the new root";
  const done = `${nodes.length - behind.length} of ${nodes.length} nodes have ${what}`;
  const away = behind.filter(({ Status: status }) => status.State !== "ready");
  const line = away.length === 0 ? done : `${done}; waiting for ${namesOf(away)}`;
  return { line, isDone: !isOnItsWay && behind.length === 0 };
}

function namesOf(nodes: readonly Node[]): string {
  const names = nodes
    .slice(0, NAMED)
    .map(
      ({ ID: id, Description: { Hostname: name = id }, Status: { State: state = "unknown" } }) =>
        name === "" ? `${id}, which is ${state}` : `${name}, which is ${state}`,
    );
  const more = nodes.length > NAMED ? [`${nodes.length - NAMED} more`] : [];
  return [...names, ...more].join("; ");
}

function goesOn({ program }: CommandContext, cause: unknown): ExitError {
  return new ExitError(
    `Operation continuing in background.\nUse '${program} node ls' to check progress: TLS STATUS says Ready of nodes that are done.`,
    EXIT.interrupted,
    { cause },
  );
}
