import type { Verification } from "./verification.ts";

/** Which factors a person is asked for once more; the second one counts only for those who have one. */
export const LEVELS = ["first_factor", "second_factor", "multi_factor"] as const;
export type Level = (typeof LEVELS)[number];

/** A signed-in person who is being asked, once more, who they are. */
export interface Reverification {
  status: "needs_first_factor" | "needs_second_factor" | "complete";
  level: Level;
  firstFactor: Verification | null;
  secondFactor: Verification | null;
  abandonAt: number;
}
