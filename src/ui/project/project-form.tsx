"use client";

import { useState } from "react";
import { Button } from "../button";
import { TextField } from "../field";
import { FormFault, fieldFault } from "../form-fault";

interface ProjectFormProps {
  initial: string;
  action: string;
  busy: boolean;
  error: unknown;
  onCancel: () => void;
  onSubmit: (name: string) => void;
}

export function ProjectForm({
  initial,
  action,
  busy,
  error,
  onCancel,
  onSubmit,
}: ProjectFormProps) {
  const [name, setName] = useState(initial);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(name);
      }}
      className="grid gap-4"
    >
      <TextField
        label="Name"
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={fieldFault(error, "name")}
        placeholder="Autumn release"
        autoComplete="off"
        autoFocus
      />
      <FormFault error={error} fields={["name"]} />
      <div className="mt-2 flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button look="primary" type="submit" busy={busy}>
          {action}
        </Button>
      </div>
    </form>
  );
}
