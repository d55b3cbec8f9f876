"use client";

import { OrganizationProfile } from "@clerk/nextjs";
import { ClerkPlace } from "../frame/clerk-place";
import { profileLook } from "../frame/profile-look";
import { ProfilePlace } from "../frame/profile-place";

const danger = ".cl-profileSection__organizationDanger";

/**
 * Members have a page of their own here, and leaving is below: asked for by name, freshly proven and on the audit trail. Clerk gives
 * that section and the one for deleting the organization one class; leaving is the first of them.
 */
const look = {
  elements: {
    ...profileLook.elements,
    navbarButton__members: { display: "none" },
    profileSection__organizationDanger: {
      [`&:not(${danger} ~ ${danger})`]: { display: "none" },
    },
  },
};

/** Clerk's own pages about an organization: name, logo, address, domains; a member sees them, an admin changes them. */
export function OrganizationSettings() {
  const place = <ProfilePlace label="Loading the organization's settings" />;
  return (
    <ClerkPlace waiting={place}>
      <OrganizationProfile
        routing="hash"
        appearance={look}
        afterLeaveOrganizationUrl="/dashboard"
        fallback={place}
      />
    </ClerkPlace>
  );
}
