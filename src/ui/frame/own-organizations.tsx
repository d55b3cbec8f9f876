import { Building2, ChevronRight } from "lucide-react";
import Link from "next/link";
import { isRole, roles } from "@/src/access/roles";
import type { Outputs } from "@/src/client/trpc";
import { Avatar } from "../avatar";
import { State } from "../state";

type Organization = Outputs["me"]["get"]["organizations"][number];

export function OwnOrganizations({ organizations }: { organizations: readonly Organization[] }) {
  if (organizations.length === 0) {
    return (
      <State icon={<Building2 />} title="You are in no organization yet">
        Projects belong to organizations. Create one with “New organization”, or ask somebody to
        invite you.
      </State>
    );
  }
  return (
    <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {organizations.map((organization) => {
        const name = organization.name ?? organization.slug ?? "Not known yet";
        const role = isRole(organization.role) ? roles[organization.role].title : organization.role;
        const body = (
          <>
            <Avatar name={name} imageUrl={organization.imageUrl} className="rounded-control" />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{name}</span>
              <span className="block text-small text-muted">{role ?? "No role"}</span>
            </span>
          </>
        );
        const shape = "flex items-center gap-3 rounded-card border bg-surface px-4 py-3";
        return (
          <li key={organization.id}>
            {organization.slug ? (
              <Link
                href={`/org/${organization.slug}/dashboard`}
                className={`${shape} transition-colors duration-100 hover:border-border-strong`}
              >
                {body}
                <ChevronRight aria-hidden className="size-4 text-muted" />
              </Link>
            ) : (
              // Its details have not arrived from the identity provider yet; there is no address to go to.
              <div className={shape}>{body}</div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
