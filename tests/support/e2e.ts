import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { createClerkClient } from "@clerk/backend";
import type { Page } from "playwright-core";
import { expect, inject } from "vitest";
import { z } from "zod";
import { resign } from "./e2e.tokens.ts";

export const served = inject("served");

/** Clerk's own client of the Backend API, at the local Clerk. */
export const clerk = createClerkClient({
  secretKey: served.clerkSecretKey,
  apiUrl: `${served.clerkUrl}/bapi`,
});

export type Email =
  | "alice@acme.test"
  | "bob@acme.test"
  | "carol@globex.test"
  | "dave@globex.test"
  | "erin@example.test"
  | "root@gatehouse.test";

export async function userId(email: string): Promise<string> {
  const { data } = await clerk.users.getUserList({ emailAddress: [email] });
  const [user] = data;
  if (!user) throw new Error(`${email} is not known to the local Clerk.`);
  return user.id;
}

export async function organizationId(slug: string): Promise<string> {
  return (await clerk.organizations.getOrganization({ slug })).id;
}

export interface Session {
  readonly id: string;
  readonly token: string;
}

/** A session of the person's, active in the organization or in none, and a token of it (valid for `seconds`). */
export async function openSession(email: Email, slug?: string, seconds?: number): Promise<Session> {
  const session = await clerk.sessions.createSession({
    userId: await userId(email),
    // Of the Backend API, though the SDK's types leave it out; spread, so that they do not object.
    ...(slug ? { activeOrganizationId: await organizationId(slug) } : {}),
  });
  return { id: session.id, token: await tokenOf(session.id, seconds) };
}

/** A token as a page of the application gets it: the Backend API's own names no origin, and the application wants one. */
export async function tokenOf(sessionId: string, seconds?: number): Promise<string> {
  return resign(await backendTokenOf(sessionId, seconds), { azp: served.appUrl });
}

export async function backendTokenOf(sessionId: string, seconds?: number): Promise<string> {
  return (await clerk.sessions.getToken(sessionId, undefined, seconds)).jwt;
}

export async function token(email: Email, slug?: string): Promise<string> {
  return (await openSession(email, slug, 600)).token;
}

/** A request to the application; a bearer token where one is given. Redirects are answers, and are not followed. */
export function ask(path: string, init: RequestInit & { token?: string } = {}): Promise<Response> {
  const { token, ...rest } = init;
  const headers = new Headers(init.headers);
  if (token) headers.set("authorization", `Bearer ${token}`);
  return fetch(new URL(path, served.appUrl), { redirect: "manual", ...rest, headers });
}

/** A query over HTTP as the typed client sends it, alone in its request. */
export function query(path: string, input?: unknown, init: Parameters<typeof ask>[1] = {}) {
  const value = encodeURIComponent(JSON.stringify({ json: input }));
  return ask(`/api/trpc/${path}${input === undefined ? "" : `?input=${value}`}`, init);
}

export function mutate(path: string, input: unknown, init: Parameters<typeof ask>[1] = {}) {
  const headers = new Headers(init.headers);
  if (!headers.has("content-type")) headers.set("content-type", "application/json");
  return ask(`/api/trpc/${path}`, {
    method: "POST",
    body: JSON.stringify({ json: input }),
    ...init,
    headers,
  });
}

const Answered = z.object({ result: z.object({ data: z.object({ json: z.unknown() }) }) });
const Refused = z.object({
  error: z.object({
    json: z.object({
      message: z.string(),
      data: z.object({ code: z.string(), httpStatus: z.number(), appCode: z.string() }),
    }),
  }),
});

/** Has the application forget what it keeps of the blog: a test that writes posts behind its back has to say so. */
export async function forgetPublished(): Promise<void> {
  const erin = await token("erin@example.test");
  const post = { title: "Of a moment", body: "" };
  const { id } = OfPost.parse(await dataOf(await mutate("post.create", post, { token: erin })));
  await dataOf(await mutate("post.delete", { id }, { token: erin }));
}
const OfPost = z.object({ id: z.string() });

/** What a procedure answered. @throws when it refused */
export async function dataOf(response: Response): Promise<unknown> {
  const text = await response.text();
  const parsed = Answered.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`No data, but ${response.status}: ${text}`);
  return parsed.data.result.data.json;
}

