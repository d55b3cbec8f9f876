import { Building2, CircleUser, LayoutDashboard, Newspaper, ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import type { Outputs } from "@/src/client/trpc";
import { Breadcrumbs } from "./breadcrumbs";
import { CommandMenu } from "./command-menu";
import { NavLink } from "./nav-link";
import { reachOf } from "./reach";
import { Shell } from "./shell";

/** The frame of a person's own pages. */
export function PersonalFrame({ me, children }: { me: Outputs["me"]["get"]; children: ReactNode }) {
  return (
    <Shell
      impersonated={me.impersonated}
      top={
        <p className="flex h-9 items-center px-2 text-small font-medium text-muted">Your account</p>
      }
      line={
        <>
          <Breadcrumbs
            root={me.name ?? "You"}
            sections={[
              { name: "Dashboard", href: "/dashboard" },
              { name: "Account", href: "/account" },
            ]}
          />
          <CommandMenu reach={reachOf(me, { area: "person", slug: null })} />
        </>
      }
      nav={
        <>
          <NavLink href="/dashboard" icon={<LayoutDashboard aria-hidden />}>
            Your dashboard
          </NavLink>
          <NavLink href="/account" icon={<CircleUser aria-hidden />}>
            Account
          </NavLink>
          {me.organizations
            .filter((organization) => organization.slug !== null)
            .map((organization) => (
              <NavLink
                key={organization.id}
                href={`/org/${organization.slug}/dashboard`}
                icon={<Building2 aria-hidden />}
              >
                {organization.name ?? organization.slug}
              </NavLink>
            ))}
          <NavLink href="/blog" icon={<Newspaper aria-hidden />}>
            Blog
          </NavLink>
          {me.platformAdmin && (
            <NavLink href="/admin" icon={<ShieldCheck aria-hidden />}>
              Administration
            </NavLink>
          )}
        </>
      }
    >
      {children}
    </Shell>
  );
}
