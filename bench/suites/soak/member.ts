import { randomUUID } from "node:crypto";
import { z } from "zod";
import { chance, pick } from "./chance.ts";
import { Project, type Member, type Scene } from "./scene.ts";
import { markOf, type Answer } from "./site.ts";

const Page = z.object({ items: z.array(Project), nextCursor: z.string().nullable() });
const Tasks = z.array(
  z.object({ id: z.string(), title: z.string(), doneAt: z.unknown().nullable() }),
);
const Task = z.object({ id: z.string() });
/** As many as there are in a project at most. */
const mostTasks = 12;

/** What somebody does all day in a tenant, each answer compared with what they know. */
export class Day {
  /** The tasks of their project: title, and whether it is done. */
  readonly #tasks = new Map<string, readonly [title: string, done: boolean]>();

  constructor(
    readonly scene: Scene,
    readonly member: Member,
  ) {}

  readonly doings: readonly (readonly [weight: number, run: () => Promise<void>])[] = [
    [4, () => this.listProjects()],
    [6, () => this.changeTasks()],
    [5, () => this.listTasks()],
    [3, () => this.readProject()],
    [3, () => this.batch()],
    [3, () => this.foreign()],
    [2, () => this.manageProjects()],
    [2, () => this.listMembers()],
    [2, () => this.rest()],
    [1, () => this.refused()],
    [1, () => this.pages()],
  ];

