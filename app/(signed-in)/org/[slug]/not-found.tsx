import { NotFound } from "@/src/ui/not-found";

/** Inside the frame of the organization: a project that is not there, or not this organization's. */
export default function NotFoundPage() {
  return <NotFound href="/dashboard" back="Go to your dashboard" />;
}
