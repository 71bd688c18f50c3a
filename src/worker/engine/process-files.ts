import { chown, mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What is needed to stop a task whose spec nobody has any more. */
export interface StopPlan {
  readonly signal: NodeJS.Signals;
  readonly graceMs: number;
  /** Whose processes the task's are, when not the daemon's: it cannot pass off others as its own. */
  readonly uid?: number | undefined;
}

/** Where a process is in its life, and what is left of it. */
export type ProcessState =
  | { readonly phase: "absent" }
  | { readonly phase: "prepared" }
  /** Claimed by a wrapper that has not yet told its process id. */
  | { readonly phase: "starting" }
  | { readonly phase: "running"; readonly programPid: number; readonly group: number }
  /** `group` is there when processes may be left in it, and it is certainly still ours. */
  | { readonly phase: "ended"; readonly exitCode: number; readonly group: number | undefined };

/** The code of a process that was killed: the one end that no wrapper can write down. */
const KILLED = 137;

/**
 * The directory of one task. Its files are the only memory there is of the process, so that any
 * later life of the daemon knows as much as the one that started it:
 *
 *     plan.json          how to stop it, written by `prepare`
 *     status/            the current directory of the wrapper, which writes into it:
 *            claim/      whoever makes this runs the program; nobody runs it again
 *            wrapper     boot id and /proc/PID/stat of the wrapper
 *            program     the same of the program
 *            exit        the program's exit code
 *     work/              the current directory of the program, unless it has another
 *     stdout.log stderr.log
 */
export class ProcessFiles {
  readonly directory: string;
  /** Changes in here, and only here, are changes of the state. */
  readonly status: string;

  constructor(directory: string) {
    this.directory = directory;
    this.status = join(directory, "status");
  }

  async prepare(plan: StopPlan, user: { uid: number; gid: number } | undefined): Promise<void> {
    for (const part of [this.status, join(this.directory, "work")]) {
      await mkdir(part, { recursive: true });
      if (user !== undefined) await chown(part, user.uid, user.gid);
    }
    // The plan is last, and whole: where there is a plan, the task is prepared.
    const draft = join(this.directory, "plan.tmp");
    await writeFile(draft, JSON.stringify({ ...plan, uid: user?.uid }));
    await rename(draft, join(this.directory, "plan.json"));
  }

  /** Undefined for a task that is not prepared. */
  async plan(): Promise<StopPlan | undefined> {
    const text = await readText(join(this.directory, "plan.json"));
    return text === "" ? undefined : (JSON.parse(text) as StopPlan); // We wrote it ourselves.
  }

  async state(): Promise<ProcessState> {
    const plan = await this.plan();
    if (plan === undefined) return { phase: "absent" };
    const names = await readdir(this.status).catch((): string[] => []);
    if (!names.includes("claim")) return { phase: "prepared" };
    const wrapper = identityOf(await this.#read("wrapper"));
    if (wrapper === undefined) return { phase: "starting" };
    // In this order: an exit that is written between the two looks is found by the second.
    const holder = await holderOf(wrapper, plan.uid);
    const exit = await this.#read("exit");
    if (exit === "" && holder === "same") {
      const program = identityOf(await this.#read("program"));
      if (program === undefined) return { phase: "starting" };
      return { phase: "running", group: wrapper.pid, programPid: program.pid };
    }
    // A number is not given away again while a group of that number has members.
    const group = holder === "other" ? undefined : wrapper.pid;
    return { phase: "ended", exitCode: exit === "" ? KILLED : Number.parseInt(exit, 10), group };
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true, maxRetries: 3 });
  }

  #read(name: string): Promise<string> {
    return readText(join(this.status, name));
  }
}

/** A process, told apart from a later one of the same number. */
interface ProcessIdentity {
  readonly pid: number;
  readonly startTime: string;
  readonly bootId: string;
}

/** From a boot id and a line of /proc/PID/stat. Source: proc(5), fields 1, 3 and 22. */
function identityOf(text: string): (ProcessIdentity & { readonly isDead: boolean }) | undefined {
  const [bootId = "", line = ""] = text.split("\n");
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const startTime = fields[19];
  if (startTime === undefined) return undefined;
  return { pid: Number.parseInt(line, 10), startTime, bootId, isDead: fields[0] === "Z" };
}

/** Who has a process's number now: the process itself, another one, or none that runs. */
async function holderOf(
  process: ProcessIdentity,
  uid: number | undefined,
): Promise<"same" | "other" | "none"> {
  const bootId = await readText("/proc/sys/kernel/random/boot_id");
  const line = await readText(`/proc/${process.pid}/stat`);
  const now = identityOf(`${bootId.trim()}\n${line}`);
  if (process.bootId !== bootId.trim()) return "other";
  if (now === undefined) return "none";
  if (now.startTime !== process.startTime) return "other";
  if (uid !== undefined && uid !== (await ownerOf(process.pid))) return "other";
  return now.isDead ? "none" : "same";
}

async function ownerOf(pid: number): Promise<number | undefined> {
  return stat(`/proc/${pid}`).then(
    ({ uid }) => uid,
    () => undefined,
  );
}

/** A file's text; nothing when there is none. */
async function readText(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}
