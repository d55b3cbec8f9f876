"use client";

import { useId } from "react";
import { roles, isRole } from "@/src/access/roles";
import { calls } from "@/src/client/procedure";
import { useUntilHydrated } from "@/src/client/use-hydrated";
import { nameOfMember, nameOfRole } from "./words";
import type { Member } from "./change-role";

interface RoleSelectProps {
  member: Member;
  /** Why it may not be changed; null where it may. */
  reason: string | null;
  onChange: (role: string) => void;
}

/** A role that our table does not know stays to be seen, and can be left but not given. */
export function RoleSelect({ member, reason, onChange }: RoleSelectProps) {
  const reasonId = useId();
  const starting = useUntilHydrated(reason !== null);
  const { role } = member;
  return (
    <>
      <select
        {...calls("member.changeRole")}
        aria-label={`Role of ${nameOfMember(member)}`}
        aria-describedby={reason === null ? undefined : reasonId}
        title={reason ?? undefined}
        {...starting}
        value={role ?? ""}
        onChange={(event) => onChange(event.target.value)}
        className="h-8 w-28 rounded-control border border-border bg-surface px-2 text-small hover:border-border-strong disabled:cursor-not-allowed disabled:text-muted"
      >
        {!isRole(role) && <option value={role ?? ""}>{nameOfRole(role)}</option>}
        {Object.entries(roles).map(([key, { title }]) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
      </select>
      {reason !== null && (
        <span id={reasonId} className="sr-only">
          {reason}
        </span>
      )}
    </>
  );
}
