import { SignIn } from "@clerk/nextjs";
import type { Metadata } from "next";
import { pageLook } from "@/src/ui/frame/form-look";
import { PagePlace } from "@/src/ui/frame/form-place";

export const metadata: Metadata = { title: "Sign in" };

export default function SignInPage() {
  return (
    <SignIn
      path="/sign-in"
      appearance={pageLook}
      fallback={<PagePlace label="Loading the sign-in form" fields={1} />}
    />
  );
}
