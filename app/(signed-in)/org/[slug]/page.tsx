import { redirect } from "next/navigation";
import { requireOrganization } from "@/src/server/auth/guard";
import { ActivateOrganization } from "@/src/ui/frame/activate-organization";

/** Asks before it sends on: else what a stranger sees would depend on who is quicker, this page or the layout's refusal. */
export default async function OrganizationPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const home = `/org/${encodeURIComponent(slug)}/dashboard`;
  const organization = await requireOrganization(slug, home);
  if (organization.kind === "inactive")
    return <ActivateOrganization organizationId={organization.organizationId} />;
  redirect(home);
}
