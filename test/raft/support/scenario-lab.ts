import { must } from "../../../src/base/assert.ts";
import type { Message } from "../../../src/raft/core/messages.ts";
import { LEAVE_JOINT } from "../../../src/raft/core/reconfiguration.ts";
import type { JointChange, MembershipChange } from "../../../src/raft/core/reconfiguration.ts";
import type { RaftOptions } from "../../../src/raft/core/shared.ts";
import { Lab } from "./lab.ts";
import { text, type LabMember } from "./lab-member.ts";
import {
  wordsOfLog,
  wordsOfMessage,
  wordsOfProgress,
  wordsOfState,
  wordsOfTrace,
} from "./scenario-words.ts";

type Command = (words: readonly string[]) => void;

/** A lab that is told in words what to do, and says what happened. */
export class ScenarioLab {
  #lab = new Lab(0);
  #said: string[] = [];
  readonly #commands: Readonly<Record<string, Command>>;

  constructor() {
    this.#commands = {
      ...this.#cluster(),
      ...this.#requests(),
      ...this.#mail(),
      ...this.#disks(),
      ...this.#questions(),
    };
  }

  run(line: string): readonly string[] {
    const [name = "", ...words] = line.split(" ");
    const command = must(this.#commands[name], `There is no command ${name}`);
    this.#said = [];
    command(words);
    for (const member of this.#lab.members.values()) {
      for (const { context, index } of member.reads.splice(0)) {
        const question = new TextDecoder().decode(context);
        this.#said.push(`  ${member.id} may read ${question} at ${index}`);
      }
    }
    return this.#said;
  }

  #say(...lines: readonly string[]): void {
    this.#said.push(...lines);
  }

  #member(word: string | undefined): LabMember {
    return this.#lab.member(Number(word));
  }

  /** Who there is, and what time does to them. */
  #cluster(): Readonly<Record<string, Command>> {
    return {
      cluster: ([size, ...options]) => {
        this.#lab = new Lab(Number(size), optionsOf(options), (id, record) => {
          const words = wordsOfTrace(id, record);
          if (words !== undefined) this.#said.push(words);
        });
        this.#said = []; // That they all begin as followers is no news.
      },
      join: ([id]) => void this.#lab.join(BigInt(id ?? "")),
      tick: ([id, count]) => this.#lab.tick(Number(id), Number(count ?? 1)),
      campaign: ([id]) => this.#member(id).raft.campaign(),
      elect: ([id]) => void this.#lab.elect(Number(id)),
      overslept: ([id]) => this.#member(id).raft.overslept(),
      isolate: (ids) => this.#lab.isolate(...ids.map(Number)),
      heal: () => this.#lab.heal(),
    };
  }

  /** What a member is asked for from outside. */
  #requests(): Readonly<Record<string, Command>> {
    return {
      propose: ([id, ...payloads]) => this.#say(said(this.#lab.propose(Number(id), ...payloads))),
      change: ([id, ...words]) =>
        this.#say(said(this.#lab.change(Number(id), changeOf(words.join(" "))))),
      forward: ([id, ...payloads]) => {
        const outcome = this.#member(id).raft.forward(payloads.map(text));
        if (!outcome.ok) this.#say(`refused: ${outcome.error.code}`);
      },
      forget: ([id]) => {
        if (!this.#member(id).raft.forgetLeader()) this.#say("refused");
      },
      transfer: ([id, to]) => this.#member(id).raft.transferLeadership(BigInt(to ?? "")),
      read: ([id, question]) => {
        const asked = this.#member(id).raft.readIndex(text(question ?? ""));
        if (!asked.ok) this.#say(`refused: ${asked.error.code}`);
      },
      feed: ([id]) => this.#member(id).raft.feedHeld(),
      unreachable: ([id, peer]) => this.#member(id).raft.reportUnreachable(BigInt(peer ?? "")),
      snapshot: ([id, peer, outcome]) =>
        this.#member(id).raft.reportSnapshot(
          BigInt(peer ?? ""),
          outcome === "sent" ? "sent" : "failed",
        ),
    };
  }

  /** How messages move: by themselves until all is quiet, or one kind at a time. */
  #mail(): Readonly<Record<string, Command>> {
    const pick = (words: readonly string[]): Message[] => {
      const picked = this.#lab.mail.filter((message) => matches(message, words));
      this.#lab.mail = this.#lab.mail.filter((message) => !matches(message, words));
      return picked;
    };
    return {
      settle: () => this.#lab.settle(),
      turn: ([id]) => {
        const before = this.#lab.mail.length;
        this.#lab.mail.push(...this.#member(id).turn());
        this.#say(...this.#lab.mail.slice(before).map(wordsOfMessage));
      },
      collect: ([id]) => {
        const before = this.#lab.mail.length;
        this.#lab.collect(Number(id));
        this.#say(...this.#lab.mail.slice(before).map(wordsOfMessage));
      },
      mail: (words) =>
        this.#say(...this.#lab.mail.filter((m) => matches(m, words)).map(wordsOfMessage)),
      lose: (words) => this.#say(`${pick(words).length} lost`),
      deliver: (words) => {
        const rest = this.#lab.mail.filter((message) => !matches(message, words));
        const picked = pick(words);
        this.#lab.mail = picked;
        this.#lab.deliver();
        this.#lab.mail.push(...rest);
        this.#say(`${picked.length} delivered`);
      },
      hand: ([id, , ...words]) => {
        this.#member(id).raft.step(appendOf(BigInt(id ?? ""), words.join(" ")));
      },
      repeat: (words) => {
        const old = this.#lab.log.filter((message) => matches(message, words));
        for (const message of old) this.#member(String(message.to)).raft.step(message);
        this.#say(`${old.length} delivered again`);
      },
    };
  }

  #disks(): Readonly<Record<string, Command>> {
    return {
      write: ([id]) => {
        const promises = this.#member(id).completeWrite();
        this.#lab.mail.push(...promises);
        this.#say(...promises.map(wordsOfMessage));
      },
      crash: ([id, kept]) => {
        this.#member(id).crash(Number(kept ?? 0));
      },
      compact: ([id, kept]) => this.#member(id).compact(Number(kept ?? 0)),
    };
  }

  #questions(): Readonly<Record<string, Command>> {
    return {
      state: (ids) => {
        const all = [...this.#lab.members.values()];
        const asked = ids.length > 0 ? ids.map((id) => this.#member(id)) : all;
        this.#say(...asked.map(wordsOfState));
      },
      progress: ([id]) => this.#say(...wordsOfProgress(this.#member(id))),
      disk: ([id]) => this.#say(wordsOfLog(this.#member(id))),
      applied: ([id]) => this.#say(this.#member(id).applied.slice(1).join(", ") || "nothing"),
    };
  }
}

