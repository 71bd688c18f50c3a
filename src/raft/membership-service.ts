import { OperationalError, errorCodeOf } from "../base/errors.ts";
import {
  HealthCheckResponse_ServingStatus as ServingStatus,
  type JoinRequest,
  type JoinResponse,
  type LeaveRequest,
} from "../model/generated/types.ts";
import type { Clock } from "../system/clock.ts";
import { withDeadline } from "../system/deadline.ts";
import { newRaftId, type Entropy } from "../system/entropy.ts";
import type { Log } from "../system/log.ts";
import { serve, type CallContext, type Dialer, type Route } from "../system/rpc.ts";
import { HealthService, RaftMembershipService } from "../wire/generated/services.ts";
import { reachableAddress } from "./address.ts";
import { memberToWire } from "./member-wire.ts";
import type { RaftNode } from "./node.ts";
import { OneAtATime } from "./one-at-a-time.ts";
import type { Member } from "./state-machine.ts";

export interface MembershipServiceOptions {
  readonly node: RaftNode;
  readonly dialer: Dialer;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  /** Why a node may not be a manager, though its certificate still says that it is one. */
  readonly refusal?: (nodeId: string) => string | undefined;
}

/** How long a manager that wants to join may take to answer. Source: swarmkit raft.go. */
const HEALTH_TIMEOUT_MS = 5000;
/** How long the other managers may take to say what they know; whoever does not answer is passed over. */
const LEARNER_TIMEOUT_MS = 1000;
/** The health name that stands for a manager that can take raft messages. Source: swarmkit. */
export const RAFT_HEALTH = "Raft";
/** Our own: a manager that can be a learner and knows what one is. Docker's do not. */
export const LEARNER_HEALTH = "Raft.Learner";

/**
 * Admits and removes members, on the leader; others refuse and name the leader, to whom a wrapper
 * may carry the call. Source: swarmkit manager/state/raft/raft.go, Join and Leave.
 */
export function membershipRoutes(options: MembershipServiceOptions): readonly Route[] {
  const gate = new Gate(options);
  return [
    serve(RaftMembershipService.Join, (request, context) => gate.join(request, context)),
    serve(RaftMembershipService.Leave, (request, context) => gate.leave(request, context)),
  ];
}

class Gate {
  readonly #options: MembershipServiceOptions;
  /** One at a time, or a node that asks twice would become two members. */
  readonly #turns = new OneAtATime();

  constructor(options: MembershipServiceOptions) {
    this.#options = options;
  }

  async join({ addr }: JoinRequest, context: CallContext): Promise<JoinResponse> {
    const { node } = this.#options;
    const { caller, remoteAddress, signal } = context;
    if (!caller) {
      throw new OperationalError(
        "unauthenticated",
        "Joining as a manager needs a node's certificate",
      );
    }
    node.checkLeader();
    const address = reachableAddress(addr, remoteAddress);
    return this.#turns.run(signal, async () => {
      node.checkLeader();
      const refusal = this.#options.refusal?.(caller.nodeId);
      if (refusal !== undefined) throw new OperationalError("permissionDenied", refusal);
      const known = node.membership().members.find(({ nodeId }) => nodeId === caller.nodeId);
      if (known) return this.#readmit(known, address, signal);
      return this.#admit({ raftId: this.#freshId(), nodeId: caller.nodeId, address }, signal);
    });
  }

  async leave({ node: leaving }: LeaveRequest, { signal }: CallContext): Promise<object> {
    const { node } = this.#options;
    const raftId = leaving?.raftId ?? 0n;
    if (raftId === 0n) {
      throw new OperationalError("invalidArgument", "Leaving needs the member's raft id");
    }
    node.checkLeader();
    return this.#turns.run(signal, async () => {
      node.checkLeader();
      if (node.isRemoved(raftId)) return {}; // Asked again after a lost answer.
      if (!node.memberOf(raftId)) {
        throw new OperationalError("notFound", `Cannot remove member ${raftId}: there is none`);
      }
      await node.removeMember(raftId, signal);
      return {};
    });
  }

  async #admit(member: Member, signal: AbortSignal): Promise<JoinResponse> {
    const { node, log } = this.#options;
    await this.#checkHealth(member.address, signal);
    const asLearner = await this.#knowLearners(member.address, signal);
    if (asLearner) await node.addLearner(member, signal);
    else await node.addMember(member, signal);
    log.info("manager admitted", {
      nodeId: member.nodeId,
      peer: String(member.raftId),
      address: member.address,
      role: asLearner ? "learner" : "voter",
    });
    return this.#answer(member.raftId);
  }

  /** A member that comes again keeps its id; it may have moved. */
  async #readmit(known: Member, address: string, signal: AbortSignal): Promise<JoinResponse> {
    if (address !== known.address) {
      await this.#checkHealth(address, signal);
      await this.#options.node.updateMember({ ...known, address }, signal);
    }
    return this.#answer(known.raftId);
  }

  #answer(raftId: bigint): JoinResponse {
    const { members, removed } = this.#options.node.membership();
    return { raftId, members: members.map(memberToWire), removedMembers: removed };
  }

  /** An unreachable member would cost the others their majority as soon as it is admitted. */
  async #checkHealth(address: string, signal: AbortSignal): Promise<void> {
    const { clock, dialer } = this.#options;
    const channel = dialer.certified(address);
    try {
      const { status } = await withDeadline(clock, HEALTH_TIMEOUT_MS, signal, (limited) =>
        channel.unary(HealthService.Check, { service: RAFT_HEALTH }, { signal: limited }),
      );
      if (status !== ServingStatus.SERVING) throw new Error(`it answers ${status}, not SERVING`);
    } catch (error) {
      throw new OperationalError(
        "failedPrecondition",
        `Cannot admit the manager at ${address}: this manager cannot reach it there; check the advertised address and the firewall`,
        { cause: error },
      );
    } finally {
      channel.close();
    }
  }

  /** Whether the newcomer can begin as a learner, and every member that answers would understand. */
  async #knowLearners(newcomer: string, signal: AbortSignal): Promise<boolean> {
    const { raftId: self, members } = this.#options.node.status();
    const others = members.filter(({ raftId, reachable }) => raftId !== self && reachable);
    const answers = await Promise.all([
      this.#knowsLearners(newcomer, signal, false),
      ...others.map(({ address }) => this.#knowsLearners(address, signal, true)),
    ]);
    return answers.every((knows) => knows);
  }

  async #knowsLearners(address: string, signal: AbortSignal, unheard: boolean): Promise<boolean> {
    const { clock, dialer } = this.#options;
    const channel = dialer.certified(address);
    try {
      const { status } = await withDeadline(clock, LEARNER_TIMEOUT_MS, signal, (limited) =>
        channel.unary(HealthService.Check, { service: LEARNER_HEALTH }, { signal: limited }),
      );
      return status === ServingStatus.SERVING;
    } catch (error) {
      // Docker's managers say that they know no such part; others did not get to say anything.
      return errorCodeOf(error) === "notFound" ? false : unheard;
    } finally {
      channel.close();
    }
  }

  #freshId(): bigint {
    const { node, entropy } = this.#options;
    for (;;) {
      const raftId = newRaftId(entropy);
      if (!node.isRemoved(raftId) && !node.memberOf(raftId)) return raftId;
    }
  }
}
