import type { Cast } from "./cast.ts";
import type { Stack } from "./stack/start.ts";

const field = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && key in value
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;

/** What differs between Clerk and the mirror for the people and the organization of a cast; empty when nothing does. */
export async function differences({ clerk, database }: Stack, cast: Cast): Promise<string[]> {
  const found: string[] = [];
  const compare = (what: string, truth: unknown, mirrored: unknown): void => {
    const [one, other] = [JSON.stringify(truth), JSON.stringify(mirrored)];
    if (one !== other) found.push(`${what}: Clerk ${one}, mirror ${other}`);
  };
  for (const id of cast.userIds) {
    const [row] = await database.sql(
      `SELECT "deleted", "banned", "name" FROM "public"."User" WHERE "id" = $1`,
      [id],
    );
    const user = await clerk.api("GET", `/users/${id}`);
    const name = [user?.["first_name"], user?.["last_name"]].filter(Boolean).join(" ");
    const truth = user
      ? { deleted: false, banned: user["banned"], name }
      : { deleted: true, banned: false, name: null };
    compare(id, truth, row);
  }
  const { organizationId } = cast;
  const organization = await clerk.api("GET", `/organizations/${organizationId}`);
  const [row] = await database.sql(
    `SELECT "deleted", "name", "slug" FROM "public"."Organization" WHERE "id" = $1`,
    [organizationId],
  );
  compare(
    organizationId,
    organization
      ? { deleted: false, name: organization["name"], slug: organization["slug"] }
      : { deleted: true, name: null, slug: null },
    row,
  );
  const list = await clerk.api("GET", `/organizations/${organizationId}/memberships?limit=100`);
  const data = list?.["data"];
  const truth = (Array.isArray(data) ? data : []).map((one: unknown) => [
    field(field(one, "public_user_data"), "user_id"),
    field(one, "role"),
  ]);
  const rows = await database.sql<{ userId: string; role: string }>(
    `SELECT "userId", "role" FROM "public"."Membership" WHERE "organizationId" = $1 AND NOT "deleted"`,
    [organizationId],
  );
  compare(
    `the members of ${organizationId}`,
    truth.sort(),
    rows.map(({ userId, role }) => [userId, role]).sort(),
  );
  return found;
}
