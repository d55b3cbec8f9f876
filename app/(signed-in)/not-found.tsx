import { NotFound } from "@/src/ui/not-found";

export default function NotFoundPage() {
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-xl px-4 py-24 outline-none">
      <NotFound href="/dashboard" back="Go to your dashboard" />
    </main>
  );
}
