"use client";

import { useClerk, useSession } from "@clerk/nextjs";
import { Drama } from "lucide-react";
import { useState } from "react";
import { Button } from "../button";
import { join } from "../join";
import { Skeleton } from "../skeleton";

/** On every signed-in page while an administrator acts as somebody else. */
export function ImpersonationBanner({ expected }: { expected: boolean }) {
  const { isLoaded, session } = useSession();
  if (session?.actor) return <ActingAs session={session} actor={session.actor} />;
  return expected && !isLoaded ? <Skeleton className={join(place, "h-40 sm:h-16")} /> : null;
}

const place = "mx-auto mb-6 w-full max-w-[67.5rem] rounded-card";

type Session = NonNullable<ReturnType<typeof useSession>["session"]>;

/** Says as whom and why, until when, and ends it: the session is signed out, and the administrator signs in as themselves. */
function ActingAs({ session, actor }: { session: Session; actor: NonNullable<Session["actor"]> }) {
  const clerk = useClerk();
  const [busy, setBusy] = useState(false);
  const { user } = session;
  const address = user.primaryEmailAddress?.emailAddress;
  const name = user.fullName ?? address ?? "somebody else";

  const end = async () => {
    setBusy(true);
    const back = encodeURIComponent(`/admin/users/${user.id}`);
    const redirectUrl = `/sign-in?redirect_url=${back}`;
    try {
      await clerk.signOut({ redirectUrl });
    } catch {
      // The session may have ended by itself.
      window.location.assign(redirectUrl);
    }
  };

  return (
    <section
      aria-label="Impersonation"
      className={join(
        place,
        "flex flex-wrap items-center gap-x-4 gap-y-2 border border-warning bg-warning-subtle px-4 py-3 lg:sticky lg:top-16 lg:z-10",
      )}
    >
      <Drama aria-hidden className="size-5 shrink-0 text-warning" />
      <div className="min-w-0 flex-1 basis-64 text-ui">
        <p className="font-medium break-words">
          You act as {name}
          {user.fullName && address ? ` (${address})` : ""}
        </p>
        <p className="text-small break-words text-muted">
          {reasonOf(actor)} What you do is recorded with your own name. Ends at{" "}
          {timeOf(session.expireAt)}.
        </p>
      </div>
      <Button busy={busy} onClick={() => void end()}>
        End
      </Button>
    </section>
  );
}

/** What the administrator gave as the reason, as the session's own token says it. */
function reasonOf(actor: NonNullable<Session["actor"]>): string {
  const reason: unknown = actor["reason"];
  return typeof reason === "string" ? reason.replace(/[.!?]?$/, ".") : "";
}

function timeOf(date: Date): string {
  return date.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
}
