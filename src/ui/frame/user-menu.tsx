"use client";

import { UserButton } from "@clerk/nextjs";
import { Skeleton } from "../skeleton";
import { ClerkPlace } from "./clerk-place";

/** Clerk's account menu; its place is kept until it has loaded, so nothing jumps. */
export function UserMenu() {
  const place = <Skeleton className="size-7 rounded-full" />;
  return (
    <div className="flex size-8 shrink-0 items-center justify-center">
      <ClerkPlace waiting={place}>
        <UserButton userProfileMode="navigation" userProfileUrl="/account" fallback={place} />
      </ClerkPlace>
    </div>
  );
}
