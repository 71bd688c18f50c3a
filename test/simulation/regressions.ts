import type { RunPlan } from "./run.ts";

/** A run that once failed, and must never again. */
export interface Regression extends RunPlan {
  readonly profile: string;
  /** What it found. */
  readonly found: string;
}

export const REGRESSIONS: readonly Regression[] = [];
