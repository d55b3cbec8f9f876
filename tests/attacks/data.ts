import type { Model } from "@/src/access/grants";
import { aimAt, type Aim } from "./steps.ts";
import { pick, uniqueKey, type Row } from "./shape.ts";
import { mark } from "./world.ts";

/** What an attacker writes, and whether it reaches for somebody else's row. */
interface Written {
  readonly data: Row;
  readonly foreign: boolean;
}

let serial = 0;
const fresh = (prefix: string): string => `${prefix}${(serial += 1)}`;

/** Whatever is written says whose tenant wrote it, so that it is a stray wherever else it ends up. */
function bases({ who, world }: Aim): Readonly<Record<Model, Row>> {
  const tenant = who.organization ?? "org_none";
  const user = who.user ?? "user_none";
  const ownProject = world.rows.get("project")?.find((row) => row["organizationId"] === tenant);
  return {
    project: { name: mark("project", tenant) },
    task: { title: mark("task", tenant), projectId: ownProject?.["id"] ?? "none" },
    // A published text says so: whoever unpublishes takes its words back too.
    post: {
      title: mark("draft", user),
      body: "",
      slug: fresh("attack-"),
      status: "draft",
      publishedAt: null,
    },
    user: { id: fresh("forged"), name: "forged" },
    organization: { id: fresh("forged"), name: "forged" },
    membership: { organizationId: "org_t4", userId: user, role: "org:admin" },
    invitation: { id: fresh("forged"), organizationId: tenant, role: "org:admin" },
    clerkRole: { id: fresh("forged"), key: "org:admin", permissionIds: [] },
    clerkPermission: { id: fresh("forged"), key: "org:projects:manage" },
    clerkInstance: { id: fresh("forged") },
    endedSession: { id: fresh("forged"), userId: user },
    auditEvent: {
      gate: "org",
      action: "forged",
      outcome: "done",
      organizationId: tenant,
      chainId: `org:${tenant}`,
      sequence: 1_000,
      previousHash: "",
      hash: "",
    },
    auditChain: { id: fresh("forged"), sequence: 1, hash: "" },
    webhookDelivery: { id: fresh("forged"), type: "t", status: "applied", payload: {} },
    syncRun: { kind: "reconcile", startedBy: user },
    clerkCommand: { action: "member.remove", gate: "org", actorId: user, subjectId: user },
  };
}

/** The same without what only a new row has. */
const changes: Readonly<Record<Model, readonly string[]>> = {
  project: ["name"],
  task: ["title"],
  post: ["title", "body", "status", "publishedAt"],
  user: ["name"],
  organization: ["name"],
  membership: ["role"],
  invitation: ["role"],
  clerkRole: ["key"],
  clerkPermission: ["key"],
  clerkInstance: ["id"],
  endedSession: ["userId"],
  auditEvent: ["action"],
  auditChain: ["sequence"],
  webhookDelivery: ["status"],
  syncRun: ["startedBy"],
  clerkCommand: ["actorId"],
};

export function baseData(aim: Aim, model: Model, action: "create" | "update"): Row {
  const base = bases(aim)[model];
  if (action === "create") return base;
  const kept = changes[model];
  return Object.fromEntries(Object.entries(base).filter(([field]) => kept.includes(field)));
}

/** Scalars that name somebody else: as many as a handle's data takes, and the tenant, which it refuses. */
export function scalarData(aim: Aim, model: Model, action: "create" | "update"): Written {
  const base = baseData(aim, model, action);
  const foreign = foreignIds(aim);
  const hostile: Partial<Record<Model, readonly Row[]>> = {
    project: [
      { organizationId: foreign.organization },
      { createdById: foreign.user },
      { id: foreign.project },
    ],
    task: [
      { organizationId: foreign.organization },
      { createdById: foreign.user },
      { projectId: foreign.project },
      { assigneeId: foreign.user },
      { organizationId: foreign.organization, projectId: foreign.project },
      { id: foreign.task },
    ],
    post: [
      { authorId: foreign.user },
      { id: foreign.post },
      { status: "published", publishedAt: new Date(0), title: mark("post", aim.who.user ?? "") },
    ],
    user: [{ platformRole: "admin" }],
    membership: [{ organizationId: foreign.organization }, { userId: foreign.user }],
  };
  const overlay = aim.step.foreign ? pick(hostile[model] ?? [], aim.step.data) : undefined;
  return { data: { ...base, ...overlay }, foreign: overlay !== undefined };
}

