import type { Metadata } from "next";
import { createPost } from "@/app/actions/create-post";
import { Connection } from "@/src/client/connection";
import type { Outputs } from "@/src/client/trpc";
import { answerOrLeave, requirePerson } from "@/src/server/auth/guard";
import { getHydration } from "@/src/server/trpc/server";
import { CreateOrganizationButton } from "@/src/ui/frame/create-organization";
import { OwnOrganizations } from "@/src/ui/frame/own-organizations";
import { PersonalFrame } from "@/src/ui/frame/personal-frame";
import { PageHeader } from "@/src/ui/page-header";
import { PostList } from "@/src/ui/post/post-list";
import { postPage } from "@/src/ui/post/page-size";
import { WritePost } from "@/src/ui/post/write-post";

export const metadata: Metadata = { title: "Dashboard" };

export default async function DashboardPage() {
  const person = await requirePerson("/dashboard");
  const { trpc, HydrateClient } = await getHydration();
  const [me] = await Promise.all([
    answerOrLeave(trpc.me.get(), "/dashboard"),
    trpc.post.mine.prefetchInfinite({ limit: postPage }),
  ]);
  const organizations = withActive(me);
  return (
    <Connection key={person.userId} userId={person.userId} organizationId={null}>
      <HydrateClient>
        <PersonalFrame me={{ ...me, organizations }}>
          <PageHeader
            title={me.name ? `Welcome, ${me.name.split(" ")[0]}` : "Welcome"}
            about="Your organizations, and what you have written."
          />
          <div className="grid grid-cols-1 gap-10">
            <section aria-labelledby="organizations">
              <div className="mb-3 flex h-9 items-center justify-between gap-4">
                <h2 id="organizations" className="text-base font-semibold">
                  Organizations
                </h2>
                <CreateOrganizationButton />
              </div>
              <OwnOrganizations organizations={organizations} />
            </section>
            <section aria-labelledby="posts">
              <div className="mb-3 flex h-9 items-center justify-between gap-4">
                <h2 id="posts" className="text-base font-semibold">
                  Posts
                </h2>
                <WritePost createPost={createPost.bind(null, person.userId)} />
              </div>
              <PostList />
            </section>
          </div>
        </PersonalFrame>
      </HydrateClient>
    </Connection>
  );
}

/** The token may name an organization that the mirror has not heard of yet: its creator must not miss it here. */
function withActive({ active, organizations }: Outputs["me"]["get"]) {
  if (!active || organizations.some(({ id }) => id === active.organizationId)) return organizations;
  const { organizationId: id, slug, role } = active;
  return [...organizations, { id, slug, role, name: null, imageUrl: null }];
}
