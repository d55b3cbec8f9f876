import type { Metadata } from "next";
import Link from "next/link";
import { orDashboard, requirePerson } from "@/src/server/auth/guard";
import { getCaller } from "@/src/server/trpc/server";
import { ShortOrganizationTable } from "@/src/ui/admin/organization/table";
import { Tiles } from "@/src/ui/admin/tiles";
import { Summary } from "@/src/ui/admin/webhooks/summary";
import { ShortUserTable } from "@/src/ui/admin/user/table";
import { PageHeader } from "@/src/ui/page-header";

export const metadata: Metadata = { title: "Administration" };

/** How many of each the overview shows; the rest is a link away. */
const newest = 10;
const number = new Intl.NumberFormat("en-GB");

export default async function AdministrationPage() {
  await requirePerson("/admin");
  const caller = await getCaller();
  const [counts, users, organizations, lag] = await orDashboard(
    Promise.all([
      caller.admin.counts(),
      caller.admin.users({ limit: newest }),
      caller.admin.organizations({ limit: newest }),
      caller.delivery.lag({}),
    ]),
    "/admin",
  );
  const tiles = [
    { name: "Users", value: number.format(counts.users), href: "/admin/users" },
    {
      name: "Organizations",
      value: number.format(counts.organizations),
      href: "/admin/organizations",
    },
    { name: "Memberships", value: number.format(counts.memberships) },
    { name: "Published posts", value: number.format(counts.publishedPosts), href: "/blog" },
  ];
  return (
    <>
      <PageHeader
        title="Overview"
        about="The whole platform. Every look at these pages is recorded."
      />
      <Tiles tiles={tiles} />
      <section className="mt-8" aria-labelledby="webhooks">
        <Heading id="webhooks" title="Webhooks" href="/admin/webhooks" />
        <Summary lag={lag} />
      </section>
      <section className="mt-8" aria-labelledby="newest-users">
        <Heading id="newest-users" title="Newest users" href="/admin/users" />
        <ShortUserTable users={users.items} />
      </section>
      <section className="mt-8" aria-labelledby="newest-organizations">
        <Heading
          id="newest-organizations"
          title="Newest organizations"
          href="/admin/organizations"
        />
        <ShortOrganizationTable organizations={organizations.items} />
      </section>
    </>
  );
}

function Heading({ id, title, href }: { id: string; title: string; href: string }) {
  return (
    <div className="mb-3 flex items-baseline justify-between gap-4">
      <h2 id={id} className="text-ui font-semibold">
        {title}
      </h2>
      <Link
        href={href}
        prefetch={false}
        className="rounded-control text-small text-muted hover:text-text hover:underline"
      >
        See all
      </Link>
    </div>
  );
}
