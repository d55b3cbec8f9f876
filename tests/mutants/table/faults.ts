import { mutantsOf } from "../mutant.ts";

/** How a refusal of the database becomes an answer. */
export const faultMutants = [
  ...mutantsOf(
    "src/server/db/refusal.ts",
    ["tests/unit/db/refusal.test.ts"],
    [
      ...[
        ["GH001", "session_ended"],
        ["GH002", "user_deleted"],
        ["GH003", "user_banned"],
        ["GH004", "membership_removed"],
        ["GH005", "membership_removed"],
        ["GH006", "permission_stale"],
        ["GH007", "not_administrator"],
        ["GH012", "permission_missing"],
      ].map(([state, code]) => ({
        id: `fault/${state}`,
        guard: `${state} is answered as ${code}`,
        find: `  ${state}: "${code}",\n`,
        replace: "",
      })),
      ...["P2025", "P2002", "P2003"].map((code) => ({
        id: `fault/${code}`,
        guard: `Prisma's ${code} is a refusal`,
        find: `if (prisma === "${code}")`,
        replace: `if (prisma === "none")`,
      })),
      {
        id: "fault/unavailable",
        guard: "a database that is busy or gone is not a bug of ours",
        find: `if (state !== undefined && unavailableStates.test(state)) {`,
        replace: `if (state === "none") {`,
      },
      {
        id: "fault/bare-42501",
        guard: "a gate and a database that disagree are a bug of ours",
        find: `/^(08|53|57P|57014|55P03|40001|40P01|25P0)/`,
        replace: `/^(08|53|57P|57014|55P03|40001|40P01|25P0|42501)/`,
      },
      {
        id: "fault/by-its-class",
        guard: "only Prisma's errors are taken for Prisma's",
        find: `error.name !== "PrismaClientKnownRequestError"`,
        replace: `error.name === ""`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/trpc/fault.ts",
    ["tests/unit/trpc/fault.test.ts"],
    [
      {
        id: "fault/hidden-detail",
        guard: "what went wrong on our side is not told",
        find: `cause.code === "internal" ? message : cause.message`,
        replace: `cause.message`,
      },
      {
        id: "fault/hidden-error",
        guard: "an error that is not of the union is not told",
        find: `if (errorCodeOf(error) !== "internal") return error;`,
        replace: `return error;`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/trpc/audit.ts",
    ["tests/unit/trpc/audit.test.ts"],
    [
      {
        id: "audit/subject",
        guard: "only an id gets into the audit trail",
        find: ` && /^[\\w-]{1,80}$/.test(output.id)`,
        replace: "",
      },
    ],
  ),
];
