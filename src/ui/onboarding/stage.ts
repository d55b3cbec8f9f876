import type { Outputs } from "@/src/client/trpc";

type Me = Outputs["me"]["get"];

/** Where somebody new stands. Read off what there is, never stored: whoever comes back goes on where they stopped. */
export type Stage =
  | { readonly step: "organization" }
  | { readonly step: "project"; readonly organizationId: string; readonly slug: string }
  | { readonly step: "done"; readonly slug: string | null };

/** `projects`: how many of the active organization the person sees; null where they see none for want of the permission. */
export function stageOf({ active, organizations }: Me, projects: number | null): Stage {
  if (!active) {
    if (organizations.length === 0) return { step: "organization" };
    return { step: "done", slug: organizations.find(({ slug }) => slug !== null)?.slug ?? null };
  }
  const { organizationId, slug, permissions } = active;
  if (slug !== null && projects === 0 && permissions.includes("org:projects:manage")) {
    return { step: "project", organizationId, slug };
  }
  return { step: "done", slug };
}
