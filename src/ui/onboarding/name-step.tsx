"use client";

import { useUser } from "@clerk/nextjs";
import { useState, type ReactNode } from "react";
import { NameFields } from "@/src/input/person";
import { Button } from "../button";
import { TextField } from "../field";
import { SchemaForm, useSchemaForm } from "../form";
import { ListSkeleton } from "../skeleton";

type Person = NonNullable<ReturnType<typeof useUser>["user"]>;

/** Asks for a name where Clerk has none yet; then what comes next. */
export function NameStep({ children }: { children: ReactNode }) {
  const { isLoaded, user } = useUser();
  const [named, setNamed] = useState(false);
  if (!isLoaded || !user) return <ListSkeleton rows={3} label="Loading your profile" />;
  if (named || user.firstName) return children;
  return <NameForm user={user} onDone={() => setNamed(true)} />;
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
