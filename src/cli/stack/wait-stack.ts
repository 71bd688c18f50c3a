import { messageOf } from "../../base/errors.ts";
import type { CommandContext } from "../command.ts";
import { EXIT, ExitError, exitCodeOf } from "../exit.ts";
import { waitForService } from "../progress/wait.ts";
import type { TextOutput } from "../world.ts";

/**
 * Waits until every service is as its spec says, all at once, each line of progress with the name of
 * its service before it. Rejects with everything that went wrong.
 */
export async function waitForStack(
  context: CommandContext,
  stack: string,
  services: readonly string[],
  options: { readonly quiet: boolean; readonly timeout: number | undefined },
): Promise<void> {
  const failures: unknown[] = [];
  await Promise.all(
    services.map(async (service) => {
      const stdout = prefixed(context.stdout, service);
      await waitForService({ ...context, stdout }, service, options).catch((error: unknown) => {
        failures.push(error);
      });
    }),
  );
  if (failures.length === 0) return;
  if (failures.some((failure) => exitCodeOf(failure) === EXIT.interrupted)) {
    throw new ExitError(
      "Operation continuing in background.\n" +
        `Use '${context.program} stack ps ${stack}' to check progress.`,
      EXIT.interrupted,
      { cause: failures[0] },
    );
  }
  throw new ExitError(failures.map(messageOf).join("\n"), EXIT.failed, { cause: failures[0] });
}

/** Lines with a name before each. */
function prefixed(output: TextOutput, name: string): TextOutput {
  return {
    write: (text) => output.write(text.replace(/^(?=.)/gm, `${name}: `)),
    writeBytes: (bytes) => output.writeBytes(bytes),
    // Several boards cannot be redrawn in one place: lines follow each other.
    isTerminal: false,
    columns: output.columns,
  };
}
