import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import { asRecord } from "../start.ts";
import { useJourney } from "./visit.ts";

const journey = await useJourney();
const { api } = journey;
const support = await api.users.createUser({ emailAddress: ["support@acme.test"] });
const alice = await api.users.createUser({
  emailAddress: ["alice@acme.test"],
  firstName: "Alice",
  lastName: "Arden",
  publicMetadata: { role: "admin" },
});

test("a page gets a token by a template, and learns that another does not exist", async () => {
  const page = await journey.newPage({ allow: [/404/] });
  const ticket = await api.signInTokens.createSignInToken({
    userId: alice.id,
    expiresInSeconds: 60,
  });
  await page.goto(ticket.url);
  await page.getByText("Signed in as alice@acme.test").waitFor();
  const jwt = await page.evaluate<string>("Clerk.session.getToken({ template: 'convex' })");
  expect(decodeJwt(jwt)).toMatchObject({
    aud: "convex",
    azp: journey.appUrl,
    name: "Alice Arden",
    email: "alice@acme.test",
    metadata: { role: "admin" },
  });
  const refused = await page.evaluate<unknown>(
    "Clerk.session.getToken({ template: 'nothing' }).then(String, (e) => ({ status: e.status, code: e.errors?.[0]?.code }))",
  );
  expect(asRecord(refused)).toEqual({ status: 404, code: "resource_not_found" });
});

test("somebody acts as somebody else, and the page learns of it", async () => {
  const page = await journey.newPage();
  const { url } = await api.actorTokens.create({
    userId: alice.id,
    actor: { sub: support.id },
  });
  await page.goto(url ?? "");
  await page.getByText("Signed in as alice@acme.test").waitFor();
  const actor = await page.evaluate<unknown>("Clerk.session.actor");
  expect(asRecord(actor)).toEqual({ sub: support.id });
  await journey.screenshot(page, "impersonation");
});
