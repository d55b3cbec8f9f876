"use client";

import { useUser } from "@clerk/nextjs";
import { useState, type ReactNode } from "react";
import { NameFields } from "@/src/input/person";
import { Button } from "../button";
import { TextField } from "../field";
import { SchemaForm, useSchemaForm } from "../form";
import { ListSkeleton } from "../skeleton";
import { Steps, type Step } from "./steps";

type Person = NonNullable<ReturnType<typeof useUser>["user"]>;

interface NameStepProps {
  /** What the mirror knows, until Clerk says it. */
  hasName: boolean;
  /** What comes next, once there is a name. */
  next: Step;
  children: ReactNode;
}

/** The steps, of which the first asks for a name where Clerk has none yet. */
export function NameStep({ hasName, next, children }: NameStepProps) {
  const { isLoaded, user } = useUser();
  const [named, setNamed] = useState(false);
  const known = named || (isLoaded && user ? Boolean(user.firstName) : hasName);
  return (
    <>
      <Steps at={known ? next : "name"} />
      {!isLoaded || !user ? (
        <ListSkeleton rows={3} label="Loading your profile" />
      ) : known ? (
        children
      ) : (
        <NameForm user={user} onDone={() => setNamed(true)} />
      )}
    </>
  );
}

function NameForm({ user, onDone }: { user: Person; onDone: () => void }) {
  const form = useSchemaForm({
    schema: NameFields,
    initial: { firstName: "", lastName: "" },
    onSubmit: async (fields) => {
      await user.update(fields);
      onDone();
    },
  });
  return (
    <section aria-labelledby="step" className="rounded-card border bg-surface p-6">
      <h2 id="step" className="text-base font-semibold">
        What is your name?
      </h2>
      <p className="mt-1 mb-5 text-muted">The people you work with see it beside what you do.</p>
      <SchemaForm
        form={form}
        actions={
          <Button look="primary" type="submit" busy={form.busy} className="justify-self-end">
            Continue
          </Button>
        }
      >
        <TextField label="First name" {...form.field("firstName")} autoComplete="given-name" />
        <TextField label="Last name" {...form.field("lastName")} autoComplete="family-name" />
      </SchemaForm>
    </section>
  );
}
