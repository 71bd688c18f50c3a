import { Option } from "commander";
import { messageOf } from "../base/errors.ts";
import { EngineClient } from "./client.ts";
import { commandHelp, takeFork, usageHint, type Fork, type GivenOptions } from "./command-tree.ts";
import { orRefuse, type CommandDefinition, type CommandGroup } from "./command.ts";
import { ENTRIES, type Entry } from "./entries.ts";
import { EXIT, ExitError, exitCodeOf } from "./exit.ts";
import { chooseHost, DEFAULT_HOST, parseHost } from "./flags/host.ts";
import { clientTls } from "./flags/tls.ts";
import { SKEIN_VERSION } from "./version.ts";
import type { World } from "./world.ts";

const PROGRAM = "skein";

const HOST_HELP =
  "Daemon to talk to: unix:///PATH or tcp://HOST:PORT " +
  `(default: SKEIN_HOST, then DOCKER_HOST, then ${DEFAULT_HOST})`;

const TLS_FOLDER = "(default: in DOCKER_CERT_PATH, then ~/.docker)";

const FOOTER = `Start here:
  skein init                                  on the first machine
  skein join --token TOKEN HOST:PORT          on the others, as init prints it
  skein service create --name web nginx       run something
  skein service ps web                        see where it runs

Run 'skein COMMAND --help' for examples and all options of a command
`;

/** Carries out one command line: prints what it has to say, and resolves to the exit code. */
export async function runSkein(args: readonly string[], world: World): Promise<number> {
  try {
    await takeFork(rootFork(world), args, world.stdout);
    return EXIT.ok;
  } catch (error) {
    const message = messageOf(error);
    if (message !== "") world.stderr.write(`${message}\n`);
    return exitCodeOf(error);
  }
}

function rootFork(world: World): Fork {
  const enter =
    (entry: Entry, more: readonly string[] = []) =>
    async (line: readonly string[], options: GivenOptions): Promise<void> =>
      enterEntry(entry, [...line, ...more], world, options);
  const help = async (line: readonly string[]): Promise<void> =>
    takeFork(rootFork(world), [...line, "--help"], world.stdout);
  return {
    path: PROGRAM,
    summary: "Run services on a swarm of Docker hosts",
    options: [
      new Option("-H, --host <address>", HOST_HELP),
      new Option(
        "--tlsverify",
        "Over TCP: use TLS, and let nobody else answer (DOCKER_TLS_VERIFY)",
      ),
      new Option("--tlscacert <file>", `The CA of the daemon's certificate ${TLS_FOLDER}`),
      new Option("--tlscert <file>", `The certificate to show ${TLS_FOLDER}`),
      new Option("--tlskey <file>", `The key of --tlscert ${TLS_FOLDER}`),
      new Option("-v, --version", "Print the version of this program"),
    ],
    branches: [
      ...ENTRIES.map((entry) => ({ ...entry, enter: enter(entry) })),
      {
        name: "help",
        summary: "Print the help of a command",
        heading: ENTRIES.at(-1)?.heading ?? "",
        enter: help,
      },
    ],
    footer: FOOTER,
    otherwise: async (options, printHelp) => {
      if (options["version"] === true) world.stdout.write(`skein version ${SKEIN_VERSION}\n`);
      else printHelp();
    },
  };
}

async function enterEntry(
  entry: Entry,
  line: readonly string[],
  world: World,
  options: GivenOptions,
): Promise<void> {
  const loaded = await entry.load();
  const path = `${PROGRAM} ${entry.name}`;
  if ("commands" in loaded)
    await takeFork(groupFork(path, loaded, world, options), line, world.stdout);
  else await runCommand(path, loaded, line, { world, options });
}

function groupFork(path: string, group: CommandGroup, world: World, options: GivenOptions): Fork {
  return {
    path,
    summary: group.summary,
    branches: group.commands.map(({ load, ...command }) => ({
      ...command,
      enter: async (line) =>
        runCommand(`${path} ${command.name}`, await load(), line, { world, options }),
    })),
    footer: `Run '${path} COMMAND --help' for examples and all options of a command\n`,
  };
}

async function runCommand(
  path: string,
  definition: CommandDefinition,
  line: readonly string[],
  { world, options }: { readonly world: World; readonly options: GivenOptions },
): Promise<void> {
  const prepared = definition.prepare(line);
  if (!prepared.ok) {
    const { message, exitCode } = prepared.error;
    throw new ExitError(`${message(path)}\n\n${usageHint(path, definition)}`, exitCode);
  }
  if (prepared.value === undefined) {
    world.stdout.write(commandHelp(path, definition, world.stdout));
    return;
  }
  const host = typeof options["host"] === "string" ? options["host"] : undefined;
  const tls = orRefuse(await clientTls(options, world));
  const address = orRefuse(parseHost(chooseHost(host, world.env), tls !== undefined));
  const client = new EngineClient(address, world.interrupt, tls);
  try {
    await prepared.value({ ...world, program: PROGRAM, client });
  } finally {
    client.close();
  }
}
