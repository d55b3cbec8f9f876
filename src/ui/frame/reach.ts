import type { Outputs } from "@/src/client/trpc";
import type { Reach } from "./places";

/** What somebody is offered, by what they are. The address names the organization: the token may still have an older name. */
export function reachOf(
  me: Outputs["me"]["get"] | undefined,
  { area, slug }: { area: Reach["area"]; slug: string | null },
): Reach {
  return {
    area,
    organizations: (me?.organizations ?? []).flatMap(({ slug: own, name }) =>
      own === null ? [] : [{ slug: own, name: name ?? own }],
    ),
    administrator: me?.platformAdmin ?? false,
    active: slug === null ? null : { slug, permissions: me?.active?.permissions ?? [] },
  };
}
