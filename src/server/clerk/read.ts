import { z } from "zod";
import { log } from "@/src/server/log";
import { callClerk, ClerkFault } from "./api";

/** A session as Clerk tells of it. */
export interface ClerkSession {
  readonly id: string;
  /** Such as "Chrome 142 on Linux"; null where Clerk does not say. */
  readonly device: string | null;
  readonly ipAddress: string | null;
  readonly place: string | null;
  /** The administrator who acts as the person in it. */
  readonly impersonatorId: string | null;
  readonly createdAt: Date;
  readonly lastActiveAt: Date;
  readonly expiresAt: Date;
}

/** Milliseconds: somebody waits for the page. */
const patience = 3_000;

const Activity = z.object({
  browser_name: z.string().nullish(),
  browser_version: z.string().nullish(),
  device_type: z.string().nullish(),
  ip_address: z.string().nullish(),
  city: z.string().nullish(),
  country: z.string().nullish(),
});
const Session = z.object({
  id: z.string(),
  created_at: z.number(),
  last_active_at: z.number(),
  expire_at: z.number(),
  actor: z.object({ sub: z.string() }).nullish(),
  latest_activity: Activity.nullish(),
});
const Answer = z.object({ data: z.array(Session) });

/** What Clerk alone can tell, and nothing here keeps. Only where no transaction is open. */
export interface ClerkReads {
  /** The open ones of a person, at most 100; null where Clerk does not say. */
  openSessions(userId: string): Promise<readonly ClerkSession[] | null>;
}

export const clerkReads: ClerkReads = {
  async openSessions(userId) {
    try {
      const { data } = await callClerk({
        method: "GET",
        path: "/sessions",
        query: { user_id: userId, status: "active", limit: 100, paginated: "true" },
        timeout: patience,
      });
      return Answer.parse(data).data.map(toSession);
    } catch (error) {
      if (!(error instanceof ClerkFault || error instanceof z.ZodError)) throw error;
      log.warn({ error }, "Clerk did not tell of a person's sessions");
      return null;
    }
  },
};

function toSession(session: z.infer<typeof Session>): ClerkSession {
  const { latest_activity: activity } = session;
  const browser = joined(" ", activity?.browser_name, activity?.browser_version);
  return {
    id: session.id,
    device: joined(" on ", browser, activity?.device_type),
    ipAddress: joined("", activity?.ip_address),
    place: joined(", ", activity?.city, activity?.country),
    impersonatorId: session.actor?.sub ?? null,
    createdAt: new Date(session.created_at),
    lastActiveAt: new Date(session.last_active_at),
    expiresAt: new Date(session.expire_at),
  };
}

/** Null where there is nothing to join. */
function joined(by: string, ...parts: readonly (string | null | undefined)[]): string | null {
  return parts.filter((part) => part).join(by) || null;
}
