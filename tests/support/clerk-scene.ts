import { client, type Started } from "../clerk/start.ts";
import { newOrganization, newPerson, nextSecond } from "./clerk.ts";
import { callerOf, type PersonOptions } from "./principals.ts";

/**
 * An organization with two admins, ada and ben, and two members, cara and dan, all of whom the mirror knows; their tokens are
 * newer than all that it knows, so what is refused later is refused for what happened since.
 */
export async function makeScene(clerk: Started) {
  const ada = await newPerson(clerk);
  const ben = await newPerson(clerk);
  const cara = await newPerson(clerk);
  const dan = await newPerson(clerk);
  const roles: Readonly<Record<string, string>> = {
    [ada]: "org:admin",
    [ben]: "org:admin",
    [cara]: "org:member",
    [dan]: "org:member",
  };
  const organization = await newOrganization(clerk, roles);
  const issuedAt = await nextSecond();
  const as = (user: string, more: PersonOptions = {}) =>
    callerOf(user, { organization, role: roles[user], issuedAt, ...more });
  return { ada, ben, cara, dan, organization, issuedAt, as };
}

/** What Clerk itself says of an organization's members. */
export async function rolesAtClerk(
  clerk: Started,
  organizationId: string,
): Promise<Record<string, string>> {
  const { data } = await client(clerk).organizations.getOrganizationMembershipList({
    organizationId,
  });
  return Object.fromEntries(
    data.map(({ publicUserData, role }) => [publicUserData?.userId ?? "", role]),
  );
}
