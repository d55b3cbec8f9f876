import type { Metadata } from "next";
import { SessionEnded } from "@/src/ui/frame/session-ended";

export const metadata: Metadata = { title: "Session ended" };

interface Props {
  searchParams: Promise<{ redirect_url?: string | string[] }>;
}

export default async function SessionEndedPage({ searchParams }: Props) {
  const { redirect_url: returnTo } = await searchParams;
  // A path of this site, and nothing that a browser could read as another host.
  const safe =
    typeof returnTo === "string" && /^\/(?![/\\])/.test(returnTo) ? returnTo : "/dashboard";
  return <SessionEnded returnTo={safe} />;
}
