import { randomUUID } from "node:crypto";
import pg from "pg";
import { fill } from "./fill.ts";
import { clerkOf, openMint, type Mint } from "./tokens.ts";
import type { World } from "./stack.ts";

/** One organization among many: its administrator is real to Clerk, and the application has heard of them by webhook. */
export interface Scene {
  readonly userId: string;
  readonly organizationId: string;
  readonly sessionId: string;
  /** Has 20 tasks; the organization has 20 projects. */
  readonly projectId: string;
  readonly mint: Mint;
}

export async function setScene(world: World, { quick }: { quick: boolean }): Promise<Scene> {
  const clerk = clerkOf(world);
  const user = await clerk.users.createUser({
    emailAddress: ["reader@bench.test"],
    skipPasswordRequirement: true,
  });
  const organization = await clerk.organizations.createOrganization({
    name: "Bench",
    slug: "bench",
    createdBy: user.id,
  });
  const session = await clerk.sessions.createSession({
    userId: user.id,
    // Of the Backend API, though the SDK's types leave it out; spread, so that they do not object.
    ...{ activeOrganizationId: organization.id },
  });
  await world.drainWebhooks();
  // Around it: 100 organizations with 1,000 tasks each.
  await fill(world.ownerUrl, { organizations: quick ? 10 : 100, projects: 50, tasks: 20 });
  const projectId = randomUUID();
  await addWork(world.ownerUrl, organization.id, user.id, projectId);
  return {
    userId: user.id,
    organizationId: organization.id,
    sessionId: session.id,
    projectId,
    mint: await openMint(world, session.id),
  };
}

async function addWork(
  ownerUrl: string,
  organizationId: string,
  userId: string,
  projectId: string,
): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const values = [organizationId, userId, projectId];
    await client.query(
      `INSERT INTO "Project" ("organizationId", "id", "name", "createdById", "createdAt")
        SELECT $1, CASE WHEN p = 0 THEN $3::text ELSE gen_random_uuid()::text END, 'Project ' || p, $2, now() - make_interval(secs => p)
        FROM generate_series(0, 19) p`,
      values,
    );
    await client.query(
      `INSERT INTO "Task" ("organizationId", "id", "projectId", "title", "createdById", "createdAt", "doneAt")
        SELECT $1, gen_random_uuid()::text, $3, 'Task ' || t, $2, now() - make_interval(secs => t),
          CASE WHEN t % 4 = 0 THEN now() END
        FROM generate_series(0, 19) t`,
      values,
    );
    await client.query("VACUUM ANALYZE");
  } finally {
    await client.end();
  }
}

/** Twenty published posts of one author. */
export async function addPosts(ownerUrl: string, userId: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO "Post" ("id", "authorId", "slug", "title", "body", "status", "publishedAt")
        SELECT gen_random_uuid()::text, $1, 'post-' || p, 'Post ' || p, repeat('Lorem ipsum. ', 15), 'published', now()
        FROM generate_series(0, 19) p`,
      [userId],
    );
  } finally {
    await client.end();
  }
}
