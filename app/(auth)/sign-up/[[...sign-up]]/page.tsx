import { SignUp } from "@clerk/nextjs";
import type { Metadata } from "next";
import { pageLook } from "@/src/ui/frame/form-look";
import { PagePlace } from "@/src/ui/frame/form-place";

export const metadata: Metadata = { title: "Sign up" };

export default function SignUpPage() {
  return (
    <SignUp
      path="/sign-up"
      appearance={pageLook}
      fallback={<PagePlace label="Loading the sign-up form" fields={2} />}
    />
  );
}
