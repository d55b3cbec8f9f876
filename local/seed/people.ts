import type { ClerkClient } from "@clerk/backend";
import { accounts, organizations, seedPassword, type Account } from "./accounts.ts";

export interface Directory {
  /** Clerk's user ids by e-mail address. */
  readonly users: ReadonlyMap<string, string>;
  /** Clerk's organization ids by slug. */
  readonly organizations: ReadonlyMap<string, string>;
}

/**
 * Puts the people and organizations into Clerk through its Backend API, and leaves whoever is there already: an interrupted
 * seed is completed by the next one. The application hears of them by webhooks.
 */
export async function seedPeople(clerk: ClerkClient): Promise<Directory> {
  const users = new Map<string, string>();
  for (const account of accounts) users.set(account.email, await ensureUser(clerk, account));

  const slugs = new Map<string, string>();
  for (const { slug, name, createdBy } of organizations) {
    const found = (await clerk.organizations.getOrganizationList({ limit: 100 })).data.find(
      (organization) => organization.slug === slug,
    );
    const organization =
      found ??
      (await clerk.organizations.createOrganization({
        name,
        slug,
        createdBy: idOf(users, createdBy),
      }));
    slugs.set(slug, organization.id);
  }

  for (const account of accounts) await ensureMemberships(clerk, account, users, slugs);
  return { users, organizations: slugs };
}

/** @throws Error when the directory does not hold it */
export function idOf(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (!id) throw new Error(`${name} is not among the seeded`);
  return id;
}

async function ensureUser(clerk: ClerkClient, account: Account): Promise<string> {
  const { data } = await clerk.users.getUserList({ emailAddress: [account.email] });
  const [found] = data;
  if (found) return found.id;
  const created = await clerk.users.createUser({
    emailAddress: [account.email],
    firstName: account.firstName,
    lastName: account.lastName,
    password: seedPassword,
    ...(account.platformAdmin ? { publicMetadata: { role: "admin" } } : {}),
  });
  return created.id;
}

async function ensureMemberships(
  clerk: ClerkClient,
  account: Account,
  users: ReadonlyMap<string, string>,
  slugs: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { slug, role } of account.memberships) {
    const organizationId = idOf(slugs, slug);
    const userId = idOf(users, account.email);
    const { data } = await clerk.organizations.getOrganizationMembershipList({
      organizationId,
      limit: 100,
    });
    if (data.some((membership) => membership.publicUserData?.userId === userId)) continue;
    await clerk.organizations.createOrganizationMembership({ organizationId, userId, role });
  }
}
