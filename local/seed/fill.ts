import { UserId, type ProjectId } from "@/src/access/ids";
import type { Slug } from "./accounts.ts";
import { organizations } from "./accounts.ts";
import type { Callers, Caller } from "./callers.ts";
import { posts } from "./posts.ts";
import { work, type SeedProject } from "./work.ts";

/** Creates what is missing of an organization's projects and tasks, through the gates. */
async function fillOrganization(callers: Callers, slug: Slug, admin: string): Promise<void> {
  const caller = await callers.as(admin, slug);
  const pages = [
    await caller.project.list({ limit: 50 }),
    await caller.project.list({ limit: 50, archived: true }),
  ];
  const existing = new Map(
    pages.flatMap((page) => page.items).map((project) => [project.name, project]),
  );
  for (const wanted of work[slug]) {
    const project =
      existing.get(wanted.name) ?? (await caller.project.create({ name: wanted.name }));
    await fillProject(callers, slug, caller, project.id, wanted);
    if (wanted.archived && !project.archivedAt) {
      await caller.project.archive({ id: project.id, archived: true });
    }
  }
}

async function fillProject(
  callers: Callers,
  slug: Slug,
  admin: Caller,
  projectId: ProjectId,
  wanted: SeedProject,
): Promise<void> {
  const existing = new Map(
    (await admin.task.list({ projectId })).map((task) => [task.title, task]),
  );
  for (const { title, by, mine, done } of wanted.tasks) {
    const caller = await callers.as(by, slug);
    const task = existing.get(title) ?? (await caller.task.create({ projectId, title }));
    if (mine && !task.assigneeId) {
      const { userId } = await caller.me.get();
      await caller.task.assign({ id: task.id, assigneeId: UserId.parse(userId) });
    }
    if (done && !task.doneAt) await caller.task.toggle({ id: task.id, done: true });
  }
}

async function fillPosts(callers: Callers): Promise<void> {
  for (const { author, title, body, published } of posts) {
    const caller = await callers.as(author);
    const mine = await caller.post.mine({ limit: 50 });
    const post =
      mine.items.find((one) => one.title === title) ?? (await caller.post.create({ title, body }));
    if (published && post.status === "draft") {
      await caller.post.publish({ id: post.id, published: true });
    }
  }
}

export async function fillWork(callers: Callers): Promise<void> {
  for (const { slug, createdBy } of organizations) await fillOrganization(callers, slug, createdBy);
  await fillPosts(callers);
}
