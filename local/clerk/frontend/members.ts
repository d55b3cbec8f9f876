import { addMember, changeMembership, getMembership, removeMember } from "../domain/memberships.ts";
import { readForm } from "../forms.ts";
import type { App } from "../http.ts";
import { filterBy, paginate } from "../pages.ts";
import { membershipJson } from "../serialize/organization.ts";
import { primaryEmail } from "../serialize/user.ts";
import { requireMember } from "./access.ts";
import { answer, answerOnly } from "./respond.ts";

const READ = "org:sys_memberships:read";
const MANAGE = "org:sys_memberships:manage";

export function addMemberRoutes(app: App): void {
  app.get("/v1/organizations/:org/memberships", (c) => {
    const call = c.get("call");
    const { organization } = requireMember(c, READ);
    const query = c.req.query("query")?.toLowerCase();
    const all = call.store.memberships.filter((one) => one.organizationId === organization.id);
    const found = filterBy(c, ["role"], all, (one) => one.role).filter((one) => {
      const user = call.store.users.get(one.userId);
      const email = user && primaryEmail(user)?.emailAddress;
      const text = [user?.firstName, user?.lastName, email].join(" ").toLowerCase();
      return !query || text.includes(query);
    });
    return answerOnly(
      c,
      paginate(c, found, (one) => membershipJson(call, one)),
    );
  });

  app.post("/v1/organizations/:org/memberships", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const { client, organization } = requireMember(c, MANAGE);
    const userId = form.required("user_id");
    const membership = addMember(call, organization.id, userId, form.required("role"));
    return answer(c, membershipJson(call, membership), client);
  });

  app.patch("/v1/organizations/:org/memberships/:user", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const { client, organization } = requireMember(c, MANAGE);
    const membership = getMembership(call, organization.id, c.req.param("user"));
    const role = form.required("role");
    const changed = changeMembership(call, membership, { role });
    return answer(c, membershipJson(call, changed), client);
  });

  app.delete("/v1/organizations/:org/memberships/:user", (c) => {
    const call = c.get("call");
    const { client, organization } = requireMember(c, MANAGE);
    const membership = getMembership(call, organization.id, c.req.param("user"));
    const json = membershipJson(call, membership);
    removeMember(call, membership);
    return answer(c, json, client);
  });
}
