import { beforeAll } from "vitest";
import { callClerk } from "@/src/server/clerk/api";
import { takeObservation } from "@/src/server/sync/inbox";
import { asList, asRecord, client, start, type Started } from "../clerk/start.ts";
import { nowSeconds } from "./principals.ts";

/** A local Clerk of the file's own, which the application under test calls. After useApplication(). */
export function useClerk(): () => Started {
  let clerk: Started | undefined;
  beforeAll(async () => {
    clerk = await start();
    pointTo(`${clerk.url}/bapi`);
    process.env["CLERK_SECRET_KEY"] = clerk.secretKey;
  });
  return () => {
    if (!clerk) throw new Error("The local Clerk exists from beforeAll on.");
    return clerk;
  };
}

/** Before anything has read the environment: it is read once. */
export function pointTo(apiUrl: string): void {
  process.env["CLERK_API_URL"] = apiUrl;
}

export async function setOutage(clerk: Started, backendApi: Record<string, unknown>) {
  const response = await fetch(`${clerk.url}/local/settings`, {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ outages: { backendApi } }),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** An API as it is again after an outage. */
export const well = {
  condition: "up",
  delayMs: 0,
  share: 1,
  times: null,
  path: "",
  requestsPer10Seconds: null,
};

let serial = 0;

/** Somebody at Clerk, whom the mirror knows. */
export async function newPerson(clerk: Started, options: { administrator?: boolean } = {}) {
  serial += 1;
  const user = await client(clerk).users.createUser({
    emailAddress: [`person${serial}@people.test`],
    skipPasswordRequirement: true,
    publicMetadata: options.administrator ? { role: "admin" } : {},
  });
  await mirror("user.created", `/users/${user.id}`);
  return user.id;
}

/** An organization at Clerk with these members, the first its creator, all of whom the mirror knows. */
export async function newOrganization(
  clerk: Started,
  roles: Readonly<Record<string, string>>,
): Promise<string> {
  serial += 1;
  const [first = ""] = Object.keys(roles);
  const { id } = await client(clerk).organizations.createOrganization({
    name: `Organization ${serial}`,
    createdBy: first,
  });
  for (const [userId, role] of Object.entries(roles)) {
    if (userId !== first)
      await client(clerk).organizations.createOrganizationMembership({
        organizationId: id,
        userId,
        role,
      });
  }
  await mirror("organization.created", `/organizations/${id}`);
  await mirrorList("organizationMembership.created", `/organizations/${id}/memberships`);
  return id;
}

async function mirror(type: string, path: string): Promise<void> {
  const { data } = await callClerk({ method: "GET", path });
  await observe(type, asRecord(data));
}

async function mirrorList(type: string, path: string): Promise<void> {
  const { data } = await callClerk({ method: "GET", path, query: { limit: 100 } });
  for (const item of asList(asRecord(data)["data"])) await observe(type, item);
}

async function observe(type: string, data: Record<string, unknown>): Promise<void> {
  const timestamp = Number(data["updated_at"]);
  await takeObservation({ source: "reconcile", type, data, timestamp });
}

/**
 * Waits for the next second and gives it: a token of that time is newer than all that has been mirrored, so that it decides
 * until something newer is.
 */
export async function nextSecond(): Promise<number> {
  const next = nowSeconds() + 1;
  await new Promise((resolve) => setTimeout(resolve, next * 1000 - Date.now() + 5));
  return next;
}
