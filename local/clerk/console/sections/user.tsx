/** @jsxImportSource hono/jsx */
import { isVerified, getUser } from "../../domain/users.ts";
import type { App } from "../../http.ts";
import type { Instance } from "../../instance.ts";
import type { User } from "../../model/users.ts";
import { ticketUrl } from "../../serialize/organization.ts";
import { Frame } from "../frame.tsx";
import { Action, Confirm, Copy } from "../parts/actions.tsx";
import { Badge } from "../parts/badge.tsx";
import { Facts, Json } from "../parts/facts.tsx";
import { emailOf, nameOf, OrganizationLink } from "../parts/identity.tsx";
import { Empty, Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { SessionTable } from "./sessions.tsx";
import { isLocked } from "../../domain/lockout.ts";
import { UserState } from "./users.tsx";

export function addUser(app: App, instance: Instance): void {
  app.get("/console/users/:id", (c) => {
    const user = getUser(instance, c.req.param("id"));
    const sessions = instance.store.sessions.filter((one) => one.userId === user.id).reverse();
    return c.html(
      <Frame
        c={c}
        instance={instance}
        title={nameOf(user)}
        lead={emailOf(user)}
        within={{ title: "Users", path: "/console/users" }}
        actions={<UserActions instance={instance} user={user} />}
      >
        <SignInLink instance={instance} user={user} tokenId={c.req.query("link") ?? ""} />
        <Facts
          of={[
            ["Id", <code>{user.id}</code>],
            ["State", <UserState instance={instance} user={user} />],
            ["E-mail addresses", <Emails user={user} />],
            ["Password", user.passwordHash ? "set" : "none"],
            ["Two-step verification", user.totp?.verified ? "authenticator app" : "off"],
            ["Joined", <Time at={user.createdAt} />],
            ["Last signed in", <Time at={user.lastSignInAt} />],
          ]}
        />
        <h2>Organizations</h2>
        <Organizations instance={instance} user={user} />
        <h2>Sessions</h2>
        {sessions.length > 0 ? (
          <SessionTable instance={instance} sessions={sessions} whose={false} />
        ) : (
          <Empty title="Has not signed in" />
        )}
        <h2>Metadata</h2>
        <Json
          label="Metadata"
          value={{
            public: user.publicMetadata,
            private: user.privateMetadata,
            unsafe: user.unsafeMetadata,
          }}
        />
      </Frame>,
    );
  });
}

function UserActions({ instance, user }: { instance: Instance; user: User }) {
  const path = `/console/users/${user.id}`;
  return (
    <>
      <Action to={`${path}/sign-in-link`} label="Make a sign-in link" look="primary" />
      <Action to={`${path}/impersonation-link`} label="Impersonate" />
      {isLocked(instance, user) ? (
        <Action to={`${path}/unlock`} label="Unlock" />
      ) : (
        <Action to={`${path}/lock`} label="Lock" />
      )}
      {user.banned ? (
        <Action to={`${path}/unban`} label="Unban" />
      ) : (
        <Action to={`${path}/ban`} label="Ban" />
      )}
      <Confirm to={`${path}/delete`} label="Delete" sure="Delete this user">
        Takes the account, its sessions and its memberships away.
      </Confirm>
    </>
  );
}

/** Just made: whoever opens it is signed in as the user. */
function SignInLink({
  instance,
  user,
  tokenId,
}: {
  instance: Instance;
  user: User;
  tokenId: string;
}) {
  const { signInTokens, actorTokens } = instance.store;
  const impersonation = actorTokens.get(tokenId);
  const token = impersonation ?? signInTokens.get(tokenId);
  if (token?.userId !== user.id || token.status !== "pending") return null;
  const url = ticketUrl(instance, token.token);
  return (
    <section class="card link" aria-label="Sign-in link">
      <p>
        Opens the application signed in as {nameOf(user)}
        {impersonation ? ", as somebody else who acts as them" : ""}, once. Good until{" "}
        <Time at={token.expiresAt} />.
      </p>
      <div class="row">
        <code class="break">{url}</code>
        <Copy text={url} about="sign-in link" />
        <a class="button secondary small" href={url} target="_blank" rel="noreferrer">
          Open
        </a>
      </div>
    </section>
  );
}

function Emails({ user }: { user: User }) {
  if (user.emails.length === 0) return <span class="muted">none</span>;
  return (
    <ul class="plain">
      {user.emails.map((email) => (
        <li class="row">
          {email.emailAddress}
          {email.id === user.primaryEmailId ? <Badge>primary</Badge> : null}
          {isVerified(email) ? null : <Badge tone="warning">unverified</Badge>}
        </li>
      ))}
    </ul>
  );
}

function Organizations({ instance, user }: { instance: Instance; user: User }) {
  const memberships = instance.store.memberships.filter((one) => one.userId === user.id);
  if (memberships.length === 0) return <Empty title="Belongs to no organization" />;
  return (
    <Table caption="Organizations" columns={["Organization", "Role", "Since"]}>
      {memberships.map((one) => (
        <tr>
          <td>
            <OrganizationLink
              organization={instance.store.organizations.get(one.organizationId)}
              id={one.organizationId}
            />
          </td>
          <td>
            <code>{one.role}</code>
          </td>
          <td>
            <Time at={one.createdAt} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