/** What a stream delivered first, and then it is left. @throws when it ended before */
export async function deliveryOf(response: Response): Promise<unknown> {
  expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
  let text = "";
  for await (const part of response.body ?? []) {
    text += Buffer.from(part).toString("utf8");
    // Without a name of its own an event is a delivery: tRPC names all others.
    const [, data] = /^\n*data: (.*)\nid: .+\n/m.exec(text) ?? [];
    if (data !== undefined) return Delivered.parse(JSON.parse(data)).json;
  }
  throw new Error(`No delivery, but ${response.status}: ${text}`);
}
const Delivered = z.object({ json: z.unknown() });

/** How a procedure refused. @throws when it did not */
export async function refusalOf(
  response: Response,
): Promise<z.infer<typeof Refused>["error"]["json"]> {
  const text = await response.text();
  const parsed = Refused.safeParse(parseJson(text));
  if (!parsed.success)
    throw new Error(`No tRPC error, but ${response.status}: ${text.slice(0, 500)}`);
  return parsed.data.error.json;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const Deliveries = z.object({ pending: z.number(), failed: z.number() });

/** Waits until the application has answered every webhook. */
export async function drainWebhooks(): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const response = await fetch(`${served.clerkUrl}/local/deliveries?limit=0`);
    const { pending, failed } = Deliveries.parse(await response.json());
    if (failed > 0) throw new Error(`${failed} webhooks were given up`);
    if (pending === 0) return;
    if (Date.now() > deadline) throw new Error(`${pending} webhooks are still on their way`);
    await sleep(30);
  }
}

const Mail = z.array(z.object({ to: z.string(), code: z.string().nullish() }));

/** The code in the newest e-mail to an address. */
export async function mailedCode(to: string): Promise<string> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const response = await fetch(`${served.clerkUrl}/local/mail?to=${encodeURIComponent(to)}`);
    const code = Mail.parse(await response.json()).find((mail) => mail.code)?.code;
    if (code) return code;
    if (Date.now() > deadline) throw new Error(`No e-mail with a code came to ${to}.`);
    await sleep(50);
  }
}

/** The link in the newest e-mail to an address. */
export async function mailedLink(to: string): Promise<string> {
  const response = await fetch(`${served.clerkUrl}/local/mail?to=${encodeURIComponent(to)}`);
  const mails = z.array(z.object({ url: z.string().nullable() })).parse(await response.json());
  const url = mails.find((mail) => mail.url)?.url;
  if (!url) throw new Error(`No e-mail with a link came to ${to}.`);
  return url;
}

/** Lines of the servers that say something is not as it should be. */
export function readComplaints(): string[] {
  const lines = (path: string) => readFileSync(path, "utf8").split("\n");
  return [
    ...lines(served.logs.clerk).filter((line) => line.includes("not implemented")),
    ...lines(served.logs.next).filter((line) => line.startsWith("OUTSIDE ")),
  ];
}

/** A name that no other run has used. */
export function fresh(name: string): string {
  return `${name} ${Date.now().toString(36)}`;
}

interface ClerkOfPage {
  session?: { id: string; getToken(options?: { skipCache: boolean }): Promise<string> } | null;
}

/** The session of whoever is signed in on the page, and a token of it. Waits until Clerk is there. */
export async function sessionOfPage(page: Page, skipCache = false): Promise<Session> {
  // A function, and no waitForFunction: the page's policy stops what is evaluated from text.
  return page.evaluate(async (anew) => {
    for (;;) {
      // Guarantee: clerk-js puts itself there, when it has loaded.
      const { Clerk } = window as unknown as { Clerk?: ClerkOfPage };
      if (Clerk?.session) {
        const { session } = Clerk;
        return { id: session.id, token: await session.getToken({ skipCache: anew }) };
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }, skipCache);
}

/** As if whoever is signed in on the page had signed in a while ago: the page's next token says so. */
export async function growOld(page: Page, minutes = 20): Promise<void> {
  const { id } = await sessionOfPage(page);
  const response = await fetch(`${served.clerkUrl}/local/sessions/${id}/factor_age`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ minutes }),
  });
  if (!response.ok) throw new Error(await response.text());
  await sessionOfPage(page, true);
}
