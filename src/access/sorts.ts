/** What lists can be sorted by, and which way: the same words in addresses, inputs and tables. */
export const memberSorts = ["name", "email", "role"] as const;
export type SortMembers = (typeof memberSorts)[number];

export const orders = ["asc", "desc"] as const;
export type Order = (typeof orders)[number];
