import { BareFrame } from "@/src/ui/frame/bare-frame";
import { NotFound } from "@/src/ui/not-found";

export default function NotFoundPage() {
  return (
    <BareFrame>
      <NotFound href="/dashboard" back="Go to your dashboard" />
    </BareFrame>
  );
}
