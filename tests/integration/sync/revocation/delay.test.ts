import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { receiveDelivery } from "@/src/server/sync/webhook";
import { client, start, type Started } from "../../../clerk/start.ts";
import { useApplication } from "../../../support/application.ts";
import { outcome } from "../../../support/outcome.ts";
import { callerOf, nowSeconds } from "../../../support/principals.ts";

// From a removal at Clerk, asked for through its Backend API, over its webhook by HTTP, to the first call that is refused. What
// checks the token alone goes on for as long as that lives: 60 seconds.

/** `REVOCATIONS=200` measures a distribution. */
const removals = Number(process.env["REVOCATIONS"] ?? 10);

useApplication();
let clerk: Started;

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", () => {
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
    const body = new Uint8Array(Buffer.concat(chunks));
    const request = new Request("http://localhost:3000/api/webhooks/clerk", {
      method: "POST",
      headers,
      body,
    });
    void receiveDelivery(request).then(({ status }) => outgoing.writeHead(status).end());
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening");
  clerk = await start({ webhookUrl: `http://127.0.0.1:${address.port}/api/webhooks/clerk` });
  process.env["CLERK_WEBHOOK_SIGNING_SECRET"] = clerk.webhookSecret;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

it("a removal at Clerk is in force long before the token ends", async () => {
  const { users, organizations } = client(clerk);
  const create = (name: string) =>
    users.createUser({ emailAddress: [`${name}@people.test`], skipPasswordRequirement: true });
  const [owner, member] = [await create("owner"), await create("member")];
  const organization = await organizations.createOrganization({
    name: "Measured",
    createdBy: owner.id,
  });
  const pair = { organizationId: organization.id, userId: member.id };
  const join = () => organizations.createOrganizationMembership({ ...pair, role: "org:member" });
  await join();
  // One token for all: each time the member comes back, the mirror is newer than it and lets them in.
  const issuedAt = nowSeconds();
  const call = () =>
    outcome(callerOf(member.id, { organization: organization.id, issuedAt }).project.list({}));
  const until = async (expected: string): Promise<void> => {
    while ((await call()) !== expected) await sleep(1);
  };

  const delays: number[] = [];
  for (let round = 0; round < removals; round += 1) {
    await until("done");
    await sleep(5); // Deliveries of before must not be what is measured.
    const asked = performance.now();
    const removed = organizations.deleteOrganizationMembership(pair);
    await until("membership_removed");
    delays.push(performance.now() - asked);
    await removed;
    await join();
  }
  delays.sort((a, b) => a - b);
  const at = (share: number): string =>
    (delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] ?? NaN).toFixed(0);
  process.stdout.write(
    `  from a removal at Clerk to the first refusal, ${delays.length} times: ` +
      `p50 ${at(0.5)} ms, p90 ${at(0.9)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms; by the token alone up to 60000 ms\n`,
  );
  expect(delays).toHaveLength(removals);
  expect(delays.at(-1)).toBeLessThan(30_000);
}, 300_000);