/** `1 to 2 append`: all the words must be in the message's own. */
function matches(message: Message, words: readonly string[]): boolean {
  return wordsOfMessage(message).includes(words.join(" "));
}

/** `from 3 term 3 after 1.1 entries 2.3:z 3.3:y commit 1`. */
function appendOf(to: bigint, words: string): Message {
  const pattern = /^from (\d+) term (\d+) after (\d+)\.(\d+) entries (.*) commit (\d+)$/;
  const [, from, term, index, previousTerm, list, commit] = must(pattern.exec(words), words);
  const entries = must(list, words)
    .split(" ")
    .map((word) => {
      const [, at, of, data] = must(/^(\d+)\.(\d+):(.*)$/.exec(word), word);
      return {
        type: "normal" as const,
        index: Number(at),
        term: Number(of),
        data: text(must(data, word)),
      };
    });
  return {
    type: "appendRequest",
    from: BigInt(must(from, words)),
    to,
    term: Number(term),
    previous: { index: Number(index), term: Number(previousTerm) },
    entries,
    commitIndex: Number(commit),
  };
}

type Answer = ReturnType<Lab["propose"]>;

function said(answer: Answer): string {
  if (answer.ok) return `appended at ${answer.value.firstIndex}.${answer.value.term}`;
  const { error } = answer;
  return error.code === "invalidChange" ? `refused: ${error.reason}` : `refused: ${error.code}`;
}

/** `addVoter 4`, `explicit: addVoter 4, remove 1`, `leave`. */
function changeOf(words: string): MembershipChange | JointChange {
  if (words === "leave") return LEAVE_JOINT;
  const one = (part: string): MembershipChange => {
    const [kind, raftId] = part.trim().split(" ");
    return { kind: kind as MembershipChange["kind"], raftId: BigInt(raftId ?? "") };
  };
  const [transition, changes] = words.split(":");
  if (changes === undefined) return one(words);
  return {
    transition: transition as JointChange["transition"],
    changes: changes.split(",").map(one),
  };
}

/** `preVote` switches on, `!checkQuorum` off, `electionTicks=5` sets; `inflight=3` counts messages. */
function optionsOf(words: readonly string[]): Partial<RaftOptions> {
  const options = words.map((word): [string, unknown] => {
    const [name = "", value] = word.split("=");
    if (name === "inflight") {
      return [name, { maxMessages: Number(value), maxBytes: Number.MAX_SAFE_INTEGER }];
    }
    if (name === "inflightBytes") return ["inflight", { maxMessages: 64, maxBytes: Number(value) }];
    if (value !== undefined) return [name, Number(value)];
    return name.startsWith("!") ? [name.slice(1), false] : [name, true];
  });
  return Object.fromEntries(options);
}
