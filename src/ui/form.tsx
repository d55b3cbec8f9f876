"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { ReactNode } from "react";
import {
  useForm,
  type DefaultValues,
  type FieldValues,
  type Path,
  type UseFormReturn,
} from "react-hook-form";
import type { z } from "zod";
import { readFault, type Fault } from "@/src/client/fault";
import { useUntilHydrated } from "@/src/client/use-hydrated";
import { FaultNote } from "./form-fault";
import { join } from "./join";

interface FormOptions<In extends FieldValues, Out> {
  /** The schema that the procedure's input is made of: src/input. */
  schema: z.ZodType<Out, In>;
  initial: DefaultValues<In>;
  /** What it throws is shown: at the fields that the server names, else below them. */
  onSubmit: (fields: Out, form: UseFormReturn<In, unknown, Out>) => Promise<unknown>;
}

/**
 * The one way of doing forms. The browser judges by the server's schema before it asks; the server judges again, and what it
 * finds wrong with a field is said at the field.
 */
export function useSchemaForm<In extends FieldValues, Out>({
  schema,
  initial,
  onSubmit,
}: FormOptions<In, Out>) {
  const form = useForm<In, unknown, Out>({ resolver: zodResolver(schema), defaultValues: initial });
  const { errors, isSubmitting } = form.formState;

  const send = form.handleSubmit(async (fields) => {
    try {
      await onSubmit(fields, form);
    } catch (error) {
      const fault = readFault(error);
      if (fault.code === "cancelled") return;
      const named = namedFields(fault, Object.keys(form.getValues()));
      for (const [index, [name, message]] of named.entries()) {
        // Guarantee: the name is a key of the form's own values.
        form.setError(name as Path<In>, { message }, { shouldFocus: index === 0 });
      }
      // The request's id is kept beside the words, so that they can be shown apart.
      if (named.length === 0) {
        form.setError("root.server", { message: fault.message, type: fault.requestId ?? "" });
      }
    }
  });

  return {
    busy: isSubmitting,
    form,
    onSubmit: (event: React.SyntheticEvent) => {
      void send(event);
    },
    /** For a TextField or its like: `{...field("name")}`. */
    field: (name: Path<In>) => {
      const found = errors[name]?.message;
      return { ...form.register(name), error: typeof found === "string" ? found : null };
    },
    /** What went wrong with the form as a whole. */
    fault: errors.root?.server ?? null,
  };
}

/** The fields of this form that the server names, with what it says. */
export function namedFields(fault: Fault, own: readonly string[]): [string, string][] {
  return own.flatMap<[string, string]>((name) => {
    const message = fault.fields[name];
    return message ? [[name, message] satisfies [string, string]] : [];
  });
}

interface SchemaFormProps {
  form: Pick<ReturnType<typeof useSchemaForm>, "fault"> & {
    onSubmit: (event: React.SyntheticEvent) => void;
  };
  className?: string;
  children: ReactNode;
  /** The buttons. */
  actions: ReactNode;
}

export function SchemaForm({ form, className = "grid gap-4", children, actions }: SchemaFormProps) {
  // Sent before React listens, the browser would write the fields into the address, and nobody would take them.
  const starting = useUntilHydrated();
  return (
    <form noValidate onSubmit={form.onSubmit}>
      <fieldset {...starting} className={join("min-w-0", className)}>
        {children}
        {form.fault && (
          <FaultNote
            message={form.fault.message ?? ""}
            requestId={String(form.fault.type ?? "") || null}
          />
        )}
        {actions}
      </fieldset>
    </form>
  );
}
