"use client";

import { trpc } from "@/src/client/trpc";
import { Breadcrumbs } from "./breadcrumbs";
import { CommandMenu } from "./command-menu";
import { reachOf } from "./reach";

/** The top line of an organization's pages. */
export function OrganizationLine({ slug }: { slug: string }) {
  const { data: me } = trpc.me.get.useQuery();
  const home = `/org/${slug}`;
  const name = me?.organizations.find((organization) => organization.slug === slug)?.name ?? slug;
  return (
    <>
      <Breadcrumbs
        root={name}
        sections={[
          { name: "Projects", href: `${home}/dashboard`, below: `${home}/projects/` },
          { name: "Members", href: `${home}/members` },
          { name: "Activity", href: `${home}/activity` },
          { name: "Settings", href: `${home}/settings` },
        ]}
      />
      <CommandMenu reach={reachOf(me, { area: "organization", slug })} />
    </>
  );
}
