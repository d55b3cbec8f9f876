"use client";

import { OrganizationProfile } from "@clerk/nextjs";
import { ClerkPlace } from "../frame/clerk-place";
import { profileLook } from "../frame/profile-look";
import { ProfilePlace } from "../frame/profile-place";

/** Members have a page of their own here. */
const look = {
  elements: { ...profileLook.elements, navbarButton__members: { display: "none" } },
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
