"use client";

import { useRouter } from "next/navigation";
import { trpc } from "@/src/client/trpc";
import { ProjectFields } from "@/src/input/project";
import { Button } from "../button";
import { TextField } from "../field";
import { SchemaForm, useSchemaForm } from "../form";

/** The first project of an organization, and on to it. */
export function ProjectStep({ slug }: { slug: string }) {
  const router = useRouter();
  const create = trpc.project.create.useMutation();
  const form = useSchemaForm({
    schema: ProjectFields,
    initial: { name: "" },
    onSubmit: async (fields) => {
      const { id } = await create.mutateAsync(fields);
      router.push(`/org/${slug}/projects/${id}`);
    },
  });
  return (
    <section aria-labelledby="step" className="rounded-card border bg-surface p-6">
      <h2 id="step" className="text-base font-semibold">
        Start your first project
      </h2>
      <p className="mt-1 mb-5 text-muted">
        A project holds the tasks of one piece of work. You can rename it later.
      </p>
      <SchemaForm
        form={form}
        actions={
          <Button
            look="primary"
            type="submit"
            busy={form.busy || create.isSuccess}
            className="justify-self-end"
          >
            Create project
          </Button>
        }
      >
        <TextField
          label="Project name"
          {...form.field("name")}
          placeholder="Autumn release"
          autoComplete="off"
        />
      </SchemaForm>
    </section>
  );
}
