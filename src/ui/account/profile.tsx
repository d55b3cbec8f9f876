"use client";

import { UserProfile } from "@clerk/nextjs";
import { ClerkPlace } from "../frame/clerk-place";
import { profileLook } from "../frame/profile-look";
import { ProfilePlace } from "../frame/profile-place";

/** Clerk's own pages about a person: name, addresses, password, second factors, devices. */
export function Profile() {
  const place = <ProfilePlace label="Loading your profile" />;
  return (
    <ClerkPlace waiting={place}>
      <UserProfile routing="hash" appearance={profileLook} fallback={place} />
    </ClerkPlace>
  );
}
