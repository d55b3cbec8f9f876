import { managerRoles } from "@/src/access/roles";

/** Server and browser must ask alike, or what was prefetched is fetched again. */
export const invitationsInput = { limit: 20 };

/** Two are enough to know that there is more than one. */
export const managersInput = { roles: [...managerRoles], limit: 2 };
