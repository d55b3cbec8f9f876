import type { Metadata } from "next";
import { requireOrganization } from "@/src/server/auth/guard";
import { ActivateOrganization } from "@/src/ui/frame/activate-organization";
import { PageHeader } from "@/src/ui/page-header";
import { LeaveOrganization } from "@/src/ui/settings/leave-organization";
import { OrganizationSettings } from "@/src/ui/settings/organization-settings";
import { WhoMayChange } from "@/src/ui/settings/who-may-change";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const organization = await requireOrganization(slug, `/org/${slug}/settings`);
  if (organization.kind === "inactive")
    return <ActivateOrganization organizationId={organization.organizationId} />;
  return (
    <>
      <PageHeader
        title="Settings"
        about={
          <>
            Name, logo and domains of this organization. <WhoMayChange />
          </>
        }
      />
      <div className="grid grid-cols-1 gap-6">
        <OrganizationSettings />
        <LeaveOrganization slug={slug} />
      </div>
    </>
  );
}
