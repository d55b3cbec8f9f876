// eslint-disable-next-line gatehouse/walls -- what is sent must satisfy the SDK's own verification
import { verifyWebhook } from "@clerk/backend/webhooks";
import { describe, expect, test } from "vitest";
import {
  Application,
  asRequest,
  deliveries,
  freePort,
  hook,
  newUser,
  setWebhooks,
} from "./receiver.ts";
import { backendPost, client, start, temporaryFolder, until } from "./start.ts";

describe("every change", () => {
  test("arrives signed, in the order in which it happened, as the real SDK verifies it", async () => {
    const application = new Application();
    const clerk = await start({ webhookUrl: hook(await application.listen()) });
    const api = client(clerk);
    const admin = await newUser(clerk, "admin");
    const guest = await newUser(clerk, "guest");
    await api.users.updateUser(guest.id, { firstName: "Guest" });
    const organization = await api.organizations.createOrganization({
      name: "Acme",
      createdBy: admin.id,
    });
    const organizationId = organization.id;
    await api.organizations.updateOrganization(organizationId, { name: "Acme Inc" });
    const userId = guest.id;
    const role = "org:member";
    await api.organizations.createOrganizationMembership({ organizationId, userId, role });
    await api.organizations.updateOrganizationMembership({
      organizationId,
      userId,
      role: "org:admin",
    });
    const session = await api.sessions.createSession({ userId });
    await api.sessions.revokeSession(session.id);
    const invitation = await api.organizations.createOrganizationInvitation({
      organizationId,
      emailAddress: "later@example.test",
      role,
      inviterUserId: admin.id,
    });
    await api.organizations.revokeOrganizationInvitation({
      organizationId,
      invitationId: invitation.id,
      requestingUserId: admin.id,
    });
    await api.users.deleteUser(guest.id);
    await api.organizations.deleteOrganization(organizationId);
    const expected = [
      "user.created",
      "user.created",
      "user.updated",
      "organization.created",
      "organizationMembership.created",
      "organization.updated",
      "organizationMembership.created",
      "organizationMembership.updated",
      "session.created",
      "session.revoked",
      "organizationInvitation.created",
      "email.created",
      "organizationInvitation.revoked",
      "organizationMembership.deleted",
      "user.deleted",
      "organizationMembership.deleted",
      "organization.deleted",
    ];
    await until("all deliveries", () => application.received.length >= expected.length);
    expect(application.types()).toEqual(expected);

    const signingSecret = clerk.webhookSecret;
    for (const message of application.received) {
      const event = await verifyWebhook(asRequest(message), { signingSecret });
      expect(event.type).toBe(message.type);
      expect(String(message.envelope.instance_id)).toMatch(/^ins_/);
      const changed = asRequest(message, `${message.body} `);
      await expect(verifyWebhook(changed, { signingSecret })).rejects.toThrow();
      expect(message.envelope).toMatchObject({
        object: "event",
        event_attributes: { http_request: { client_ip: "127.0.0.1" } },
      });
    }
    expect(new Set(application.received.map((one) => one.id)).size).toBe(expected.length);
    const times = application.received.map((one) => Number(one.envelope.timestamp));
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    const left = application.received.find((one) => one.type === "organizationMembership.deleted");
    expect(left?.data).toMatchObject({
      role: "org:admin",
      organization: { id: organizationId, name: "Acme Inc" },
      public_user_data: { user_id: guest.id },
    });
    expect(await deliveries(clerk)).toMatchObject({ pending: 0, failed: 0, delivered: 17 });
  });
});

describe("delivery", () => {
  test("is tried again by the schedule, under the same id, and holds up nothing else", async () => {
    const application = new Application();
    application.answer = (message) => {
      const tries = application.received.filter((one) => one.id === message.id).length;
      return message.type === "user.created" && tries < 3 ? 500 : 200;
    };
    // 5 s and 5 min become 50 ms and 3 s.
    const webhookUrl = hook(await application.listen());
    const clerk = await start({ webhookUrl, retryFactor: 0.01 });
    // Both are there before the first one leaves, however slow the machine is.
    await setWebhooks(clerk, { paused: true });
    const user = await newUser(clerk, "retried");
    await client(clerk).users.updateUser(user.id, { firstName: "Later" });
    await setWebhooks(clerk, { paused: false });
    await until("the third attempt", () => application.received.length === 4, 20_000);
    const attempts = application.received.filter((one) => one.type === "user.created");
    expect(attempts).toHaveLength(3);
    expect(new Set(attempts.map((one) => one.id + one.body)).size).toBe(1);
    expect(application.types().slice(0, 2)).toEqual(["user.created", "user.updated"]);
    await until("the end", () => clerk.lines.length > 0);
    expect(clerk.lines[0]).toContain("the application answered 500");
    expect(await deliveries(clerk)).toMatchObject({ pending: 0, failed: 0, delivered: 2 });
  });

  test("gives up after the eighth attempt, and says so", async () => {
    const application = new Application();
    application.answer = () => 500;
    const webhookUrl = hook(await application.listen());
    const clerk = await start({ webhookUrl, retryFactor: 0 });
    await newUser(clerk, "hopeless");
    await until("eight attempts", () => application.received.length === 8);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(application.received).toHaveLength(8);
    expect(await deliveries(clerk)).toMatchObject({
      pending: 0,
      failed: 1,
      lastError: "the application answered 500",
    });
  });

  test("waits for an application that is not up, and counts no attempt", async () => {
    const port = await freePort();
    const clerk = await start({ webhookUrl: hook(port), retryFactor: 0 });
    await newUser(clerk, "early");
    await newUser(clerk, "early-too");
    // With retryFactor 0 every counted failure would be retried at once, and eight of them are the end.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await deliveries(clerk)).toMatchObject({ pending: 2, failed: 0 });
    const application = new Application();
    await application.listen(port);
    await until("both", () => application.received.length === 2);
    const addresses = application.received.map((one) => one.data.email_addresses);
    expect(addresses).toMatchObject([
      [{ email_address: "early@example.test" }],
      [{ email_address: "early-too@example.test" }],
    ]);
  });

  test("outlives a restart", async () => {
    const port = await freePort();
    const dataDir = temporaryFolder();
    const first = await start({ webhookUrl: hook(port), dataDir });
    const user = await newUser(first, "patient");
    await first.close();
    const application = new Application();
    await application.listen(port);
    const second = await start({ webhookUrl: hook(port), dataDir });
    await until("the old message", () => application.received.length === 1);
    const [message] = application.received;
    if (!message) throw new Error("nothing arrived");
    expect(message.data.id).toBe(user.id);
    const signingSecret = second.webhookSecret;
    expect((await verifyWebhook(asRequest(message), { signingSecret })).type).toBe("user.created");
  });
});

test("with no address nothing is kept to be sent", async () => {
  const clerk = await start({ webhookUrl: null });
  await backendPost(clerk, "/v1/users", { email_address: ["quiet@example.test"] });
  expect(await deliveries(clerk)).toMatchObject({ pending: 0, delivered: 0, failed: 0 });
});
