"use client";

import { OrganizationSwitcher, useOrganization } from "@clerk/nextjs";
import { ClerkPlace } from "./clerk-place";
import { Skeleton } from "../skeleton";

/** Clerk's organization switcher; its place is kept until it has loaded, so nothing jumps. */
export function OrganizationMenu() {
  const { organization } = useOrganization();
  const place = <Skeleton className="h-9 w-full" />;
  return (
    <div className="flex h-9 w-full min-w-0 items-center">
      <ClerkPlace waiting={place}>
        <OrganizationSwitcher
          hidePersonal
          afterSelectOrganizationUrl="/org/:slug/dashboard"
          afterCreateOrganizationUrl="/org/:slug/dashboard"
          organizationProfileMode="navigation"
          organizationProfileUrl={
            organization ? `/org/${organization.slug}/settings` : "/dashboard"
          }
          fallback={place}
          appearance={{
            elements: {
              rootBox: { width: "100%", minWidth: 0 },
              organizationSwitcherTrigger: {
                width: "100%",
                height: "2.25rem",
                justifyContent: "space-between",
                padding: "0 0.5rem",
                border: "1px solid var(--gh-border)",
                background: "var(--gh-surface)",
              },
            },
          }}
        />
      </ClerkPlace>
    </div>
  );
}
