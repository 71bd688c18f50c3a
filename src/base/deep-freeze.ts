let freezes = true;

/**
 * Freezes plain data once, all the way down; parts already frozen are skipped, so an update by
 * spread pays only for what is new. Typed arrays cannot be frozen: nobody keeps a writable one.
 */
export function deepFreeze<T>(value: T): T {
  if (!freezes || typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value) || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}

/**
 * From now on this process freezes nothing. A daemon calls it when it starts: V8 gives every frozen copy
 * of a frozen object a hidden class of its own, which costs a store of 100,000 tasks a third of its time
 * and memory. Tests and simulations, which run the same code, keep what writers may not do an error.
 */
export function stopFreezing(): void {
  freezes = false;
}
