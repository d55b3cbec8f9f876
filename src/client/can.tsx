"use client";

import type { ReactNode } from "react";
import type { Permission } from "@/src/access/permissions";
import { trpc } from "./trpc";

/**
 * Whether the caller has a permission in the organization of this page. Decides what is shown, never what is allowed: the
 * procedures and the database decide that. Until it is known: no.
 */
export function useCan(permission: Permission): boolean {
  const { data } = trpc.me.get.useQuery(undefined, {
    select: (me) => me.active?.permissions.includes(permission) ?? false,
  });
  return data ?? false;
}

export function Can({ permission, children }: { permission: Permission; children: ReactNode }) {
  return useCan(permission) ? children : null;
}
