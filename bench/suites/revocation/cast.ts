import type { BenchApplication } from "../../support/application.ts";

/** What is asked for again and again: a page of the organization's projects, of which there are none. */
export const listPath = `/api/trpc/project.list?input=${encodeURIComponent('{"json":{}}')}`;

export interface Actor {
  readonly userId: string;
  readonly organizationId: string;
  readonly sessionId: string;
  /** Lives for an hour. */
  readonly token: string;
}

export interface Cast {
  /** Is removed and let in again. */
  readonly mover: Actor;
  /** Of another organization, and stays. */
  readonly stayer: Actor;
  /** Each is removed once. */
  readonly leavers: readonly Actor[];
}

/** Two organizations and their people, whom the application has heard of. */
export async function seedCast({ clerk }: BenchApplication): Promise<Cast> {
  const emails = ["owner", "mover", "stayer", "leaver0", "leaver1", "leaver2"].map(
    (name) => `${name}@people.test`,
  );
  const [owner = "", mover = "", stayer = "", ...leavers] = emails;
  const member = (emailAddress: string) => ({ emailAddress, role: "org:member" });
  await clerk.seed({
    users: emails.map((email) => ({ emailAddresses: [email] })),
    organizations: [
      { name: "First", slug: "first", createdBy: owner, members: [mover, ...leavers].map(member) },
      { name: "Second", slug: "second", createdBy: owner, members: [member(stayer)] },
    ],
  });
  await clerk.drain();
  const { sdk } = clerk;
  const actorOf = async (email: string, slug: string): Promise<Actor> => {
    const organization = await sdk.organizations.getOrganization({ slug });
    const { data } = await sdk.users.getUserList({ emailAddress: [email] });
    const [user] = data;
    if (!user) throw new Error(`Clerk knows no ${email}`);
    const session = await sdk.sessions.createSession({
      userId: user.id,
      // Of the Backend API, though the SDK's types leave it out; spread, so that they do not object.
      ...{ activeOrganizationId: organization.id },
    });
    const { jwt } = await sdk.sessions.getToken(session.id, undefined, 3_600);
    return {
      userId: user.id,
      organizationId: organization.id,
      sessionId: session.id,
      token: jwt,
    };
  };
  return {
    mover: await actorOf(mover, "first"),
    stayer: await actorOf(stayer, "second"),
    leavers: await Promise.all(leavers.map((email) => actorOf(email, "first"))),
  };
}