function foreignIds(aim: Aim) {
  const of = (model: Model, field: string) => aimAt(aim, model)?.[field] ?? "none";
  return {
    organization: of("organization", "id"),
    user: of("user", "id"),
    project: of("project", "id"),
    task: of("task", "id"),
    post: of("post", "id"),
  };
}

/** Writes through relations: connect, connectOrCreate, create, createMany, update, delete, set and disconnect. */
export function nestedData(aim: Aim, model: Model, action: "create" | "update"): Written {
  const base = baseData(aim, model, action);
  const key = (of: Model): Row => {
    const row = aimAt(aim, of);
    return row ? uniqueKey(of, row) : { id: "none" };
  };
  const { organization } = foreignIds(aim);
  const task = baseData(aim, "task", "update");
  const project = baseData(aim, "project", "update");
  const owner = {
    connect: key("organization"),
    connectOrCreate: { where: key("organization"), create: { id: fresh("forged") } },
    create: { id: fresh("forged") },
  };
  const creating: Partial<Record<Model, readonly Row[]>> = {
    project: [
      { organization: { connect: owner.connect } },
      { organization: { connectOrCreate: owner.connectOrCreate } },
      { organization: { create: owner.create } },
      { tasks: { create: [task] } },
      { tasks: { connect: [key("task")] } },
      { tasks: { createMany: { data: [task] } } },
      { tasks: { connectOrCreate: { where: key("task"), create: task } } },
    ],
    task: [
      { project: { connect: key("project") } },
      { project: { create: { ...project, organization: { connect: owner.connect } } } },
      { project: { connectOrCreate: { where: key("project"), create: project } } },
    ],
    post: [
      { author: { connect: key("user") } },
      { author: { connectOrCreate: { where: key("user"), create: { id: fresh("forged") } } } },
    ],
    user: [
      { memberships: { create: { organizationId: organization, role: "org:admin" } } },
      { posts: { connect: [key("post")] } },
    ],
    organization: [
      { memberships: { create: { userId: aim.who.user ?? "none", role: "org:admin" } } },
      { projects: { connect: [key("project")] } },
    ],
    membership: [{ tasks: { connect: [key("task")] } }],
  };
  const updating: Partial<Record<Model, readonly Row[]>> = {
    project: [
      { organization: { connect: owner.connect } },
      { organization: { update: { name: "forged" } } },
      { tasks: { updateMany: { where: {}, data: task } } },
      { tasks: { update: { where: key("task"), data: task } } },
      { tasks: { deleteMany: {} } },
      { tasks: { delete: [key("task")] } },
      { tasks: { connect: [key("task")] } },
      { tasks: { set: [key("task")] } },
      { tasks: { create: [task] } },
    ],
    task: [
      { project: { connect: key("project") } },
      { project: { update: project } },
      { assignee: { connect: key("membership") } },
      { assignee: { update: { role: "org:admin" } } },
      { assignee: { disconnect: true } },
    ],
    post: [{ author: { connect: key("user") } }, { author: { update: { platformRole: "admin" } } }],
    user: [{ posts: { updateMany: { where: {}, data: { title: "forged" } } } }],
    organization: [
      { projects: { deleteMany: {} } },
      { memberships: { updateMany: { where: {}, data: { role: "org:admin" } } } },
    ],
    membership: [{ tasks: { deleteMany: {} } }, { user: { connect: key("user") } }],
  };
  const choices = (action === "create" ? creating : updating)[model] ?? [];
  const overlay = pick(choices, aim.step.data);
  if (!overlay) return { data: base, foreign: false };
  const data = { ...base, ...overlay };
  // A relation and its own column exclude each other.
  if ("project" in overlay) delete (data as Record<string, unknown>)["projectId"];
  if (model === "membership" && action === "create") return { data: base, foreign: true };
  return { data, foreign: aim.step.foreign };
}
