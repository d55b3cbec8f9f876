import {
  ArrowLeft,
  Building2,
  Gauge,
  ScrollText,
  ShieldCheck,
  TableProperties,
  UsersRound,
  Webhook,
} from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/src/ui/badge";
import { AdministrationLine } from "@/src/ui/frame/administration-line";
import { IdentityProvider } from "@/src/ui/frame/identity";
import { NavLink } from "@/src/ui/frame/nav-link";
import { Shell } from "@/src/ui/frame/shell";

/** The frame only. Each page asks for itself whether its reader is an administrator. */
export default function AdministrationLayout({ children }: { children: ReactNode }) {
  return (
    <IdentityProvider>
      <div data-area="administration">
        <Shell
          top={
            <p className="flex h-9 items-center gap-2 px-1">
              <ShieldCheck aria-hidden className="size-4 text-accent" />
              <Badge tone="accent">Administration</Badge>
            </p>
          }
          line={<AdministrationLine />}
          nav={
            <>
              <NavLink href="/admin" icon={<Gauge aria-hidden />}>
                Overview
              </NavLink>
              <NavLink href="/admin/users" below="/admin/users/" icon={<UsersRound aria-hidden />}>
                Users
              </NavLink>
              <NavLink
                href="/admin/organizations"
                below="/admin/organizations/"
                icon={<Building2 aria-hidden />}
              >
                Organizations
              </NavLink>
              <NavLink
                href="/admin/webhooks"
                below="/admin/webhooks/"
                icon={<Webhook aria-hidden />}
              >
                Webhooks
              </NavLink>
              <NavLink href="/admin/audit" icon={<ScrollText aria-hidden />}>
                Audit trail
              </NavLink>
              <NavLink href="/admin/access" icon={<TableProperties aria-hidden />}>
                Access
              </NavLink>
              <NavLink href="/dashboard" icon={<ArrowLeft aria-hidden />}>
                Leave administration
              </NavLink>
            </>
          }
        >
          {children}
        </Shell>
      </div>
    </IdentityProvider>
  );
}
