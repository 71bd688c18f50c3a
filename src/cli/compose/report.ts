import type { Position } from "./located.ts";

/** Something wrong, or worth knowing, about one place of a Compose file. */
export interface Finding {
  readonly at: Position;
  /** The field, such as "services.web.ports.0"; empty for the whole file. */
  readonly path: string;
  readonly message: string;
}

/** Collects what is found while Compose files are read, so that one run tells of everything. */
export class Report {
  readonly errors: Finding[] = [];
  readonly warnings: Finding[] = [];

  error(at: Position, path: string, message: string): void {
    this.errors.push({ at, path, message });
  }

  /** Notes what does not stop a deployment; the same of the same place once. */
  warn(at: Position, path: string, message: string): void {
    const isKnown = this.warnings.some((each) => each.path === path && each.message === message);
    if (!isKnown) this.warnings.push({ at, path, message });
  }
}

/** A finding as one line: `compose.yaml:7:5: services.web.ports.0: …`. */
export function findingText({ at, path, message }: Finding): string {
  return `${at.file}:${at.line}:${at.column}: ${path === "" ? "" : `${path}: `}${message}`;
}
