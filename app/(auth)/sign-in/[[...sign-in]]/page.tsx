import { SignIn } from "@clerk/nextjs";
import type { Metadata } from "next";
import { formLook } from "@/src/ui/frame/form-look";
import { FormPlace } from "@/src/ui/frame/form-place";

export const metadata: Metadata = { title: "Sign in" };

export default function SignInPage() {
  return (
    <SignIn
      path="/sign-in"
      appearance={formLook}
      fallback={<FormPlace label="Loading the sign-in form" />}
    />
  );
}
