import { setTimeout as sleep } from "node:timers/promises";
import { markOf, type Answer } from "./site.ts";
import type { Scene, Tenant } from "./scene.ts";

/** By then a change at Clerk has to be in force, however much there is to do besides; milliseconds. */
const inForceWithin = 60_000;

/** Somebody whose rights change all the time, at Clerk and through the application. */
export class Mover {
  /** From asking Clerk for a removal to the first refusal, milliseconds. */
  readonly delays: number[] = [];
  #turn = 0;
  #isIn = true;

  constructor(
    readonly scene: Scene,
    readonly tenant: Tenant,
  ) {}

  async goRound(): Promise<void> {
    this.#turn += 1;
    const throughApplication = this.#turn % 2 === 0;
    // A round that broke off is told of once, and does not spoil the next.
    if (!this.#isIn) await this.comeBack();
    await this.promote();
    await this.demote();
    this.#isIn = false;
    await (throughApplication ? this.expel() : this.remove());
    await this.stayOut();
    await this.comeBack();
  }

  get #pair() {
    return { organizationId: this.tenant.id, userId: this.tenant.mover.person.userId };
  }

  async #as() {
    return { token: await this.tenant.mover.person.token(), tenants: [this.tenant.number] };
  }

  async #rename(): Promise<Answer> {
    const { projectId: id, projectName } = this.tenant.mover;
    return this.scene.site.mutate("project.rename", { id, name: projectName }, await this.#as());
  }

  async #list(): Promise<Answer> {
    return this.scene.site.query("project.list", {}, await this.#as());
  }

  #expect(holds: boolean, what: string, { status, text }: Answer): void {
    const said = `${status} ${text.slice(0, 200)}`;
    this.scene.tally.expect(holds, `${this.tenant.slug}, ${what}: ${said}`);
  }

  async #until(what: string, ask: () => Promise<Answer>, holds: (answer: Answer) => boolean) {
    const deadline = Date.now() + inForceWithin;
    for (;;) {
      const answer = await ask();
      if (holds(answer)) return;
      if (Date.now() > deadline) {
        this.#expect(false, what, answer);
        return;
      }
      await sleep(20);
    }
  }

  async promote(): Promise<void> {
    const { organizations } = this.scene.application.clerk.sdk;
    await organizations.updateOrganizationMembership({ ...this.#pair, role: "org:admin" });
    const isAllowed = ({ status }: Answer) => status === 200;
    await this.#until("was made an administrator", () => this.#rename(), isAllowed);
  }

  /** Through the application: in force before it answers. */
  async demote(): Promise<void> {
    const { admin, number } = this.tenant;
    const as = { token: await admin.person.token(), tenants: [number] };
    const input = { userId: this.#pair.userId, role: "org:member" };
    const done = await this.scene.site.mutate("member.changeRole", input, as);
    this.#expect(done.status === 200, "was to be made a member", done);
    const refused = await this.#rename();
    this.#expect(refused.status === 403, "is no administrator any more", refused);
  }

  async remove(): Promise<void> {
    const began = performance.now();
    const { organizations } = this.scene.application.clerk.sdk;
    const asked = organizations.deleteOrganizationMembership(this.#pair);
    await this.#until("was removed", () => this.#list(), isOut);
    this.delays.push(performance.now() - began);
    await asked;
  }

  async expel(): Promise<void> {
    const { admin, number } = this.tenant;
    const as = { token: await admin.person.provenToken(), tenants: [number] };
    const { userId } = this.#pair;
    const done = await this.scene.site.mutate("member.remove", { userId }, as);
    this.#expect(done.status === 200, "was to be removed", done);
    const refused = await this.#list();
    this.#expect(isOut(refused), "was removed through the application", refused);
  }

  /** Once refused, always refused; also where the page is asked, and by REST. */
  async stayOut(): Promise<void> {
    const { site } = this.scene;
    const { slug, number, mover } = this.tenant;
    for (let times = 0; times < 3; times++) {
      const list = await this.#list();
      this.#expect(isOut(list), "was let in again", list);
      const { projectId } = mover;
      const input = { projectId, title: `Written after the removal ${markOf(number)}` };
      const written = await site.mutate("task.create", input, await this.#as());
      this.#expect(isOut(written), "wrote after the removal", written);
    }
    const { token } = await this.#as();
    const nothing = { token, tenants: [] };
    const rest = await site.ask({ ...nothing, kind: "GET /api/data", path: "/api/data" });
    this.#expect(rest.status === 403, "read after the removal", rest);
    const path = `/org/${slug}/dashboard`;
    await site.ask({ ...nothing, kind: "page: after a removal", path });
  }

  /** With a session that is in the organization again; the one before ends. */
  async comeBack(): Promise<void> {
    const { sdk } = this.scene.application.clerk;
    const { person } = this.tenant.mover;
    const before = { session: person.sessionId, token: await person.token() };
    await sdk.organizations.createOrganizationMembership({ ...this.#pair, role: "org:member" });
    this.#isIn = true;
    await person.signIn();
    await this.#until(
      "is back",
      () => this.#list(),
      ({ status }) => status === 200,
    );
    await sdk.sessions.revokeSession(before.session);
    const me = () =>
      this.scene.site.query("me.get", undefined, {
        token: before.token,
        tenants: [this.tenant.number],
      });
    await this.#until("the session before has ended", me, ({ code }) => code === "session_ended");
  }
}

function isOut({ status, code }: Answer): boolean {
  return status === 403 && code === "membership_removed";
}
