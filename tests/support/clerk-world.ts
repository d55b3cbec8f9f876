import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { client, start, type Started } from "../clerk/start.ts";
import type { World } from "./world.ts";

/** A local Clerk that can be made to know the people and organizations of a world, by the world's own ids. */
export interface ClerkOfWorlds {
  readonly clerk: Started;
  put(world: World): Promise<void>;
}

/** Makes one world at Clerk and keeps it as a snapshot; each further world is the same one under other ids. */
export async function startClerkOfWorlds(): Promise<ClerkOfWorlds> {
  const clerk = await start();
  const made = await makeAtClerk(clerk);
  await local(clerk, "/local/snapshots/template");
  const folder = join(clerk.dataDir, "snapshots");
  const template = readFileSync(join(folder, "template.jsonl"), "utf8");
  return {
    clerk,
    async put(world) {
      const ids = idsOf(world);
      const text = made.reduce(
        (told, id, index) => told.replaceAll(id, ids[index] ?? id),
        template,
      );
      writeFileSync(join(folder, "world.jsonl"), text);
      await local(clerk, "/local/snapshots/world/restore");
    },
  };
}

/** In the order of makeAtClerk. */
function idsOf({ user, other, session, first, second }: World): string[] {
  const tenants = [first, second].flatMap(({ id, member, invitation }) => [id, member, invitation]);
  return [user, other, session, ...tenants];
}

async function makeAtClerk(clerk: Started): Promise<string[]> {
  const api = client(clerk);
  const person = async (name: string) =>
    (await api.users.createUser({ emailAddress: [`${name}@people.test`] })).id;
  const user = await person("user");
  const other = await person("other");
  const session = await api.sessions.createSession({ userId: user });
  await api.sessions.createSession({ userId: user });
  const tenants: string[] = [];
  for (const name of ["first", "second"]) {
    const member = await person(name);
    const { id } = await api.organizations.createOrganization({ name, createdBy: other });
    for (const userId of [user, member])
      await api.organizations.createOrganizationMembership({
        organizationId: id,
        userId,
        role: "org:member",
      });
    const invitation = await api.organizations.createOrganizationInvitation({
      organizationId: id,
      emailAddress: `waiting-${name}@people.test`,
      role: "org:member",
    });
    await api.sessions.createSession({ userId: member });
    tenants.push(id, member, invitation.id);
  }
  return [user, other, session.id, ...tenants];
}

async function local(clerk: Started, path: string): Promise<void> {
  const response = await fetch(`${clerk.url}${path}`, { method: "POST" });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
}
