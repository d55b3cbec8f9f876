"use client";

import { useClerk } from "@clerk/nextjs";
import { LogOut } from "lucide-react";
import { useState } from "react";
import { Button } from "../button";
import { State } from "../state";

/**
 * The server ended this session, or the account is suspended or gone. A button, not an automatism: an address alone must not sign
 * anybody out.
 */
export function SessionEnded({ returnTo }: { returnTo: string }) {
  const clerk = useClerk();
  const [busy, setBusy] = useState(false);

  const signInAgain = async () => {
    setBusy(true);
    const redirectUrl = `/sign-in?redirect_url=${encodeURIComponent(returnTo)}`;
    try {
      await clerk.signOut({ redirectUrl });
    } catch {
      // Clerk may know this session no longer either.
      window.location.assign(redirectUrl);
    }
  };

  return (
    <State
      icon={<LogOut />}
      title="Your session has ended"
      action={
        <Button look="primary" busy={busy} onClick={() => void signInAgain()}>
          Sign in again
        </Button>
      }
    >
      You were signed out elsewhere, or this account was suspended. Sign in again to continue where
      you were.
    </State>
  );
}
