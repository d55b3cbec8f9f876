/** @jsxImportSource hono/jsx */
import { endSession, isActive } from "../../domain/sessions.ts";
import { notFound } from "../../errors.ts";
import { type App, makeCall } from "../../http.ts";
import type { Instance } from "../../instance.ts";
import type { Session } from "../../model/sessions.ts";
import { Frame } from "../frame.tsx";
import { Action } from "../parts/actions.tsx";
import { Badge } from "../parts/badge.tsx";
import { emailOf, OrganizationLink, UserLink } from "../parts/identity.tsx";
import { Pages, pageOf } from "../parts/pages.tsx";
import { Empty, Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";

export function addSessions(app: App, instance: Instance): void {
  app.get("/console/sessions", (c) => {
    const newestFirst = instance.store.sessions
      .values()
      .sort((a, b) => b.lastActiveAt - a.lastActiveAt);
    const page = pageOf(c, newestFirst);
    const active = newestFirst.filter((one) => isActive(instance, one)).length;
    return c.html(
      <Frame c={c} instance={instance} title="Sessions" lead={`${active} active`}>
        {page.items.length > 0 ? (
          <SessionTable instance={instance} sessions={page.items} whose />
        ) : (
          <Empty title="Nobody is signed in">Sign in in the application.</Empty>
        )}
        <Pages c={c} page={page} />
      </Frame>,
    );
  });

  app.post("/console/sessions/:id/revoke", (c) => {
    const session = instance.store.sessions.get(c.req.param("id"));
    if (!session) throw notFound("Session not found");
    endSession(makeCall(c, instance, null), session, "revoked");
    return c.redirect("/console/sessions?done=revoked", 303);
  });
}

interface TableProps {
  instance: Instance;
  sessions: readonly Session[];
  /** Says whose each one is. */
  whose: boolean;
}

export function SessionTable({ instance, sessions, whose }: TableProps) {
  const { users, organizations } = instance.store;
  const columns = ["State", "Organization", "Browser", "Last active", ".Actions"];
  return (
    <Table caption="Sessions" columns={whose ? ["User", ...columns] : columns}>
      {sessions.map((session) => {
        const user = users.get(session.userId);
        const organizationId = session.lastActiveOrganizationId;
        return (
          <tr>
            {whose ? (
              <td>
                <UserLink user={user} id={session.userId} />
              </td>
            ) : null}
            <td>
              <State instance={instance} session={session} />
            </td>
            <td>
              {organizationId ? (
                <OrganizationLink
                  organization={organizations.get(organizationId)}
                  id={organizationId}
                />
              ) : (
                <span class="muted">none</span>
              )}
            </td>
            <td class="muted" title={session.userAgent}>
              {browserOf(session.userAgent)}
            </td>
            <td>
              <Time at={session.lastActiveAt} />
            </td>
            <td class="end">
              {isActive(instance, session) ? (
                <Action
                  to={`/console/sessions/${session.id}/revoke`}
                  label="Revoke"
                  about={`the session of ${user ? emailOf(user) : session.userId}`}
                />
              ) : null}
            </td>
          </tr>
        );
      })}
    </Table>
  );
}

function State({ instance, session }: { instance: Instance; session: Session }) {
  if (isActive(instance, session)) return <Badge tone="success">active</Badge>;
  return <Badge>{session.status === "active" ? "expired" : session.status}</Badge>;
}

/** A word for a person; the whole of it is the cell's hint. */
function browserOf(userAgent: string): string {
  const known = /(Edg|OPR|Firefox|Chrome|Safari)[\w]*\/(\d+)/.exec(userAgent);
  if (!known) return userAgent.split("/")[0]?.slice(0, 24) || "unknown";
  const [, name = "", version = ""] = known;
  return `${{ Edg: "Edge", OPR: "Opera" }[name] ?? name} ${version}`;
}
