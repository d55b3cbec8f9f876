import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { changeSettings } from "./journeys/visit.ts";
import { APP_URL, client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const password = "gatehouse-local";
const user = await api.users.createUser({ emailAddress: ["member@acme.test"], password });
const acme = await api.organizations.createOrganization({ name: "Acme", createdBy: user.id });

test("a session without an organization waits for one only where that is asked for", async () => {
  const browser = await new Browser(clerk.url).open();
  await browser.signIn("member@acme.test", password);
  const session = async () => (await browser.client()).sessions[0];
  expect(await session()).toMatchObject({ status: "active", tasks: null });

  await changeSettings(clerk, { instance: { chooseOrganization: true } });
  const { body } = await browser.post("/v1/environment", {}, "PATCH");
  expect(body.organization_settings).toMatchObject({ force_organization_selection: true });
  const pending = await session();
  expect(pending).toMatchObject({ status: "pending", tasks: [{ key: "choose-organization" }] });
  const path = `/v1/client/sessions/${pending?.id}`;
  const token = await browser.post(`${path}/tokens`);
  expect(decodeJwt(String(token.body.jwt))).toMatchObject({ sts: "pending", sub: user.id });

  const touched = await browser.post(`${path}/touch`, { active_organization_id: acme.id });
  expect(touched.body.response).toMatchObject({ status: "active", tasks: null });
  expect(touched.body.client).toMatchObject({ sessions: [{ status: "active" }] });
  const jwt = (await session())?.last_active_token.jwt ?? "";
  expect(decodeJwt(jwt)).toMatchObject({ sts: "active", o: { id: acme.id } });

  // Whoever leaves has to choose again.
  await api.organizations.deleteOrganization(acme.id);
  expect(await session()).toMatchObject({ status: "pending" });
  const out = await browser.post("/v1/client/sessions", {}, "DELETE");
  expect(out.body.client).toMatchObject({ sessions: [] });
  await changeSettings(clerk, { instance: { chooseOrganization: false } });
});

test("a server takes somebody whose session is pending for signed out, unless told otherwise", async () => {
  await changeSettings(clerk, { instance: { chooseOrganization: true } });
  const session = await api.sessions.createSession({ userId: user.id });
  expect(session.status).toBe("pending");
  const { jwt } = await api.sessions.getToken(session.id);
  const request = new Request(APP_URL, { headers: { authorization: `Bearer ${jwt}` } });
  const state = await api.authenticateRequest(request, { jwtKey: clerk.jwtKey });
  expect(state.toAuth()).toMatchObject({ sessionStatus: "pending", userId: null });
  const lenient = state.toAuth({ treatPendingAsSignedOut: false });
  expect(lenient).toMatchObject({ userId: user.id, sessionStatus: "pending" });
});
