import { acceptRequest, getRequest, rejectRequest, requestsOf } from "../domain/requests.ts";
import type { App } from "../http.ts";
import { filterBy, paginate } from "../pages.ts";
import { requestJson } from "../serialize/domains.ts";
import { requireMember } from "./access.ts";
import { answer, answerOnly } from "./respond.ts";

const MANAGE = "org:sys_memberships:manage";

/** Who asks to join the organization, for whoever may decide it. */
export function addRequestRoutes(app: App): void {
  app.get("/v1/organizations/:org/membership_requests", (c) => {
    const call = c.get("call");
    const { organization } = requireMember(c, MANAGE);
    const all = requestsOf(call, organization.id);
    const wanted = c.req.query("status")
      ? filterBy(c, ["status"], all, (one) => one.status)
      : all.filter((one) => one.status === "pending");
    return answerOnly(
      c,
      paginate(c, wanted, (one) => requestJson(call, one)),
    );
  });

  app.post("/v1/organizations/:org/membership_requests/:id/accept", (c) => {
    const call = c.get("call");
    const { client, organization } = requireMember(c, MANAGE);
    const request = getRequest(call, organization.id, c.req.param("id"));
    return answer(c, requestJson(call, acceptRequest(call, request)), client);
  });

  app.post("/v1/organizations/:org/membership_requests/:id/reject", (c) => {
    const call = c.get("call");
    const { client, organization } = requireMember(c, MANAGE);
    const request = getRequest(call, organization.id, c.req.param("id"));
    return answer(c, requestJson(call, rejectRequest(call, request)), client);
  });
}
