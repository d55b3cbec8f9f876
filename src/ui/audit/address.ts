import { hrefWith } from "../address";

/** What the page of activity is narrowed to: its address says it, so it can be sent to a colleague. */
export interface ActivityAddress {
  readonly actor?: string;
  readonly action?: string;
  readonly outcome?: string;
}

export const activityPage = 30;

export function activityPath(slug: string): string {
  return `/org/${slug}/activity`;
}

export function hrefOfActivity(slug: string, { actor, action, outcome }: ActivityAddress): string {
  return hrefWith(activityPath(slug), { actor, action, outcome });
}

/** What audit.list takes. Server and browser must ask alike, or what was prefetched is fetched again. */
export function auditInput({ actor, action, outcome }: ActivityAddress) {
  return {
    limit: activityPage,
    ...(actor === undefined ? {} : { actorId: actor }),
    ...(action === undefined ? {} : { action }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

export function isFiltered({ actor, action, outcome }: ActivityAddress): boolean {
  return [actor, action, outcome].some((each) => each !== undefined);
}
