import test from "ava";
import { isBlacklisted, withBlacklisted } from "../../src/model/blacklist.ts";
import { makeCluster } from "../../src/model/generated/types.ts";

const DAY_MS = 24 * 3_600_000;

test("blacklist: a removed node's certificate counts no more, until a week after it expired", (t) => {
  const removed = withBlacklisted(makeCluster(), "n1", { notAfterMs: 10 * DAY_MS, nowMs: 0 });
  t.true(isBlacklisted(removed, "n1"));
  t.false(isBlacklisted(removed, "n2"));

  const soon = withBlacklisted(removed, "n2", { notAfterMs: 20 * DAY_MS, nowMs: 16 * DAY_MS });
  t.true(isBlacklisted(soon, "n1"));
  const later = withBlacklisted(soon, "n3", { notAfterMs: 30 * DAY_MS, nowMs: 18 * DAY_MS });
  t.false(isBlacklisted(later, "n1"));
  t.true(isBlacklisted(later, "n2"));
});
