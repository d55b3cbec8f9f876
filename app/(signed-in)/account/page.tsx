import type { Metadata } from "next";
import { Connection } from "@/src/client/connection";
import { answerOrLeave, requirePerson } from "@/src/server/auth/guard";
import { getCaller } from "@/src/server/trpc/server";
import { EndOtherSessions } from "@/src/ui/account/end-other-sessions";
import { Profile } from "@/src/ui/account/profile";
import { ExportOwn } from "@/src/ui/export/export-own";
import { PersonalFrame } from "@/src/ui/frame/personal-frame";
import { SettingsSection } from "@/src/ui/frame/section";
import { PageHeader } from "@/src/ui/page-header";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const person = await requirePerson("/account");
  const me = await answerOrLeave((await getCaller()).me.get(), "/account");
  return (
    <Connection key={person.userId} userId={person.userId} organizationId={null}>
      <PersonalFrame me={me}>
        <PageHeader title="Account" about="Who you are here, how you sign in, and your data." />
        <div className="grid grid-cols-1 gap-6">
          <Profile />
          <EndOtherSessions impersonated={me.impersonated} />
          <SettingsSection
            title="Your data"
            about="All that is kept about you, as a file: your profile, memberships, posts and what you did."
            action={<ExportOwn />}
          />
        </div>
      </PersonalFrame>
    </Connection>
  );
}
