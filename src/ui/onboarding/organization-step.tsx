"use client";

import { OrganizationList } from "@clerk/nextjs";
import { ClerkPlace } from "../frame/clerk-place";
import { formLook } from "../frame/form-look";
import { FormPlace } from "../frame/form-place";

/** Clerk's list: invitations and suggestions to accept, and a form for an organization of one's own. */
export function OrganizationStep() {
  const place = <FormPlace label="Loading invitations" />;
  return (
    <ClerkPlace waiting={place}>
      <OrganizationList
        hidePersonal
        skipInvitationScreen
        afterCreateOrganizationUrl="/onboarding"
        afterSelectOrganizationUrl="/onboarding"
        appearance={formLook}
        fallback={place}
      />
    </ClerkPlace>
  );
}
