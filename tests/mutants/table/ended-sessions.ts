import { mutantsOf } from "../mutant.ts";

/** Which ended sessions are forgotten. */
export const endedSessionMutants = mutantsOf(
  "src/server/sync/housekeeping/ended-sessions.ts",
  ["tests/integration/sync/housekeeping/ended-sessions.test.ts"],
  [
    {
      id: "ended-sessions/by-clerk",
      guard: "a session that ended lately by Clerk's clock is remembered",
      find: `\n         AND to_timestamp("sourceTimestamp" / 1000.0) < now() - make_interval(hours => $1)`,
      replace: "",
    },
    {
      id: "ended-sessions/by-us",
      guard: "a session that was heard of lately is remembered",
      find: `"createdAt" < now() - make_interval(hours => $1)`,
      replace: "$1 > 0",
    },
  ],
);
