"use client";

import { ClerkLoaded, ClerkLoading, UserButton } from "@clerk/nextjs";
import { Skeleton } from "../skeleton";

/** Clerk's account menu; its place is kept until it has loaded, so nothing jumps. */
export function UserMenu() {
  return (
    <div className="flex size-8 shrink-0 items-center justify-center">
      <ClerkLoading>
        <Skeleton className="size-7 rounded-full" />
      </ClerkLoading>
      <ClerkLoaded>
        <UserButton
          userProfileMode="navigation"
          userProfileUrl="/account"
          fallback={<Skeleton className="size-7 rounded-full" />}
        />
      </ClerkLoaded>
    </div>
  );
}
