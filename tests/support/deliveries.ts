import { randomUUID } from "node:crypto";
import { Webhook } from "svix";

/** The signing secret that tests/support/application.ts puts into the environment. */
export const testSecret = "whsec_aW50ZWdyYXRpb24tdGVzdHMtb25seQ==";

export interface EventBody {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly timestamp?: number;
}

export function envelopeOf({ type, data, timestamp = Date.now() }: EventBody): string {
  return JSON.stringify({ object: "event", type, data, timestamp, instance_id: "ins_test" });
}

interface SignOptions {
  readonly id?: string;
  readonly secret?: string;
  /** When the sender says it sent it. */
  readonly at?: Date;
}

/** A delivery as Clerk sends it, signed as Svix does. */
export function deliveryOf(body: string | Buffer, options: SignOptions = {}): Request {
  const { id = `msg_${randomUUID()}`, secret = testSecret, at = new Date() } = options;
  const bytes = Buffer.from(body);
  return new Request("http://localhost:3000/api/webhooks/clerk", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "svix-id": id,
      "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
      "svix-signature": new Webhook(secret).sign(id, at, bytes),
    },
    body: new Uint8Array(bytes),
  });
}

interface Altered {
  /** Changes the headers after they were signed. */
  readonly headers?: (headers: Headers) => void;
  /** What is sent in place of the body that was signed. */
  readonly body?: string | Buffer | ReadableStream<Uint8Array>;
}

/** A delivery that something was done to on the way. */
export async function altered(request: Request, { headers, body }: Altered): Promise<Request> {
  const changed = new Headers(request.headers);
  headers?.(changed);
  const sent = body ?? Buffer.from(await request.arrayBuffer());
  const init = {
    method: "POST",
    headers: changed,
    body: sent instanceof ReadableStream ? sent : new Uint8Array(Buffer.from(sent)),
    duplex: "half",
  };
  return new Request(request.url, init);
}

export function userData(
  id: string,
  overrides: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    id,
    object: "user",
    first_name: "Ada",
    last_name: "Lovelace",
    image_url: "https://img.example/ada",
    primary_email_address_id: "idn_2",
    email_addresses: [
      { id: "idn_1", email_address: "first@example.test", verification: { status: "verified" } },
      { id: "idn_2", email_address: "primary@example.test", verification: { status: "verified" } },
    ],
    public_metadata: {},
    banned: false,
    created_at: 1000,
    updated_at: 1000,
    ...overrides,
  };
}

export function organizationData(
  id: string,
  overrides: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    id,
    object: "organization",
    name: "Acme",
    slug: "acme",
    image_url: null,
    created_at: 1000,
    updated_at: 1000,
    ...overrides,
  };
}

export function membershipData(
  organizationId: string,
  userId: string,
  overrides: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    id: `orgmem_${userId}`,
    object: "organization_membership",
    role: "org:member",
    organization: organizationData(organizationId),
    public_user_data: { user_id: userId, identifier: "primary@example.test" },
    created_at: 1000,
    updated_at: 1000,
    ...overrides,
  };
}
