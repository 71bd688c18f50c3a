import type { RunPlan } from "./run.ts";

/** A run that once failed, and must never again. */
export interface Regression extends RunPlan {
  readonly profile: string;
  /** What it found. */
  readonly found: string;
}

export const REGRESSIONS: readonly Regression[] = [
  {
    profile: "default",
    seed: 2_001_877,
    steps: 19,
    omit: ["containerEnds", ..."19,17,16,15,14,13,12,11,10,9,8,7,4,2,1".split(",")],
    found: "a write that failed was read back, acknowledged, and lost with the power",
  },
];
