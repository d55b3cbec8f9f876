/** By what the administration's lists of people and organizations are narrowed, and how they are ordered. */
export const userStatuses = ["active", "administrator", "banned", "locked", "deleted"] as const;
export type UserStatus = (typeof userStatuses)[number];

export const organizationStatuses = ["active", "deleted"] as const;
export type OrganizationStatus = (typeof organizationStatuses)[number];

export const listOrders = ["newest", "oldest"] as const;
export type ListOrder = (typeof listOrders)[number];
