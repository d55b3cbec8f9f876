import { SignUp } from "@clerk/nextjs";
import type { Metadata } from "next";
import { formLook } from "@/src/ui/frame/form-look";
import { FormPlace } from "@/src/ui/frame/form-place";

export const metadata: Metadata = { title: "Sign up" };

export default function SignUpPage() {
  return (
    <SignUp
      path="/sign-up"
      appearance={formLook}
      fallback={<FormPlace label="Loading the sign-up form" />}
    />
  );
}
