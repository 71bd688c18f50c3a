import { badRequest } from "./api-error.ts";
import type { ApiRoute } from "./request.ts";

/** A route together with what its pattern found in a path. */
export interface Match {
  readonly route: ApiRoute;
  /** The version the path asked for, if it did. */
  readonly version: string | undefined;
  readonly params: Readonly<Record<string, string>>;
}

interface Compiled {
  readonly route: ApiRoute;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

const VERSIONED = /^\/v([0-9.]+)(?=\/)/;

/** Finds the route for a request, with and without a version in front of the path. */
export class Router {
  readonly #routes: readonly Compiled[];

  constructor(routes: readonly ApiRoute[]) {
    this.#routes = routes.map(compile);
  }

  find(method: string, path: string): Match | undefined {
    const [prefix = "", version] = VERSIONED.exec(path) ?? [];
    const rest = path.slice(prefix.length);
    for (const { route, pattern, names } of this.#routes) {
      if (route.method !== method) continue;
      const found = pattern.exec(rest);
      if (!found) continue;
      const params = Object.fromEntries(
        names.map((name, index) => [name, decode(found[index + 1])]),
      );
      return { route, version, params };
    }
    return undefined;
  }
}

/** The version in front of a path, where there is one. */
export function versionOf(path: string): string | undefined {
  return VERSIONED.exec(path)?.[1];
}

function compile(route: ApiRoute): Compiled {
  const names: string[] = [];
  const source = route.path.replace(/\{(\w+)(\*?)\}/g, (_, name: string, rest: string) => {
    names.push(name);
    return rest === "" ? "([^/]+)" : "(.*)";
  });
  return { route, pattern: new RegExp(`^${source}$`), names };
}

function decode(text = ""): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return badRequest(`invalid URL escape in ${JSON.stringify(text)}`);
  }
}
