"use client";

import { useState } from "react";
import { Button } from "../button";
import { TextArea, TextField } from "../field";
import { fieldFault, FormFault } from "../form-fault";

interface PostFormProps {
  initial: { title: string; body: string };
  action: string;
  busy: boolean;
  error: unknown;
  onCancel: () => void;
  onSubmit: (post: { title: string; body: string }) => void;
}

export function PostForm({ initial, action, busy, error, onCancel, onSubmit }: PostFormProps) {
  const [title, setTitle] = useState(initial.title);
  const [body, setBody] = useState(initial.body);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit({ title, body });
      }}
      className="grid gap-4"
    >
      <TextField
        label="Title"
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        error={fieldFault(error, "title")}
        autoComplete="off"
        autoFocus
      />
      <TextArea
        label="Text"
        hint="Plain text. An empty line starts a new paragraph."
        rows={9}
        value={body}
        onChange={(event) => setBody(event.target.value)}
        error={fieldFault(error, "body")}
      />
      <FormFault error={error} fields={["title", "body"]} />
      <div className="mt-2 flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button look="primary" type="submit" busy={busy}>
          {action}
        </Button>
      </div>
    </form>
  );
}
