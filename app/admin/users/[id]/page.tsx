import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { UserId } from "@/src/access/ids";
import { Connection } from "@/src/client/connection";
import { orDashboard, requirePerson } from "@/src/server/auth/guard";
import { getCaller } from "@/src/server/trpc/server";
import { hrefOfAudit } from "@/src/ui/admin/audit/address";
import { LastActivity } from "@/src/ui/admin/last-activity";
import { LastDeliveries } from "@/src/ui/admin/last-deliveries";
import { hrefOfUser } from "@/src/ui/admin/paths";
import { Resynchronize } from "@/src/ui/admin/resynchronize";
import { Section } from "@/src/ui/admin/section";
import { SubjectPage } from "@/src/ui/admin/subject-page";
import { UserActions } from "@/src/ui/admin/user/actions";
import { EndSessions } from "@/src/ui/admin/user/end-sessions";
import { UserFacts } from "@/src/ui/admin/user/facts";
import { Memberships } from "@/src/ui/admin/user/memberships";
import { SessionSkeleton, SessionTable } from "@/src/ui/admin/user/sessions";
import { ExportUser } from "@/src/ui/export/export-user";
import { PageHeader } from "@/src/ui/page-header";

export const metadata: Metadata = { title: "User" };

interface Props {
  params: Promise<{ id: string }>;
}

export default async function UserPage({ params }: Props) {
  const { id } = await params;
  const here = hrefOfUser(id);
  const person = await requirePerson(here);
  const userId = UserId.safeParse(id);
  if (!userId.success) notFound();
  const caller = await getCaller();
  const user = await orDashboard(caller.admin.user({ userId: userId.data }), here);
  const self = user.id === person.userId;
  return (
    <Connection key={person.userId} userId={person.userId} organizationId={null}>
      <PageHeader
        title={user.name ?? user.email ?? "Without a name"}
        about={user.name === null ? undefined : (user.email ?? "No e-mail address")}
      />
      <SubjectPage
        facts={<UserFacts user={user} />}
        actions={
          <>
            <Resynchronize kind="user" id={user.id} />
            <ExportUser id={user.id} />
            <UserActions user={user} self={self} />
          </>
        }
      >
        <Memberships of={user} />
        <Section
          id="sessions"
          title="Sessions"
          actions={!user.deleted && <EndSessions id={user.id} self={self} />}
        >
          <Suspense fallback={<SessionSkeleton />}>
            <Sessions userId={userId.data} />
          </Suspense>
        </Section>
        <LastActivity of={user} href={hrefOfAudit({ actor: userId.data })} />
        <LastDeliveries subject={user.id} deliveries={user.deliveries} />
      </SubjectPage>
    </Connection>
  );
}

/** Comes when Clerk has answered: the rest of the page does not wait for it. */
async function Sessions({ userId }: { userId: UserId }) {
  const { sessions } = await (await getCaller()).admin.sessions({ userId });
  return <SessionTable sessions={sessions} />;
}