  async #as(): Promise<{ token: string; tenants: readonly number[] }> {
    const token = await this.member.person.provenToken();
    return { token, tenants: [this.member.tenant.number] };
  }

  #expect(holds: boolean, what: string, answer?: Pick<Answer, "status" | "text">): void {
    const said = answer ? `: ${answer.status} ${answer.text.slice(0, 300)}` : "";
    this.scene.tally.expect(holds, `${this.member.tenant.slug}, ${what}${said}`);
  }

  #refused(answer: Answer, status: number, code: string, what: string): void {
    this.#expect(answer.status === status && answer.code === code, what, answer);
  }

  /** Page by page: each project once, and all that stay. */
  async listProjects(): Promise<void> {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const input = { limit: 3, cursor };
      const answer = await this.scene.site.query("project.list", input, await this.#as());
      const page = Page.safeParse(answer.data);
      this.#expect(page.success, "no page of projects", answer);
      if (!page.success) return;
      for (const { id, name } of page.data.items) {
        seen.push(id);
        this.#expect(name.includes(markOf(this.member.tenant.number)), `a project named ${name}`);
      }
      cursor = page.data.nextCursor;
    } while (cursor !== null);
    this.#expect(new Set(seen).size === seen.length, "a project came twice");
    for (const { projectId } of this.member.tenant.members)
      this.#expect(seen.includes(projectId), "a project was not listed");
  }

  async readProject(): Promise<void> {
    const { projectId: id, projectName } = this.member;
    const answer = await this.scene.site.query("project.get", { id }, await this.#as());
    this.#expect(Project.safeParse(answer.data).data?.name === projectName, "its project", answer);
  }

  async changeTasks(): Promise<void> {
    const { site } = this.scene;
    const [id, task] = pick([...this.#tasks]) ?? [];
    const roll = chance();
    if (!id || !task || (roll < 0.4 && this.#tasks.size < mostTasks)) {
      const title = `Task ${randomUUID()} ${markOf(this.member.tenant.number)}`;
      const { projectId } = this.member;
      const made = await site.mutate("task.create", { projectId, title }, await this.#as());
      const { data } = Task.safeParse(made.data);
      this.#expect(data !== undefined, "a task was not made", made);
      if (data) this.#tasks.set(data.id, [title, false]);
    } else if (roll < 0.7) {
      const done = !task[1];
      const answer = await site.mutate("task.toggle", { id, done }, await this.#as());
      this.#expect(answer.status === 200, "a task was not changed", answer);
      this.#tasks.set(id, [task[0], done]);
    } else {
      const answer = await site.mutate("task.delete", { id }, await this.#as());
      this.#expect(answer.status === 200, "a task was not deleted", answer);
      this.#tasks.delete(id);
    }
  }

  async listTasks(): Promise<void> {
    const { projectId } = this.member;
    const answer = await this.scene.site.query("task.list", { projectId }, await this.#as());
    this.#compareTasks(answer.data);
  }

  #compareTasks(data: unknown): void {
    const listed = (Tasks.safeParse(data).data ?? []).map(({ id, title, doneAt }) => [
      id,
      [title, doneAt !== null],
    ]);
    const known = [...this.#tasks];
    const [one, other] = [listed, known].map((all) => JSON.stringify(all.sort()));
    this.#expect(one === other, `tasks are ${one ?? ""}, should be ${other ?? ""}`);
  }

  async batch(): Promise<void> {
    const { projectId } = this.member;
    const { answers } = await this.scene.site.batch(
      [
        ["task.list", { projectId }],
        ["project.get", { id: randomUUID() }],
        ["member.list", {}],
      ],
      await this.#as(),
    );
    this.#compareTasks(answers[0]?.data);
    this.#expect(answers[1]?.code === "not_found", "an absent project, in a batch");
    this.#expect(answers[2]?.data !== undefined, "members, in a batch");
  }

  /** Another tenant's row and one that is not: the same answer, byte for byte. */
  async foreign(): Promise<void> {
    const { site, tenants } = this.scene;
    const others = tenants.filter(({ number }) => number !== this.member.tenant.number);
    const id = pick(pick(others)?.members ?? [])?.projectId ?? "";
    const as = await this.#as();
    const foreign = await site.query("project.get", { id }, as);
    this.#refused(foreign, 404, "not_found", "a foreign project");
    const absent = await site.query("project.get", { id: randomUUID() }, as);
    this.#expect(absent.text === foreign.text, "a foreign project is told from none", foreign);
    const tasks = await site.query("task.list", { projectId: id }, as);
    this.#refused(tasks, 404, "not_found", "tasks of a foreign project");
    const task = await site.mutate("task.create", { projectId: id, title: "Foreign" }, as);
    this.#refused(task, 404, "not_found", "a task in a foreign project");
    const deleted = await site.mutate("project.delete", { id }, as);
    if (this.member.role === "org:admin")
      this.#refused(deleted, 404, "not_found", "a foreign project was to be deleted");
    else this.#refused(deleted, 403, "permission_missing", "a member was to delete");
  }

  async manageProjects(): Promise<void> {
    const { site } = this.scene;
    const as = await this.#as();
    const name = `Short-lived ${randomUUID()} ${markOf(this.member.tenant.number)}`;
    const made = await site.mutate("project.create", { name }, as);
    if (this.member.role !== "org:admin") {
      this.#refused(made, 403, "permission_missing", "a member was to make a project");
      return;
    }
    const id = Project.safeParse(made.data).data?.id;
    this.#expect(id !== undefined, "a project was not made", made);
    const renamed = `${name} renamed`;
    const { projectId } = this.member;
    const own = await site.mutate("project.rename", { id: projectId, name: renamed }, as);
    this.#expect(Project.safeParse(own.data).data?.name === renamed, "was not renamed", own);
    this.member.projectName = renamed;
    const deleted = await site.mutate("project.delete", { id }, as);
    this.#expect(deleted.status === 200, "its project was not deleted", deleted);
    const gone = await site.query("project.get", { id }, as);
    this.#refused(gone, 404, "not_found", "a deleted project");
  }

  async listMembers(): Promise<void> {
    const answer = await this.scene.site.query("member.list", {}, await this.#as());
    this.#expect(
      answer.text.includes(this.member.person.userId),
      "is not among its own members",
      answer,
    );
  }

  async rest(): Promise<void> {
    const { site } = this.scene;
    const as = await this.#as();
    const data = await site.ask({ ...as, kind: "GET /api/data", path: "/api/data?limit=100" });
    for (const { projectId } of this.member.tenant.members)
      this.#expect(data.text.includes(projectId), "a project was not in /api/data", data);
    // Whoever is in several organizations is told of each.
    const tenants = this.#own;
    const me = await site.ask({
      ...as,
      tenants,
      kind: "GET /api/user-data",
      path: "/api/user-data",
    });
    this.#expect(me.text.includes(this.member.person.userId), "who one is", me);
    const guarded = await site.ask({ ...as, kind: "GET /api/protected", path: "/api/protected" });
    this.#expect(guarded.status === 403, "/api/protected", guarded);
  }

  async refused(): Promise<void> {
    const { site } = this.scene;
    const ask = (token?: string) => site.query("project.list", {}, { token, tenants: [] });
    this.#refused(await ask(), 401, "signed_out", "nobody");
    const { ended, person } = this.member;
    if (Date.now() > ended.from)
      this.#refused(await ask(ended.token), 401, "signed_out", "a token that has ended");
    const token = await person.token();
    const forged = `${token.slice(0, -8)}${token.endsWith("AAAAAAAA") ? "BBBBBBBB" : "AAAAAAAA"}`;
    this.#refused(await ask(forged), 401, "signed_out", "a forged token");
  }

  async pages(): Promise<void> {
    const { site, tenants } = this.scene;
    const { token } = await this.#as();
    const { slug, number, members } = this.member.tenant;
    const own = this.#own;
    const visit = (path: string, kind: string, allowed: readonly number[]) =>
      site.ask({ kind, path, token, tenants: allowed });
    const home = await visit(`/org/${slug}/dashboard`, "page: an organization's", own);
    const shown =
      home.status === 200 && members.every(({ projectId }) => home.text.includes(projectId));
    this.#expect(shown, "its dashboard", { ...home, text: "" });
    const { projectId, projectName } = this.member;
    const page = await visit(`/org/${slug}/projects/${projectId}`, "page: a project's", own);
    this.#expect(page.text.includes(projectName), "its project's page", { ...page, text: "" });
    const other = pick(tenants.filter((one) => one.number > 2 && one.number !== number));
    const foreign = pick(other?.members ?? [])?.projectId ?? "";
    const hidden = await visit(
      `/org/${slug}/projects/${foreign}`,
      "page: a foreign project's",
      own,
    );
    this.#expect(hidden.status === 404, "a foreign project's page", { ...hidden, text: "" });
    const strange = await visit(
      `/org/${other?.slug ?? ""}/dashboard`,
      "page: a foreign one's",
      own,
    );
    this.#expect(strange.status === 404, "a foreign dashboard", { ...strange, text: "" });
    const blog = await visit("/blog", "page: the blog", own);
    this.#expect(blog.status === 200, "the blog", blog);
  }

  /** The organizations that they are in: whichever is active, they are told that they are in the others too. */
  get #own(): readonly number[] {
    const { userId } = this.member.person;
    return this.scene.tenants
      .filter(({ members }) => members.some(({ person }) => person.userId === userId))
      .map(({ number }) => number);
  }
}
