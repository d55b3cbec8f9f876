"use client";

import { ProjectFields } from "@/src/input/project";
import { Button } from "../button";
import { TextField } from "../field";
import { SchemaForm, useSchemaForm } from "../form";

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
      actions={
        <div className="mt-2 flex justify-end gap-2">
          <Button onClick={onCancel}>Cancel</Button>
          <Button look="primary" type="submit" busy={form.busy}>
            {action}
          </Button>
        </div>
      }
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
