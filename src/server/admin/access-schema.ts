import { z } from "zod";
import { classification, gateGrants } from "@/src/access/grants";
import { matrixOutcomes } from "@/src/access/matrix/expectation";
import { principals } from "@/src/access/matrix/principals";
import { permissions } from "@/src/access/permissions";
import { SearchTerm } from "@/src/input/text";

const GateName = z.enum(keysOf(gateGrants));
const PrincipalName = z.enum(keysOf(principals));
const PermissionName = z.enum(keysOf(permissions));
const ModelName = z.enum(keysOf(classification));
const Outcome = z.enum(matrixOutcomes);

const PageAnswer = z.union([
  z.object({ status: z.literal(200), shown: z.boolean() }),
  z.object({ status: z.literal(307), to: z.string() }),
  z.object({ status: z.literal(404) }),
]);

export const AccessFilter = z.strictObject({
  /** A part of a procedure's path or of its permission, or of an address. */
  search: SearchTerm.default(""),
  /** Of the procedures; pages and routes have none. */
  gate: GateName.nullish(),
  principal: PrincipalName.nullish(),
});

export const AccessMatrix = z.object({
  principals: z.array(z.object({ key: PrincipalName, title: z.string(), description: z.string() })),
  /** In the order of their paths; an outcome for each target: plain, or own, foreign and absent. */
  procedures: z.array(
    z.object({
      path: z.string(),
      type: z.enum(["query", "mutation", "subscription"]),
      gate: GateName,
      permission: PermissionName.nullable(),
      fresh: z.boolean(),
      target: ModelName.nullable(),
      cells: z.partialRecord(PrincipalName, z.array(Outcome).readonly()),
    }),
  ),
  pages: z.array(
    z.object({
      path: z.string(),
      about: z.string().nullable(),
      cells: z.partialRecord(PrincipalName, PageAnswer),
    }),
  ),
  routes: z.array(
    z.object({
      path: z.string(),
      decides: z.string(),
      cells: z.partialRecord(PrincipalName, Outcome),
    }),
  ),
  /** How many procedures there are without the filter. */
  total: z.number(),
});

function keysOf<K extends string>(table: Readonly<Record<K, unknown>>): [K, ...K[]] {
  // Guarantee: the tables are literals, of which none is empty.
  return Object.keys(table) as [K, ...K[]];
}
