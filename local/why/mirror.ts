import type pg from "pg";
import { undone } from "./database.ts";
import { NoAnswer } from "./failure.ts";
import type { Question } from "./question.ts";
import { didYouMean, suggest } from "./suggest.ts";

/** What the database mirrors of the people and the organization in question. Versions are milliseconds, as Clerk gave them. */
export interface Mirror {
  readonly person: MirroredPerson | null;
  readonly impersonatorId: string | null;
  readonly organization: MirroredOrganization | null;
  readonly membership: MirroredMembership | null;
}

interface MirroredPerson {
  readonly id: string;
  readonly mirrored: boolean;
  readonly banned: boolean;
  readonly deleted: boolean;
  readonly platformRole: string | null;
  readonly version: number;
}

interface MirroredOrganization {
  readonly id: string;
  readonly mirrored: boolean;
  readonly slug: string | null;
  readonly deleted: boolean;
}

export interface MirroredMembership {
  readonly role: string | null;
  readonly deleted: boolean;
  readonly version: number;
}

/** Looks everybody up as the sync, the one role that sees the whole mirror; read-only. @throws NoAnswer */
export async function readMirror(client: pg.Client, question: Question): Promise<Mirror> {
  const { as, impersonatedBy, organization: named, unmirrored } = question;
  return undone(client, { gate: "sync" }, async () => {
    const person = as === null ? null : await findPerson(client, as, unmirrored);
    const impersonator = impersonatedBy && (await findPerson(client, impersonatedBy, unmirrored));
    const organization = named === null ? null : await findOrganization(client, named, unmirrored);
    return {
      person,
      impersonatorId: impersonator ? impersonator.id : null,
      organization,
      membership:
        person && organization && (await findMembership(client, person.id, organization.id)),
    };
  });
}

async function findPerson(
  client: pg.Client,
  named: string,
  unmirrored: boolean,
): Promise<MirroredPerson> {
  const { rows } = await client.query<MirroredPerson>(
    `SELECT "id", true AS mirrored, "banned", "deleted", "platformRole",
       greatest("sourceVersion", "sourceTimestamp")::float8 AS version
     FROM "public"."User" WHERE ${named.includes("@") ? `lower("email") = lower($1)` : `"id" = $1`}
     ORDER BY "deleted", version DESC LIMIT 3`,
    [named],
  );
  const [found, second] = rows;
  if (found && second && !second.deleted) {
    const ids = rows.map(({ id }) => id).join(", ");
    throw new NoAnswer(`More than one person has the address ${named}; name one by id: ${ids}.`);
  }
  if (found) return found;
  if (unmirrored && /^user_\w+$/.test(named)) {
    const known = { banned: false, deleted: false, platformRole: null, version: 0 };
    return { id: named, mirrored: false, ...known };
  }
  const similar = await client.query<{ known: string | null }>(
    `SELECT ${named.includes("@") ? `"email"` : `"id"`} AS known FROM "public"."User"
     WHERE NOT "deleted" AND lower(left("email", 1)) = lower(left($1, 1)) OR left("id", 6) = left($1, 6) LIMIT 2000`,
    [named],
  );
  const candidates = similar.rows.flatMap(({ known }) => known ?? []);
  throw new NoAnswer(
    `Nobody is known as ${named}.${didYouMean(suggest(named, candidates, 1))} Somebody whose webhook is late can be named by their id, with --unmirrored.`,
  );
}

async function findOrganization(
  client: pg.Client,
  named: string,
  unmirrored: boolean,
): Promise<MirroredOrganization> {
  const { rows } = await client.query<MirroredOrganization>(
    `SELECT "id", true AS mirrored, "slug", "deleted" FROM "public"."Organization" WHERE "slug" = $1 OR "id" = $1
     ORDER BY "deleted", greatest("sourceVersion", "sourceTimestamp") DESC LIMIT 1`,
    [named],
  );
  const [found] = rows;
  if (found) return found;
  if (unmirrored && /^org_\w+$/.test(named)) {
    return { id: named, mirrored: false, slug: null, deleted: false };
  }
  const all = await client.query<{ known: string | null }>(
    `SELECT unnest(ARRAY["slug", "id"]) AS known FROM "public"."Organization" WHERE NOT "deleted" LIMIT 4000`,
  );
  const candidates = all.rows.flatMap(({ known }) => known ?? []);
  throw new NoAnswer(
    `No organization is known as ${named}.${didYouMean(suggest(named, candidates, 2))}`,
  );
}

async function findMembership(
  client: pg.Client,
  userId: string,
  organizationId: string,
): Promise<MirroredMembership | null> {
  const { rows } = await client.query<MirroredMembership>(
    `SELECT "role", "deleted", greatest("sourceVersion", "sourceTimestamp")::float8 AS version
     FROM "public"."Membership" WHERE "organizationId" = $1 AND "userId" = $2`,
    [organizationId, userId],
  );
  return rows[0] ?? null;
}
