import { redirect } from "next/navigation";

export default async function OrganizationPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  redirect(`/org/${encodeURIComponent(slug)}/dashboard`);
}
