"use client";

import { ClerkLoaded, ClerkLoading, UserProfile } from "@clerk/nextjs";
import { profileLook } from "../frame/profile-look";
import { ProfilePlace } from "../frame/profile-place";

/** Clerk's own pages about a person: name, addresses, password, second factors, devices. */
export function Profile() {
  const place = <ProfilePlace label="Loading your profile" />;
  return (
    <>
      <ClerkLoading>{place}</ClerkLoading>
      <ClerkLoaded>
        <UserProfile routing="hash" appearance={profileLook} fallback={place} />
      </ClerkLoaded>
    </>
  );
}
