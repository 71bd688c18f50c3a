/**
 * As much of nft as the scripts of this project use: tables of sets, maps and chains. It refuses what
 * the kernel would refuse, so that a script that leaves something behind is found.
 */
export class NftModel {
  readonly #tables = new Map<string, Table>();

  /** Runs a script; all of it, or nothing and an error. */
  run(lines: readonly string[]): void {
    const before = [...this.#tables].map(([name, table]) => [name, copyOf(table)] as const);
    try {
      for (const line of lines) this.#runLine(line);
    } catch (error) {
      this.#tables.clear();
      for (const [name, table] of before) this.#tables.set(name, table);
      throw error;
    }
  }

  /** What there is, in an order that does not tell how it came about. */
  listing(name: string): unknown {
    const table = this.#tables.get(name);
    if (table === undefined) return undefined;
    return {
      sets: [...table.sets].map(([set, elements]) => [set, [...elements].sort(byKey)]).sort(byKey),
      chains: [...table.chains].sort(byKey),
    };
  }

  /** Somebody deletes a table, by hand. */
  drop(name: string): void {
    this.#tables.delete(name);
  }

  #runLine(line: string): void {
    const words = line.replace(/^add ct timeout/, "add ct-timeout").split(" ");
    const [verb = "", kind = "", family = "", name = ""] = words;
    const tableName = `${family} ${name}`;
    const rest = words.slice(4);
    if (kind === "table") {
      if (verb === "add" && !this.#tables.has(tableName)) this.#tables.set(tableName, newTable());
      if (verb === "delete" && !this.#tables.delete(tableName)) fail(line, "no such table");
      return;
    }
    const table = this.#tables.get(tableName) ?? fail(line, "no such table");
    const [object = "", ...more] = rest;
    switch (`${verb} ${kind}`) {
      case "add set":
      case "add map":
        if (table.sets.has(object)) fail(line, "exists");
        table.sets.set(object, new Map());
        return;
      case "delete set":
        if (referenced(table, `@${object}`)) fail(line, "busy");
        if (!table.sets.delete(object)) fail(line, "no such set");
        return;
      case "add chain":
        if (table.chains.has(object)) fail(line, "exists");
        table.chains.set(object, []);
        return;
      case "flush chain":
        if (!table.chains.has(object)) fail(line, "no such chain");
        table.chains.set(object, []);
        return;
      case "delete chain":
        if (referenced(table, `goto ${object}`)) fail(line, "busy");
        if (!table.chains.delete(object)) fail(line, "no such chain");
        return;
      case "add ct-timeout":
        if (table.sets.has(object)) fail(line, "exists");
        table.sets.set(object, new Map([["policy", more.join(" ")]]));
        return;
      case "add rule":
        return addRule(table, object, more.join(" "), line);
      case "add element":
        return addElement(table, object, more, line);
      case "delete element":
        if (table.sets.get(object)?.delete(more.slice(1, -1).join(" ")) !== true)
          fail(line, "no such element");
        return;
      default:
        fail(line, "not understood");
    }
  }
}

interface Table {
  readonly sets: Map<string, Map<string, string>>;
  readonly chains: Map<string, string[]>;
}

const newTable = (): Table => ({ sets: new Map(), chains: new Map() });

function copyOf({ sets, chains }: Table): Table {
  return {
    sets: new Map([...sets].map(([name, elements]) => [name, new Map(elements)])),
    chains: new Map([...chains].map(([name, rules]) => [name, [...rules]])),
  };
}

function addRule(table: Table, chain: string, rule: string, line: string): void {
  const rules = table.chains.get(chain) ?? fail(line, "no such chain");
  for (const [, set = ""] of rule.matchAll(/@(\w+)/g))
    if (!table.sets.has(set)) fail(line, "no such set");
  for (const [, timeout = ""] of rule.matchAll(/ct timeout set "(\w+)"/g))
    if (!table.sets.has(timeout)) fail(line, "no such timeout");
  for (const [, to = ""] of rule.matchAll(/(?:goto|jump) (\w+)/g))
    if (!table.chains.has(to)) fail(line, "no such target");
  rules.push(rule);
}

function addElement(table: Table, set: string, words: readonly string[], line: string): void {
  const elements = table.sets.get(set) ?? fail(line, "no such set");
  const [key = "", value = ""] = words.slice(1, -1).join(" ").split(" : ");
  const target = value.replace("goto ", "");
  if (target !== "" && !table.chains.has(target)) fail(line, "no such target");
  if ((elements.get(key) ?? value) !== value) fail(line, "exists with another value");
  elements.set(key, value);
}

function referenced({ sets, chains }: Table, text: string): boolean {
  const whole = new RegExp(`${text}\\b`);
  const values = [...sets.values()].flatMap((elements) => [...elements.values()]);
  return [...values, ...[...chains.values()].flat()].some((each) => whole.test(each));
}

function byKey(
  left: readonly [string, unknown] | unknown[],
  right: readonly [string, unknown] | unknown[],
): number {
  return String(left[0]) < String(right[0]) ? -1 : 1;
}

function fail(line: string, why: string): never {
  throw new Error(`${line}: ${why}`);
}
