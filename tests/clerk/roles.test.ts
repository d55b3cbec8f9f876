import { expect, test } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { asList, asRecord, backendPost, client, start } from "./start.ts";

const password = "gatehouse-local";

const editor = { key: "org:editor", name: "Editor", permissions: ["org:posts:publish"] };
const chief = {
  key: "org:chief",
  name: "Chief",
  permissions: ["org:posts:publish", "org:posts:delete"],
  systemPermissions: ["org:sys_memberships:read", "org:sys_memberships:manage"],
};

async function change(url: string, instance: Record<string, unknown>) {
  const response = await fetch(`${url}/local/settings`, {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ instance }),
  });
  return { status: response.status, body: asRecord(await response.json()) };
}

test("an instance may have roles of its own, in its tokens and for its components", async () => {
  const clerk = await start();
  const api = client(clerk);
  const roles = [chief, editor];
  await change(clerk.url, { roles, creatorRole: "org:chief", defaultRole: "org:editor" });

  const alice = await api.users.createUser({ emailAddress: ["alice@acme.test"], password });
  const acme = await api.organizations.createOrganization({ name: "Acme", createdBy: alice.id });
  const members = await api.organizations.getOrganizationMembershipList({
    organizationId: acme.id,
  });
  expect(members.data.map((one) => one.role)).toEqual(["org:chief"]);

  const session = await backendPost(clerk, "/v1/sessions", {
    user_id: alice.id,
    active_organization_id: acme.id,
  });
  const { jwt } = await api.sessions.getToken(String(session.id));
  const headers = { authorization: `Bearer ${jwt}` };
  const request = new Request("http://localhost:3000/", { headers });
  const state = await api.authenticateRequest(request, { jwtKey: clerk.jwtKey });
  const auth = state.toAuth();
  expect(auth?.has({ permission: "org:posts:delete" })).toBe(true);
  expect(auth?.has({ role: "org:chief" })).toBe(true);
  expect(auth?.has({ permission: "org:projects:manage" })).toBe(false);

  const browser = await new Browser(clerk.url).open();
  await browser.signIn("alice@acme.test", password);
  const listed = (await browser.get(`/v1/organizations/${acme.id}/roles`)).body.response;
  expect(asList(asRecord(listed).data).map((one) => one.key)).toEqual(["org:chief", "org:editor"]);
  const { organization_settings } = (await browser.get("/v1/environment")).body;
  expect(asRecord(organization_settings).creator_role).toBe("org:chief");

  const invited = await api.organizations.createOrganizationInvitation({
    organizationId: acme.id,
    emailAddress: "bob@acme.test",
    role: "org:editor",
  });
  expect(invited.role).toBe("org:editor");
  await expect(
    api.organizations.createOrganizationInvitation({
      organizationId: acme.id,
      emailAddress: "carol@acme.test",
      role: "org:member",
    }),
  ).rejects.toMatchObject({ status: 422 });
});

test.each([
  [{ roles: [editor] }, "instance.creatorRole", "org:admin is no role of this instance"],
  [{ defaultRole: "org:guest" }, "instance.defaultRole", "org:guest is no role of this instance"],
  [
    { roles: [editor, editor], creatorRole: "org:editor", defaultRole: "org:editor" },
    "instance.roles.1.key",
    "org:editor is there twice",
  ],
  [{ roles: [{ ...editor, key: "editor" }] }, "instance.roles.0.key", "must be like org:editor"],
  [
    { roles: [{ ...editor, permissions: ["org:sys_memberships:manage"] }] },
    "instance.roles.0.permissions.0",
    "must be like org:posts:publish",
  ],
  [{ roles: [] }, "instance.roles", "Too small"],
])("roles that cannot be are refused, and nothing changes: %j", async (patch, param, message) => {
  const clerk = await start();
  const refused = await change(clerk.url, patch);
  expect(refused.status).toBe(422);
  const [error] = asList(refused.body.errors);
  expect(error).toMatchObject({ code: "setting_invalid", meta: { param_name: param } });
  expect(error?.message).toContain(message);
  const after = asRecord(asRecord(await (await fetch(`${clerk.url}/local/settings`)).json()));
  const kept = asList(asRecord(after.instance).roles).map((one) => one.key);
  expect(kept).toEqual(["org:admin", "org:member"]);
});
