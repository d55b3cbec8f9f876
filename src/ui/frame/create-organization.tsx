"use client";

import { useClerk } from "@clerk/nextjs";
import { Plus } from "lucide-react";
import { Button } from "../button";

/** Opens Clerk's own form; afterwards the new organization's pages. */
export function CreateOrganizationButton() {
  const clerk = useClerk();
  return (
    <Button
      onClick={() =>
        clerk.openCreateOrganization({ afterCreateOrganizationUrl: "/org/:slug/dashboard" })
      }
    >
      <Plus aria-hidden className="size-4" />
      New organization
    </Button>
  );
}
