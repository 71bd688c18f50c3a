import { compareIds, votersOf } from "./membership.ts";
import type { Message, PreVoteResponse, RaftId, VoteResponse } from "./messages.ts";
import { tallyJointVotes } from "./quorum.ts";
import { isFromLeader, type CampaignReason, type RoleBehaviour, type Shared } from "./shared.ts";

/** Asks for votes: real ones, or, as a pre-candidate, whether an election could be won. */
export class Candidate implements RoleBehaviour {
  readonly role: "preCandidate" | "candidate";
  readonly leader = undefined;
  readonly holdsLease = false;
  readonly #shared: Shared;
  readonly #reason: CampaignReason;
  readonly #timeout: number;
  readonly #votes = new Map<RaftId, boolean>();
  #elapsed = 0;

  constructor(shared: Shared, role: "preCandidate" | "candidate", reason: CampaignReason) {
    this.#shared = shared;
    this.role = role;
    this.#reason = reason;
    this.#timeout = shared.drawElectionTimeout();
  }

  /** Asks every voter, this member too: its own vote counts once it is durable. */
  solicit(): void {
    const shared = this.#shared;
    const { last } = shared.log;
    const term = this.role === "preCandidate" ? shared.term + 1 : shared.term;
    for (const voter of [...votersOf(shared.configuration)].sort(compareIds)) {
      const envelope = { from: shared.id, to: voter, term };
      if (voter === shared.id) {
        shared.promise({ ...envelope, type: this.#responseType, granted: true });
      } else if (this.role === "preCandidate") {
        shared.request({ ...envelope, type: "preVoteRequest", last });
      } else {
        const transfer = this.#reason === "transfer";
        shared.request({ ...envelope, type: "voteRequest", last, transfer });
      }
    }
  }

  get #responseType(): "preVoteResponse" | "voteResponse" {
    return this.role === "preCandidate" ? "preVoteResponse" : "voteResponse";
  }

  postponeCampaign(): void {
    this.#elapsed = 0;
  }

  tick(): void {
    this.#elapsed++;
    if (this.#elapsed < this.#timeout) return;
    this.#elapsed = 0;
    this.#shared.campaign("timeout");
  }

  step(message: Message): void {
    if (isFromLeader(message)) {
      // Someone else won this term.
      this.#shared.becomeFollower(message.term, message.from).step(message);
    } else if (message.type === "voteResponse" || message.type === "preVoteResponse") {
      if (this.#answersUs(message)) this.#count(message);
    }
  }

  /** Of this campaign: a grant of an earlier pre-vote says nothing about this one. */
  #answersUs(response: VoteResponse | PreVoteResponse): boolean {
    if (response.type !== this.#responseType) return false;
    const { term } = this.#shared;
    return !response.granted || response.term === (this.role === "candidate" ? term : term + 1);
  }

  #count(vote: VoteResponse | PreVoteResponse): void {
    // The first answer of each voter counts: a repeated one says nothing new.
    if (!this.#votes.has(vote.from)) this.#votes.set(vote.from, vote.granted);
    switch (tallyJointVotes(this.#shared.configuration, this.#votes)) {
      case "won":
        if (this.role === "preCandidate") this.#shared.elect(this.#reason);
        else this.#shared.becomeLeader();
        break;
      case "lost":
        this.#shared.becomeFollower(this.#shared.term, undefined);
        break;
      case "pending":
        break;
    }
  }
}
