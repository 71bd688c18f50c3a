import { errorCodeOf } from "../../base/errors.ts";
import type { EngineClient, Query } from "../client.ts";
import { defineCommand, orRefuse, refuse, type CommandContext } from "../command.ts";
import type { Service, Task } from "../engine-api.ts";
import { EXIT, ExitError } from "../exit.ts";
import { switchFlag, textFlag } from "../flags/flag.ts";
import type { FlagValues } from "../flags/parse-flags.ts";
import { sinceQuery } from "../flags/since.ts";
import { framesOf } from "../logs/frames.ts";
import { LogLines } from "../logs/log-lines.ts";
import { servicePath } from "../services.ts";

const FLAGS = {
  details: switchFlag("details", "Show what the logging driver knows of a line besides"),
  follow: switchFlag("follow", "Go on with new lines as they are printed", { short: "f" }),
  noResolve: switchFlag("no-resolve", "Show IDs instead of names"),
  noTaskIds: switchFlag("no-task-ids", "Leave out the tasks' IDs"),
  noTrunc: switchFlag("no-trunc", "Do not cut the tasks' IDs short"),
  raw: switchFlag("raw", "Print the lines as the containers did, with nothing before them"),
  since: textFlag("since", 'Begin at a time ("2026-01-02T13:23:37Z") or this long ago ("42m")'),
  tail: textFlag("tail", "Begin with this many lines of each task's end (default all)", {
    short: "n",
  }),
  timestamps: switchFlag("timestamps", "Put its time in front of each line", { short: "t" }),
} as const;

type LogFlags = FlagValues<typeof FLAGS>;

export const logs = defineCommand({
  name: "logs",
  usage: "[OPTIONS] SERVICE|TASK",
  summary: "Fetch the logs of a service or task",
  details:
    "Lines of all tasks, also of those that ended, as far as their nodes still have them. What is " +
    "missing is said on stderr. Following goes on over tasks that move and leaders that change; Ctrl-C " +
    "ends it.",
  examples: [
    ["skein service logs web", "All that its tasks printed"],
    [
      "skein service logs --follow --tail 10 web",
      "The last ten lines of each task, then the new ones",
    ],
    ["skein service logs --since 5m --timestamps web", "What happened in the last five minutes"],
    ["skein service logs --raw --no-trunc job", "Nothing but the lines, for a script"],
  ],
  seeAlso: [
    "skein service ps   the IDs of the tasks, to read the logs of one",
    "skein explain      why a task has printed nothing",
  ],
  arity: { least: 1, most: 1 },
  flags: FLAGS,
  run: async (context, flags, [name = ""]) => {
    const { client } = context;
    const target = await findTarget(client, name);
    if (target.tty && flags.raw !== true) {
      refuse("tty service logs only supported with --raw");
    }
    const chunks = client.stream(`${target.path}/logs`, queryOf(flags, context));
    try {
      if (target.tty) for await (const chunk of chunks) await context.stdout.writeBytes(chunk);
      else await printFrames(context, flags, target, chunks);
    } catch (error) {
      if (errorCodeOf(error) !== "cancelled") throw error;
      throw new ExitError("", EXIT.interrupted, { cause: error }); // Ctrl-C is how following ends.
    }
  },
});

interface Target {
  readonly path: string;
  readonly tty: boolean;
  /** The highest slot whose lines may come. */
  readonly lastSlot: number;
}

async function findTarget(client: EngineClient, name: string): Promise<Target> {
  try {
    const { ID, Spec } = await client.get<Service>(servicePath(name));
    return {
      path: servicePath(ID),
      tty: Spec.TaskTemplate.ContainerSpec?.TTY === true,
      lastSlot: Spec.Mode?.Replicated?.Replicas ?? 1,
    };
  } catch (error) {
    if (errorCodeOf(error) !== "notFound") throw error;
  }
  try {
    const { ID, Spec, Slot = 0 } = await client.get<Task>(`/tasks/${encodeURIComponent(name)}`);
    return { path: `/tasks/${ID}`, tty: Spec.ContainerSpec?.TTY === true, lastSlot: Slot };
  } catch (error) {
    if (errorCodeOf(error) !== "notFound") throw error;
    throw new ExitError(`no such task or service: ${name}`, EXIT.failed, { cause: error });
  }
}

function queryOf(flags: LogFlags, { clock }: CommandContext): Query {
  const { since, raw = false, details = false } = flags;
  return {
    stdout: 1,
    stderr: 1,
    tail: flags.tail ?? "all",
    // Which task a line is of stands in its details.
    ...((details || !raw) && { details: 1 }),
    ...(flags.follow === true && { follow: 1 }),
    ...(flags.timestamps === true && { timestamps: 1 }),
    ...(since !== undefined && { since: orRefuse(sinceQuery(since, clock.wallMs())) }),
    notices: 1,
  };
}

async function printFrames(
  context: CommandContext,
  flags: LogFlags,
  { lastSlot }: Target,
  chunks: AsyncIterable<Uint8Array>,
): Promise<void> {
  const { client, stdout, stderr, env } = context;
  const lines = new LogLines(client, {
    timestamps: flags.timestamps === true,
    details: flags.details === true,
    resolve: flags.noResolve !== true,
    truncate: flags.noTrunc !== true,
    taskIds: flags.noTaskIds !== true,
    colors: stdout.isTerminal && (env["NO_COLOR"] ?? "") === "",
    slotDigits: String(lastSlot).length,
  });
  const failures: string[] = [];
  for await (const { from, bytes } of framesOf(chunks)) {
    if (from === "daemon") {
      const text = Buffer.from(bytes).toString("utf8");
      if (text.startsWith(FAILURE)) failures.push(text.trim());
      else stderr.write(text);
      continue;
    }
    const output = from === "stdout" ? stdout : stderr;
    await output.writeBytes(flags.raw === true ? bytes : await lines.format(bytes));
  }
  if (failures.length > 0) throw new ExitError(failures.join("\n"));
}

/** How the daemon begins when logs end before they should. */
const FAILURE = "Error grabbing logs:";
