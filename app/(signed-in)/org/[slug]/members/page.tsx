import type { Metadata } from "next";
import { answerIfAllowed, requireOrganization } from "@/src/server/auth/guard";
import { getCaller } from "@/src/server/trpc/server";
import { isRole, roles } from "@/src/access/roles";
import { Avatar } from "@/src/ui/avatar";
import { Badge } from "@/src/ui/badge";
import { ActivateOrganization } from "@/src/ui/frame/activate-organization";
import { NotAllowed } from "@/src/ui/not-allowed";
import { PageHeader } from "@/src/ui/page-header";

export const metadata: Metadata = { title: "Members" };

export default async function MembersPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const here = `/org/${slug}/members`;
  const organization = await requireOrganization(slug, here);
  if (organization.kind === "inactive")
    return <ActivateOrganization organizationId={organization.organizationId} />;

  const caller = await getCaller();
  const members = await answerIfAllowed(caller.member.list({ limit: 200 }), here);
  if (!members) {
    return (
      <>
        <PageHeader title="Members" />
        <NotAllowed>
          An admin of this organization can show you who its members are, or change your role.
        </NotAllowed>
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="Members"
        about="Who belongs to this organization. Invite people and change roles in the organization menu, under “Manage”."
      />
      <ul className="divide-y divide-border overflow-hidden rounded-card border bg-surface">
        {members.items.map((member) => {
          const name = member.name ?? member.email ?? "Not known yet";
          return (
            <li key={member.userId} className="flex min-h-14 items-center gap-3 px-4 py-2">
              <Avatar name={name} imageUrl={member.imageUrl} />
              <div className="min-w-0 flex-1">
                <p className="truncate font-medium">{name}</p>
                {member.name && member.email && (
                  <p className="truncate text-small text-muted">{member.email}</p>
                )}
              </div>
              <Badge>
                {isRole(member.role) ? roles[member.role].title : (member.role ?? "No role")}
              </Badge>
            </li>
          );
        })}
      </ul>
    </>
  );
}
