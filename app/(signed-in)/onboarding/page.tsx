import { CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Connection } from "@/src/client/connection";
import { answerOrLeave, refusalOf, requirePerson } from "@/src/server/auth/guard";
import { getCaller } from "@/src/server/trpc/server";
import { buttonClass } from "@/src/ui/button";
import { Logo } from "@/src/ui/frame/logo";
import { ThemeChoice } from "@/src/ui/frame/theme-choice";
import { UserMenu } from "@/src/ui/frame/user-menu";
import { NameStep } from "@/src/ui/onboarding/name-step";
import { OrganizationStep } from "@/src/ui/onboarding/organization-step";
import { ProjectStep } from "@/src/ui/onboarding/project-step";
import { stageOf, type Stage } from "@/src/ui/onboarding/stage";
import { State } from "@/src/ui/state";

export const metadata: Metadata = { title: "Get started" };

export default async function OnboardingPage() {
  const here = "/onboarding";
  const person = await requirePerson(here);
  const caller = await getCaller();
  const me = await answerOrLeave(caller.me.get(), here);
  const projects = me.active?.permissions.includes("org:projects:manage")
    ? await answerOrLeave(caller.project.list({ limit: 1 }).catch(ifGone), here)
    : null;
  const stage = stageOf(
    projects === "gone" ? { ...me, active: null } : me,
    projects === null || projects === "gone" ? null : projects.items.length,
  );
  const organizationId = stage.step === "project" ? stage.organizationId : null;
  return (
    <Connection
      key={`${person.userId} ${organizationId}`}
      userId={person.userId}
      organizationId={organizationId}
    >
      <div className="flex min-h-dvh flex-col">
        <header className="flex h-14 items-center justify-between px-4 sm:px-6">
          <Logo />
          <span className="flex items-center gap-1">
            <ThemeChoice />
            <UserMenu />
          </span>
        </header>
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto w-full max-w-[30rem] px-4 pt-[6vh] pb-16 outline-none"
        >
          <h1 className="mb-1 text-xl font-semibold tracking-tight">Welcome to Gatehouse</h1>
          <p className="mb-6 text-balance text-muted">
            A few steps, and you can start. You can leave at any time and go on later.
          </p>
          <NameStep hasName={me.name !== null} next={stage.step}>
            <CurrentStep stage={stage} />
          </NameStep>
          {stage.step !== "done" && (
            <p className="mt-6 text-center text-small">
              <Link
                href={stage.step === "project" ? `/org/${stage.slug}/dashboard` : "/dashboard"}
                prefetch={false}
                className="rounded-control text-muted underline hover:text-text"
              >
                Skip for now
              </Link>
            </p>
          )}
        </main>
      </div>
    </Connection>
  );
}

/** The token may be for an organization that is gone by now; somebody new then has none. */
function ifGone(error: unknown): "gone" {
  const code = refusalOf(error);
  if (code === "not_found" || code === "membership_removed" || code === "permission_stale")
    return "gone";
  throw error;
}

function CurrentStep({ stage }: { stage: Stage }) {
  if (stage.step === "organization") return <OrganizationStep />;
  if (stage.step === "project") return <ProjectStep slug={stage.slug} />;
  return (
    <State
      icon={<CircleCheck />}
      title="You are ready"
      action={
        <Link
          href={stage.slug === null ? "/dashboard" : `/org/${stage.slug}/dashboard`}
          prefetch={false}
          className={buttonClass("primary")}
        >
          {stage.slug === null ? "Go to your dashboard" : "Open your organization"}
        </Link>
      }
    >
      Projects, members and settings are in the rail on the left. Press Ctrl and K to go anywhere.
    </State>
  );
}
