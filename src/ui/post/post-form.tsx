"use client";

import { PostFields } from "@/src/input/post";
import { TextArea, TextField } from "../field";
import { SchemaForm, useSchemaForm } from "../form";
import { FormActions } from "../form-actions";

interface PostFormProps {
  initial: PostFields;
  action: string;
  onCancel: () => void;
  onSubmit: (post: PostFields) => Promise<unknown>;
}

export function PostForm({ initial, action, onCancel, onSubmit }: PostFormProps) {
  const { title, body } = initial;
  const form = useSchemaForm({ schema: PostFields, initial: { title, body }, onSubmit });
  return (
    <SchemaForm
      form={form}
      actions={<FormActions action={action} busy={form.busy} onCancel={onCancel} />}
    >
      <TextField label="Title" {...form.field("title")} autoComplete="off" />
      <TextArea
        label="Text"
        hint="Plain text. An empty line starts a new paragraph."
        rows={9}
        {...form.field("body")}
      />
    </SchemaForm>
  );
}
