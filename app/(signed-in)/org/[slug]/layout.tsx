import { FolderKanban, History, LayoutDashboard, Settings, UsersRound } from "lucide-react";
import type { ReactNode } from "react";
import { Can } from "@/src/client/can";
import { Connection } from "@/src/client/connection";
import { isSignedIn, requireOrganization } from "@/src/server/auth/guard";
import { getHydration } from "@/src/server/trpc/server";
import { ActivateOrganization } from "@/src/ui/frame/activate-organization";
import { NavLink } from "@/src/ui/frame/nav-link";
import { OrganizationLine } from "@/src/ui/frame/organization-line";
import { OrganizationMenu } from "@/src/ui/frame/organization-menu";
import { Shell } from "@/src/ui/frame/shell";

interface Props {
  params: Promise<{ slug: string }>;
  children: ReactNode;
}

export default async function OrganizationLayout({ params, children }: Props) {
  const { slug } = await params;
  const home = `/org/${slug}`;
  // A layout does not know its page's address: the page sends a visitor to sign in, and back to itself.
  if (!(await isSignedIn())) return children;
  const organization = await requireOrganization(slug, `${home}/dashboard`);
  if (organization.kind === "inactive") {
    return (
      <ActivateOrganization
        key={organization.organizationId}
        organizationId={organization.organizationId}
      />
    );
  }
  const { organizationId, person } = organization;
  const { trpc, HydrateClient } = await getHydration();
  await trpc.me.get.prefetch();
  return (
    <Connection
      key={`${person.userId} ${organizationId}`}
      userId={person.userId}
      organizationId={organizationId}
    >
      <HydrateClient>
        <Shell
          impersonated={person.impersonatorId !== null}
          top={<OrganizationMenu />}
          line={<OrganizationLine slug={slug} />}
          nav={
            <>
              <NavLink
                href={`${home}/dashboard`}
                below={`${home}/projects/`}
                icon={<FolderKanban aria-hidden />}
              >
                Projects
              </NavLink>
              <Can permission="org:members:read">
                <NavLink href={`${home}/members`} icon={<UsersRound aria-hidden />}>
                  Members
                </NavLink>
              </Can>
              <Can permission="org:audit:read">
                <NavLink href={`${home}/activity`} icon={<History aria-hidden />}>
                  Activity
                </NavLink>
              </Can>
              <NavLink href={`${home}/settings`} icon={<Settings aria-hidden />}>
                Settings
              </NavLink>
              <NavLink href="/dashboard" icon={<LayoutDashboard aria-hidden />}>
                Your dashboard
              </NavLink>
            </>
          }
        >
          {children}
        </Shell>
      </HydrateClient>
    </Connection>
  );
}
