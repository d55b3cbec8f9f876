"use client";

import { ProjectFields } from "@/src/input/project";
import { TextField } from "../field";
import { SchemaForm, useSchemaForm } from "../form";
import { FormActions } from "../form-actions";

interface ProjectFormProps {
  initial: string;
  action: string;
  onCancel: () => void;
  onSubmit: (fields: ProjectFields) => Promise<unknown>;
}

export function ProjectForm({ initial, action, onCancel, onSubmit }: ProjectFormProps) {
  const form = useSchemaForm({ schema: ProjectFields, initial: { name: initial }, onSubmit });
  return (
    <SchemaForm
      form={form}
      actions={<FormActions action={action} busy={form.busy} onCancel={onCancel} />}
    >
      <TextField
        label="Name"
        {...form.field("name")}
        placeholder="Autumn release"
        autoComplete="off"
      />
    </SchemaForm>
  );
}
