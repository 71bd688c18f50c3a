/** What a run of tests came to. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0 };

export function add(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}

/** The closing line that every test run of this project ends with. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

const RESULT = /^(not )?ok \d+ - (.*?)( # SKIP.*)?$/;

/** Reads one line of the Test Anything Protocol; gives how it shows to a person, and what it counts. */
export function readTapLine(line: string): {
  readonly shown: string | undefined;
  readonly counts: Counts;
} {
  const result = RESULT.exec(line);
  if (!result) {
    const noise = line === "TAP version 13" || /^1\.\.\d+$/.test(line) || line.startsWith("# ");
    return { shown: noise || line === "" ? undefined : line, counts: NONE };
  }
  const [, failed, title = "", directive] = result;
  if (directive !== undefined)
    return { shown: `  - ${title} (skipped)`, counts: { ...NONE, skipped: 1 } };
  if (failed) return { shown: `  ✘ ${title}`, counts: { ...NONE, failed: 1 } };
  return { shown: `  ✔ ${title}`, counts: { ...NONE, passed: 1 } };
}

/** What each failed check or test printed, kept short, to be told again when all has run. */
export class Failures {
  static readonly #LINES_EACH = 40;
  /** Of the test that failed last, or of the check while nothing of it has passed or failed. */
  #current: string[] | undefined = [];
  readonly #failed: string[][] = [];

  /** A line that was shown, and what it counted. */
  read(shown: string, { passed, failed, skipped }: Counts): void {
    if (passed + skipped > 0) this.#current = undefined;
    if (failed > 0) this.#failed.push((this.#current = []));
    if ((this.#current?.length ?? Infinity) < Failures.#LINES_EACH) this.#current?.push(shown);
  }

  /** A check has ended; what follows belongs to the next one. */
  end(check: string, failed: boolean): void {
    const inside = this.#current;
    if (failed && inside !== undefined && !this.#failed.includes(inside))
      this.#failed.push([`  ✘ ${check}`, ...inside]);
    this.#current = [];
  }

  told(): readonly string[] {
    return this.#failed.length === 0 ? [] : ["", "what failed", ...this.#failed.flat()];
  }
}
