/** Capabilities that a container is given, and that are taken from it. */
export interface Capabilities {
  readonly CapabilityAdd?: readonly string[];
  readonly CapabilityDrop?: readonly string[];
}

const ALL = "ALL";
/** Empties a list instead of adding to it. */
const RESET = "CAP_RESET";

/** The capabilities of a new service: one that is both added and dropped is added. */
export function newCapabilities(
  added: readonly string[] = [],
  dropped: readonly string[] = [],
): Capabilities {
  return effective(new Set(added), new Set(dropped));
}

/**
 * The capabilities of a service after an update. Adding one that was dropped only undoes the drop,
 * and dropping one that was added only undoes that. Source: docker, service/update.go updateCapabilities.
 */
export function changedCapabilities(
  current: Capabilities,
  added: readonly string[] = [],
  dropped: readonly string[] = [],
): Capabilities {
  const add = new Set(added.includes(RESET) ? [] : current.CapabilityAdd);
  const drop = new Set(dropped.includes(RESET) ? [] : current.CapabilityDrop);
  for (const each of added) {
    if (!drop.delete(each)) add.add(each);
  }
  for (const each of dropped) {
    if (!added.includes(each) && !add.delete(each)) drop.add(each);
  }
  return effective(add, drop);
}

function effective(add: ReadonlySet<string>, drop: ReadonlySet<string>): Capabilities {
  const kept = (names: ReadonlySet<string>): readonly string[] =>
    names.has(ALL) ? [ALL] : [...names].filter((name) => name !== RESET).sort();
  return {
    CapabilityAdd: kept(add),
    CapabilityDrop: kept(drop).filter((name) => !add.has(name)),
  };
}
