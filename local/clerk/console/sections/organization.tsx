/** @jsxImportSource hono/jsx */
import { getInvitation, revokeInvitation } from "../../domain/invitations.ts";
import { deleteOrganization, getOrganization } from "../../domain/organizations.ts";
import { type App, makeCall } from "../../http.ts";
import type { Instance } from "../../instance.ts";
import type { Organization } from "../../model/organizations.ts";
import { ticketUrl } from "../../serialize/organization.ts";
import { Frame } from "../frame.tsx";
import { Action, Confirm, Copy } from "../parts/actions.tsx";
import { Badge } from "../parts/badge.tsx";
import { Facts, Json } from "../parts/facts.tsx";
import { UserLink } from "../parts/identity.tsx";
import { Empty, Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";

export function addOrganization(app: App, instance: Instance): void {
  app.get("/console/organizations/:id", (c) => {
    const organization = getOrganization(instance, c.req.param("id"));
    return c.html(
      <Frame
        c={c}
        instance={instance}
        title={organization.name}
        lead={organization.slug}
        within={{ title: "Organizations", path: "/console/organizations" }}
        actions={
          <Confirm
            to={`/console/organizations/${organization.id}/delete`}
            label="Delete"
            sure="Delete this organization"
          >
            Takes its memberships and invitations away. The people stay.
          </Confirm>
        }
      >
        <Facts
          of={[
            ["Id", <code>{organization.id}</code>],
            ["May have", `${organization.maxAllowedMemberships} members`],
            ["Created", <Time at={organization.createdAt} />],
          ]}
        />
        <h2>Members</h2>
        <Members instance={instance} organization={organization} />
        <h2>Invitations</h2>
        <Invitations instance={instance} organization={organization} />
        <h2>Metadata</h2>
        <Json
          label="Metadata"
          value={{ public: organization.publicMetadata, private: organization.privateMetadata }}
        />
      </Frame>,
    );
  });

  app.post("/console/organizations/:id/delete", (c) => {
    const organization = getOrganization(instance, c.req.param("id"));
    deleteOrganization(makeCall(c, instance, null), organization);
    return c.redirect("/console/organizations?done=deleted", 303);
  });

  app.post("/console/organizations/:id/invitations/:invitation/revoke", (c) => {
    const { id, invitation } = c.req.param();
    revokeInvitation(makeCall(c, instance, null), getInvitation(instance, id, invitation));
    return c.redirect(`/console/organizations/${id}?done=revoked`, 303);
  });
}

interface Props {
  instance: Instance;
  organization: Organization;
}

function Members({ instance, organization }: Props) {
  const { store } = instance;
  const members = store.memberships.filter((one) => one.organizationId === organization.id);
  if (members.length === 0) return <Empty title="Nobody is a member" />;
  return (
    <Table caption="Members" columns={["User", "Role", "Since"]}>
      {members.map((one) => (
        <tr>
          <td>
            <UserLink user={store.users.get(one.userId)} id={one.userId} />
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

function Invitations({ instance, organization }: Props) {
  const invitations = instance.store.invitations
    .filter((one) => one.organizationId === organization.id)
    .reverse();
  if (invitations.length === 0) return <Empty title="Nobody was invited" />;
  return (
    <Table caption="Invitations" columns={["E-mail address", "Role", "State", "Sent", ".Actions"]}>
      {invitations.map((one) => (
        <tr>
          <td class="strong">{one.emailAddress}</td>
          <td>
            <code>{one.role}</code>
          </td>
          <td>
            <Badge tone={one.status === "accepted" ? "success" : "neutral"}>{one.status}</Badge>
          </td>
          <td>
            <Time at={one.createdAt} />
          </td>
          <td>
            {one.status === "pending" ? (
              <div class="row end">
                <Copy
                  text={ticketUrl(instance, one.ticket)}
                  label="Copy link"
                  about={`of ${one.emailAddress}`}
                />
                <Action
                  to={`/console/organizations/${organization.id}/invitations/${one.id}/revoke`}
                  label="Revoke"
                  about={`the invitation of ${one.emailAddress}`}
                />
              </div>
            ) : null}
          </td>
        </tr>
      ))}
    </Table>
  );
}
