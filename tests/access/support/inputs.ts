import { DeliveryId, InvitationId, OrganizationId, RunId, UserId } from "@/src/access/ids";
import type { inferRouterInputs } from "@trpc/server";
import type { AppRouter } from "@/src/server/trpc/root";

/** The row of each noun that a cell is about: the caller's own, a foreign one, or none that exists. */
export interface Rows {
  readonly project: string;
  readonly task: string;
  readonly post: string;
  /** The address of a post that the public may read, of one that it may not, or of none. */
  readonly slug: string;
  readonly organization: string;
  /** A member of the organization, and of no other. */
  readonly member: string;
  readonly invitation: string;
  readonly delivery: string;
  readonly run: string;
}

type Inputs = inferRouterInputs<AppRouter>;

function oneMember({ member }: Rows) {
  return { userId: UserId.parse(member) };
}

function oneOrganization({ organization }: Rows) {
  return { id: OrganizationId.parse(organization) };
}

/** How to call each procedure on a row. A procedure without an entry does not compile, and one of another kind fails the test. */
export const inputs: {
  readonly [N in keyof Inputs]: { readonly [V in keyof Inputs[N]]: (rows: Rows) => Inputs[N][V] };
} = {
  admin: {
    audit: () => ({}),
    access: () => ({}),
    banUser: oneMember,
    endSessions: oneMember,
    impersonate: (rows) => ({ ...oneMember(rows), reason: "To see what they see." }),
    makeAdministrator: oneMember,
    unbanUser: oneMember,
    unmakeAdministrator: oneMember,
    counts: () => undefined,
    exportUser: () => ({ id: "user_none" }),
    organization: oneOrganization,
    organizationMembers: oneOrganization,
    organizations: () => ({}),
    resynchronizeOrganization: oneOrganization,
    resynchronizeUser: oneMember,
    sessions: oneMember,
    user: oneMember,
    users: () => ({}),
  },
  audit: { list: () => ({}) },
  delivery: {
    get: ({ delivery }) => ({ id: DeliveryId.parse(delivery) }),
    lag: () => ({}),
    list: () => ({}),
    replay: ({ delivery }) => ({ id: DeliveryId.parse(delivery) }),
    reveal: ({ delivery }) => ({ id: DeliveryId.parse(delivery) }),
  },
  invitation: {
    create: () => ({ emailAddress: "invited@people.test", role: "org:member" }),
    list: () => ({}),
    revoke: ({ invitation }) => ({ id: InvitationId.parse(invitation) }),
  },
  me: { endOtherSessions: () => undefined, export: () => undefined, get: () => undefined },
  member: {
    changeRole: (rows) => ({ ...oneMember(rows), role: "org:admin" }),
    leave: oneOrganization,
    list: () => ({}),
    remove: oneMember,
    watch: () => ({}),
  },
  post: {
    bySlug: ({ slug }) => ({ slug }),
    create: () => ({ title: "Written by a cell", body: "Text." }),
    delete: ({ post }) => ({ id: post }),
    mine: () => ({}),
    publish: ({ post }) => ({ id: post, published: true }),
    published: () => ({}),
    update: ({ post }) => ({ id: post, title: "Changed by a cell", body: "Text." }),
  },
  project: {
    archive: ({ project }) => ({ id: project, archived: true }),
    create: () => ({ name: "Made by a cell" }),
    delete: ({ project }) => ({ id: project }),
    get: ({ project }) => ({ id: project }),
    list: () => ({}),
    rename: ({ project }) => ({ id: project, name: "Changed by a cell" }),
    watch: () => ({}),
  },
  run: {
    confirm: ({ run }) => ({ id: RunId.parse(run) }),
    get: ({ run }) => ({ id: RunId.parse(run) }),
    list: () => ({}),
    // Asks nothing of Clerk.
    start: () => ({ kind: "replay", scope: "failed" }),
  },
  task: {
    assign: ({ task }) => ({ id: task, assigneeId: null }),
    create: ({ project }) => ({ projectId: project, title: "Made by a cell" }),
    delete: ({ task }) => ({ id: task }),
    list: ({ project }) => ({ projectId: project }),
    toggle: ({ task }) => ({ id: task, done: true }),
    watch: ({ project }) => ({ projectId: project }),
  },
};

/** The input of the procedure with this path. @throws Error where the table has none */
export function inputOf(path: string, rows: Rows): unknown {
  const [noun = "", verb = ""] = path.split(".");
  // Guarantee: `inputs` is an object of objects of functions of Rows; the router's own names index it.
  const make = (inputs as Record<string, Record<string, (rows: Rows) => unknown> | undefined>)[
    noun
  ]?.[verb];
  if (!make) throw new Error(`tests/access/support/inputs.ts has no entry for ${path}.`);
  return make(rows);
}

export const inputPaths = Object.entries(inputs)
  .flatMap(([noun, verbs]) => Object.keys(verbs).map((verb) => `${noun}.${verb}`))
  .sort();
