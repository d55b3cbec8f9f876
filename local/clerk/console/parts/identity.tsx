/** @jsxImportSource hono/jsx */
import type { Organization } from "../../model/organizations.ts";
import type { User } from "../../model/users.ts";
import { imageUrl } from "../../serialize/images.ts";
import { primaryEmail } from "../../serialize/user.ts";

export function nameOf(user: User): string {
  return [user.firstName, user.lastName].filter(Boolean).join(" ") || emailOf(user) || user.id;
}

export function emailOf(user: User): string {
  return primaryEmail(user)?.emailAddress ?? "";
}

/** The address is relative: whichever name of this machine the page was opened by. */
function Picture({ id, imageId, round }: { id: string; imageId?: string | null; round?: boolean }) {
  const url = imageUrl({ publicUrl: "" }, id, imageId ?? null);
  return (
    <img class={round ? "picture round" : "picture"} src={url} alt="" width={28} height={28} />
  );
}

export function UserLink({ user, id }: { user: User | undefined; id: string }) {
  if (!user) return <code class="muted">{id}</code>;
  const name = nameOf(user);
  const email = emailOf(user);
  return (
    <a class="identity" href={`/console/users/${user.id}`}>
      <Picture id={user.id} imageId={user.imageId} round />
      <span>
        <span class="strong">{name}</span>
        {email && email !== name ? <span class="muted under">{email}</span> : null}
      </span>
    </a>
  );
}

export function OrganizationLink({
  organization,
  id,
}: {
  organization: Organization | undefined;
  id: string;
}) {
  if (!organization) return <code class="muted">{id}</code>;
  return (
    <a class="identity" href={`/console/organizations/${organization.id}`}>
      <Picture id={organization.id} imageId={organization.imageId} />
      <span>
        <span class="strong">{organization.name}</span>
        <span class="muted under">{organization.slug}</span>
      </span>
    </a>
  );
}
