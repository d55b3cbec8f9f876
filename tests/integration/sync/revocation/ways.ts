import { generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import { expect } from "vitest";
import superjson from "superjson";
import { createPost } from "@/app/actions/create-post";
import { GET as getData } from "@/app/api/data/route";
import { GET as getProtected } from "@/app/api/protected/route";
import { GET as getUserData } from "@/app/api/user-data/route";
import { answerIfAllowed } from "@/src/server/auth/guard";
import { handleTrpc } from "@/src/server/http/trpc";
import { receiveDelivery } from "@/src/server/sync/webhook";
import { getCaller } from "@/src/server/trpc/server";
import { packPermissions } from "../../../../local/clerk/tokens.ts";
import { deliveryOf, envelopeOf, type EventBody } from "../../../support/deliveries.ts";
import { asRequest } from "./request.ts";

const appUrl = "http://localhost:3000";
const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
/** What CLERK_JWT_KEY must be for the tokens to be genuine. */
export const publicKeyPem = pair.publicKey.export({ type: "spki", format: "pem" }).toString();

export interface Claims {
  readonly user: string;
  readonly session: string;
  /** Seconds. */
  readonly issuedAt: number;
  readonly organization?: string;
  readonly role?: string;
  readonly permissions?: readonly `org:${string}:${string}`[];
  readonly platformAdmin?: boolean;
  readonly impersonator?: string;
}

/** A session token as Clerk issues it (version 2). */
export function tokenOf(claims: Claims): Promise<string> {
  const { user, session, issuedAt, organization, role = "org:admin", impersonator } = claims;
  const packed = packPermissions([...(claims.permissions ?? [])]);
  return new SignJWT({
    azp: appUrl,
    exp: issuedAt + 900,
    fva: [0, -1],
    iat: issuedAt,
    iss: "https://clerk.test",
    nbf: issuedAt - 10,
    sid: session,
    sts: "active",
    sub: user,
    v: 2,
    ...(organization && {
      o: {
        id: organization,
        slg: organization,
        rol: role.replace(/^org:/, ""),
        ...(packed && { per: packed.per, fpm: packed.fpm }),
      },
      ...(packed && { fea: packed.fea }),
    }),
    ...(claims.platformAdmin && { metadata: { role: "admin" } }),
    ...(impersonator && { act: { sub: impersonator } }),
  })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: "ins_test" })
    .sign(pair.privateKey);
}

/** Sends Clerk's event to the webhook's own route, signed, and sees it applied. */
export async function deliver(event: EventBody): Promise<void> {
  const response = await receiveDelivery(deliveryOf(envelopeOf(event)));
  expect([event.type, response.status, await response.json()]).toEqual([
    event.type,
    200,
    { outcome: "applied" },
  ]);
}

type Way = (token: string, user: string) => Promise<string>;

const read = (path: string, input: unknown = {}): string =>
  `/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify(superjson.serialize(input)))}`;

function send(token: string, path: string, body?: unknown): Request {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  return new Request(`${appUrl}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
  });
}

/** "done", or the status and the code: of each call of the answer, when there are several. */
async function comesTo(answered: Promise<Response>): Promise<string> {
  const response = await answered;
  const body: unknown = await response.json();
  const each = (one: unknown): string => {
    // Guarantee: read alone, and every step may be absent; JSON of ours or of tRPC.
    const { error } = one as {
      error?: { code?: string; json?: { data?: { appCode?: string } } };
    };
    return error ? (error.json?.data?.appCode ?? error.code ?? "?") : "done";
  };
  const codes = Array.isArray(body) ? body.map(each) : [each(body)];
  const alike = new Set(codes).size === 1;
  const said = alike ? (codes[0] ?? "?") : codes.join();
  return said === "done" || !alike ? said : `${response.status} ${said}`;
}

const throughTrpc =
  (make: (token: string) => Request): Way =>
  (token) => {
    const request = make(token);
    return asRequest(request, () => comesTo(handleTrpc(request)));
  };

const throughRoute =
  (path: string, get: (request: Request) => Promise<Response>): Way =>
  (token) => {
    const request = send(token, path);
    return asRequest(request, () => comesTo(get(request)));
  };

/** Where a page leads: "done", "withheld" in its place, or what Next is told by throwing. */
const throughPage =
  (ask: () => Promise<unknown>): Way =>
  (token) =>
    asRequest(send(token, "/org/x/members"), async () => {
      try {
        return (await answerIfAllowed(ask(), "/here")) === null ? "withheld" : "done";
      } catch (error) {
        const digest = error instanceof Error && "digest" in error ? String(error.digest) : "";
        if (digest === "") throw error;
        return digest.replace(/^NEXT_\w+;(replace;)?|\?redirect_url=.*$/g, "");
      }
    });

/** Every way into the application: what decides there, an organization's permission, the person alone, an administrator, nobody. */
export const ways = {
  query: throughTrpc((token) => send(token, read("project.list"))),
  manage: throughTrpc((token) =>
    send(token, "/api/trpc/project.create", superjson.serialize({ name: "Made by a way in" })),
  ),
  batch: throughTrpc((token) => {
    const inputs = JSON.stringify({ 0: superjson.serialize({}), 1: superjson.serialize({}) });
    const paths = "project.list,member.list";
    return send(token, `/api/trpc/${paths}?batch=1&input=${encodeURIComponent(inputs)}`);
  }),
  rest: throughRoute("/api/data", getData),
  page: throughPage(async () => (await getCaller()).member.list({ limit: 10 })),
  ownQuery: throughTrpc((token) => send(token, read("post.mine"))),
  ownRest: throughRoute("/api/user-data", () => getUserData()),
  ownPage: throughPage(async () => (await getCaller()).me.get()),
  ownAction: (token, user) => {
    const request = send(token, "/dashboard", {});
    request.headers.set("origin", appUrl);
    return asRequest(request, async () => {
      const came = await createPost(user, { title: "Made by a way in", body: "" });
      return came.ok ? "done" : came.fault.code;
    });
  },
  adminRest: throughRoute("/api/protected", () => getProtected()),
  adminQuery: throughTrpc((token) => send(token, read("admin.users"))),
  public: throughTrpc((token) => send(token, read("post.published"))),
} as const satisfies Record<string, Way>;

export type Outcomes = Record<keyof typeof ways, string>;

export async function tryWays(token: string, user: string): Promise<Outcomes> {
  const found: Partial<Outcomes> = {};
  // Guarantee: the keys of a literal.
  for (const name of Object.keys(ways) as (keyof typeof ways)[]) {
    found[name] = await ways[name](token, user);
  }
  // Guarantee: the loop above set every one.
  return found as Outcomes;
}
