/** @jsxImportSource hono/jsx */
import type { App } from "../../http.ts";
import type { Instance } from "../../instance.ts";
import type { User } from "../../model/users.ts";
import { isLocked } from "../../domain/lockout.ts";
import { Frame } from "../frame.tsx";
import { Badge } from "../parts/badge.tsx";
import { UserLink } from "../parts/identity.tsx";
import { Pages, pageOf } from "../parts/pages.tsx";
import { Search } from "../parts/search.tsx";
import { Empty, Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";

export function addUsers(app: App, instance: Instance): void {
  app.get("/console/users", (c) => {
    const query = c.req.query("q")?.trim() ?? "";
    const found = findUsers(instance, query);
    const page = pageOf(c, found);
    return c.html(
      <Frame c={c} instance={instance} title="Users" lead={countOf(found.length)}>
        <Search label="Search by name, e-mail or id" value={query} />
        {page.items.length > 0 ? (
          <Table caption="Users" columns={["User", "State", "Last signed in", "Joined"]}>
            {page.items.map((user) => (
              <tr>
                <td>
                  <UserLink user={user} id={user.id} />
                </td>
                <td>
                  <UserState instance={instance} user={user} />
                </td>
                <td>
                  <Time at={user.lastSignInAt} />
                </td>
                <td>
                  <Time at={user.createdAt} />
                </td>
              </tr>
            ))}
          </Table>
        ) : (
          <Empty title={query ? "Nobody matches" : "Nobody has signed up yet"}>
            {query ? "Try a part of the name or of the address." : "Sign up in the application."}
          </Empty>
        )}
        <Pages c={c} page={page} />
      </Frame>,
    );
  });
}

/** Newest first. */
function findUsers(instance: Instance, query: string): User[] {
  const wanted = query.toLowerCase();
  return instance.store.users
    .filter((user) => {
      const emails = user.emails.map((one) => one.emailAddress);
      const text = [user.firstName, user.lastName, user.id, user.externalId, ...emails].join(" ");
      return text.toLowerCase().includes(wanted);
    })
    .reverse();
}

function countOf(count: number): string {
  return count === 1 ? "1 person" : `${count} people`;
}

export function UserState({ instance, user }: { instance: Instance; user: User }) {
  if (user.banned) return <Badge tone="danger">banned</Badge>;
  if (isLocked(instance, user)) return <Badge tone="warning">locked</Badge>;
  return <Badge tone="success">active</Badge>;
}
