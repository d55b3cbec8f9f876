import type { Metadata } from "next";
import Link from "next/link";
import { orDashboard, requirePerson } from "@/src/server/auth/guard";
import { getCaller } from "@/src/server/trpc/server";
import { PageHeader } from "@/src/ui/page-header";

export const metadata: Metadata = { title: "Administration" };

const number = new Intl.NumberFormat("en-GB");

export default async function AdministrationPage() {
  await requirePerson("/admin");
  const caller = await getCaller();
  const counts = await orDashboard(caller.admin.counts(), "/admin");
  const tiles = [
    { name: "Users", value: counts.users, href: "/admin/users" },
    { name: "Organizations", value: counts.organizations, href: "/admin/organizations" },
    { name: "Memberships", value: counts.memberships },
    { name: "Published posts", value: counts.publishedPosts, href: "/blog" },
  ];
  return (
    <>
      <PageHeader
        title="Overview"
        about="The whole platform. Every look at these pages is recorded."
      />
      <dl className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {tiles.map(({ name, value, href }) => (
          <div key={name} className="rounded-card border bg-surface px-4 py-4">
            <dt className="text-small text-muted">
              {href ? (
                <Link
                  href={href}
                  prefetch={false}
                  className="rounded-control hover:text-text hover:underline"
                >
                  {name}
                </Link>
              ) : (
                name
              )}
            </dt>
            <dd className="mt-1 text-2xl font-semibold tracking-tight tabular-nums">
              {number.format(value)}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
