import { defineCommand, orRefuse } from "../command.ts";
import { errorCodeOf, messageOf } from "../../base/errors.ts";
import { ExitError, gather } from "../exit.ts";
import { textFlag } from "../flags/flag.ts";
import { renderInspection } from "../format/inspect.ts";

/** What a manager says of one object. */
interface Explanation {
  readonly Kind: "service" | "task";
  readonly ID: string;
  readonly Name: string;
  readonly Sentences: readonly string[];
}

const PAGE_NOT_FOUND = "page not found";

export const explain = defineCommand({
  name: "explain",
  usage: "[OPTIONS] SERVICE|TASK [SERVICE|TASK...]",
  summary: "Say why a service or a task is as it is",
  details:
    "Where it stands and since when, why tasks were made, moved or stopped, what a pending one waits " +
    "for with how many nodes each filter ruled out, and what comes next. A task is named by its ID or " +
    "as 'service ps' prints it: SERVICE.SLOT.",
  examples: [
    ["skein explain web", "A service, and those of its tasks that do not run"],
    ["skein explain web.3", "The newest task of a slot"],
    ["skein explain --format json web", "For a script"],
  ],
  seeAlso: [
    "skein service ps     list the tasks with their errors",
    "skein service logs   read what the containers printed",
  ],
  arity: { least: 1, most: Infinity },
  flags: { format: textFlag("format", "Print with a Go template, or json", { short: "f" }) },
  run: async ({ client, stdout }, { format }, names) => {
    const { found, failure } = await gather(names, async (name) => {
      try {
        return await client.get<Explanation>(`/skein/explain/${encodeURIComponent(name)}`);
      } catch (cause) {
        if (!messageOf(cause).endsWith(PAGE_NOT_FOUND) || errorCodeOf(cause) !== "notFound") {
          throw cause;
        }
        throw new ExitError(
          `the daemon at ${client.host} cannot explain: it is not skeind, or an older one`,
          undefined,
          { cause },
        );
      }
    });
    stdout.write(
      format === undefined || format === "table"
        ? found.map(paragraph).join("\n")
        : orRefuse(renderInspection(found, format)),
    );
    if (failure) throw failure;
  },
});

function paragraph({ Kind: kind, Name: name, ID: id, Sentences: sentences }: Explanation): string {
  const lines = sentences.map((sentence) => `  ${sentence}\n`);
  return `${kind} ${name} (${id})\n${lines.join("")}`;
}
