import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants as fsConstants } from "node:fs";
import { access, open, readFile, stat } from "node:fs/promises";
import { getPriority, constants as osConstants, setPriority } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { OperationalError, messageOf } from "../../base/errors.ts";
import type { ContainerSpec } from "../../model/generated/types.ts";
import type { ProcessFiles } from "./process-files.ts";

/**
 * Runs the program ("$@", in directory $1) and writes down how it went. It leads a session and a
 * process group of its own, so it outlives the daemon, and one signal reaches all that the program
 * started. Of two wrappers for one task only one goes on: the one whose mkdir succeeds.
 *
 * It has to survive the program's stop signal to write down the exit code, so it handles every
 * signal; a handled signal, unlike an ignored one, is itself again in the program.
 */
const WRAPPER = `
mkdir claim 2>/dev/null || exit 0
s=1
while [ $s -le 64 ]; do
  case $s in 9|1[7-9]|2[0-2]|3[23]) ;; *) trap : $s ;; esac
  s=$((s + 1))
done
boot=/proc/sys/kernel/random/boot_id
cat $boot /proc/$$/stat > wrapper.tmp && mv wrapper.tmp wrapper
/bin/sh -c 'cat $0 /proc/$$/stat > program.tmp && mv program.tmp program && cd -P "$1" && shift && exec "$@"' $boot "$@"
echo $? > exit.tmp && mv exit.tmp exit
kill -9 0`;

/** Where programs are looked for when neither the task nor the daemon says otherwise. */
const USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

export interface Launch {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
}

/** What a spec asks for, in the terms of this machine. */
export async function planLaunch(
  spec: ContainerSpec,
  inherited: Readonly<Record<string, string>>,
): Promise<Launch> {
  return {
    argv: [...spec.command, ...spec.args],
    environment: { PATH: USUAL_PATH, ...inherited, ...variablesOf(spec.env) },
    // Relative to the status directory: its user may not be able to come here from the root.
    workingDirectory: spec.dir === "" ? "../work" : resolve("/", spec.dir),
    user: spec.user === "" ? undefined : await lookUpUser(spec.user),
  };
}

/** Starts the wrapper of a prepared task; resolves when there is a process. */
export async function launch(plan: Launch, files: ProcessFiles): Promise<void> {
  const { argv, environment, workingDirectory, user } = plan;
  await findProgram(plan, files.status);
  const stdout = await open(join(files.directory, "stdout.log"), "a");
  const stderr = await open(join(files.directory, "stderr.log"), "a");
  try {
    const child = spawn("/bin/sh", ["-c", WRAPPER, "skein-task", workingDirectory, ...argv], {
      cwd: files.status,
      env: environment,
      detached: true,
      stdio: ["ignore", stdout.fd, stderr.fd],
      ...user,
    });
    await once(child, "spawn");
    if (child.pid !== undefined) takePriority(child.pid);
    child.unref();
  } catch (error) {
    throw cannotStart(argv[0], messageOf(error), error);
  } finally {
    await stdout.close();
    await stderr.close();
  }
}

/** The daemon may have more than tasks are to have. */
function takePriority(pid: number): void {
  if (getPriority() >= 0) return;
  try {
    setPriority(pid, 0);
  } catch {
    // It has ended already.
  }
}

/** The number of a signal by any of its names: "SIGTERM", "TERM", "15". */
export function signalOf(name: string): NodeJS.Signals {
  if (name === "") return "SIGTERM";
  const wanted = name.toUpperCase().replace(/^(?!SIG)(?=[A-Z])/, "SIG");
  for (const [signal, number] of Object.entries(osConstants.signals)) {
    // The table's keys are the type's members.
    if (signal === wanted || String(number) === name) return signal as NodeJS.Signals;
  }
  throw new OperationalError(
    "invalidArgument",
    `Cannot stop by signal "${name}": there is none such`,
  );
}

/** A shell would only tell by an exit code, when it is too late to say that the task never ran. */
async function findProgram(
  { argv, environment, workingDirectory: relative }: Launch,
  status: string,
): Promise<void> {
  const program = argv[0] ?? "";
  const workingDirectory = resolve(status, relative);
  const isDirectory = await stat(workingDirectory).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isDirectory) throw cannotStart(program, `no directory "${workingDirectory}"`);
  const directories = program.includes("/")
    ? [workingDirectory]
    : (environment["PATH"] ?? "").split(":");
  for (const directory of directories) {
    const path = isAbsolute(program) ? program : resolve(workingDirectory, directory, program);
    const isExecutable = await access(path, fsConstants.X_OK).then(
      () => true,
      () => false,
    );
    if (isExecutable) return;
  }
  throw cannotStart(program, "no such program, or it is not executable");
}

function cannotStart(program: string | undefined, why: string, cause?: unknown): OperationalError {
  const text = `Cannot start "${program ?? ""}": ${why}`;
  return new OperationalError("failedPrecondition", text, { cause });
}

function variablesOf(env: readonly string[]): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const entry of env) {
    const end = entry.indexOf("=");
    if (end > 0) variables[entry.slice(0, end)] = entry.slice(end + 1);
  }
  return variables;
}

/** From `user`, `user:group`, by names or numbers. Source: docker run --user. */
async function lookUpUser(text: string): Promise<{ uid: number; gid: number }> {
  const [user = "", group] = text.split(":");
  const users = await readFile("/etc/passwd", "utf8").catch(() => "");
  const found = entryOf(users, user);
  const uid = found?.[2] ?? user;
  const groups = await readFile("/etc/group", "utf8").catch(() => "");
  const gid = group === undefined ? (found?.[3] ?? "0") : (entryOf(groups, group)?.[2] ?? group);
  if (/^\d+$/.test(uid) && /^\d+$/.test(gid)) return { uid: Number(uid), gid: Number(gid) };
  throw new OperationalError(
    "invalidArgument",
    `Cannot run as user "${text}": this node has none such`,
  );
}

/** The fields of the line of a user or group, by name or number. */
function entryOf(table: string, wanted: string): readonly string[] | undefined {
  const rows = table.split("\n").map((line) => line.split(":"));
  return rows.find(([name]) => name === wanted) ?? rows.find(([, , number]) => number === wanted);
}
