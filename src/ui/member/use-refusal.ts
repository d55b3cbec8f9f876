"use client";

import { errorCodes } from "@/src/access/errors";
import { permissionSource } from "@/src/access/roles";
import { useCan } from "@/src/client/can";
import { trpc } from "@/src/client/trpc";
import { managersInput } from "./inputs";

/** Why a change of who belongs here would be refused, as far as that is known beforehand; null where it would not be. */
export function useRefusal(): (userId: string) => string | null {
  const maySee = useCan("org:members:read");
  const impersonated = useImpersonated();
  const managers = trpc.member.list.useQuery(managersInput, {
    enabled: maySee && permissionSource === "roles",
  });
  const [only, other] = managers.data?.items ?? [];
  return (userId) => {
    if (impersonated) return errorCodes.impersonated.message;
    return only?.userId === userId && !other ? errorCodes.last_administrator.message : null;
  };
}

export function useImpersonated(): boolean {
  const { data } = trpc.me.get.useQuery(undefined, { select: (me) => me.impersonated });
  return data ?? false;
}
