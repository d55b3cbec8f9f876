/** @jsxImportSource hono/jsx */
import type { Field, Group } from "./fields.ts";
import { at, textOf } from "./form.ts";
import { words } from "./words.ts";

interface GroupProps {
  group: Group;
  settings: unknown;
  /** The path of the setting that was refused. */
  wrong: string | null;
}

/** The fields of a group, and the groups within, each under its own name. */
export function Fields({ group, settings, wrong }: GroupProps) {
  return (
    <>
      {group.fields.length > 0 ? (
        <div class="fields">
          {byLook(group.fields).map((field) => (
            <FieldOf field={field} value={at(settings, field.path)} wrong={field.path === wrong} />
          ))}
        </div>
      ) : null}
      {group.groups.map((inner) => (
        <fieldset>
          <legend>{words(inner.name)}</legend>
          <Fields group={inner} settings={settings} wrong={wrong} />
        </fieldset>
      ))}
    </>
  );
}

/** Switches, then what fits beside others, then what needs the whole width; otherwise as in the schema. */
function byLook(fields: readonly Field[]): Field[] {
  const rank = ({ kind }: Field) =>
    kind === "switch" ? 0 : kind === "lines" || kind === "json" ? 2 : 1;
  return [...fields].sort((a, b) => rank(a) - rank(b));
}

interface FieldProps {
  field: Field;
  value: unknown;
  wrong: boolean;
}

function FieldOf({ field, value, wrong }: FieldProps) {
  const hint = field.description ? `${field.path}-hint` : undefined;
  const shared = {
    id: field.path,
    name: field.path,
    "aria-describedby": hint,
    "aria-invalid": wrong ? ("true" as const) : undefined,
  };
  const description = field.description ? (
    <span class="muted hint" id={hint}>
      {field.description}
    </span>
  ) : null;
  if (field.kind === "switch") {
    return (
      <div class="field switch">
        <input type="checkbox" {...shared} checked={value === true} />
        <label for={field.path}>{words(field.name)}</label>
        {description}
      </div>
    );
  }
  if (field.kind === "choices") return <Choices field={field} value={value} />;
  return (
    <div class={`field ${field.kind}`}>
      <label for={field.path} class="label">
        {words(field.name)}
      </label>
      <Control field={field} value={value} shared={shared} />
      {description}
    </div>
  );
}

type Shared = Record<string, string | undefined>;

function Control({ field, value, shared }: { field: Field; value: unknown; shared: Shared }) {
  const text = textOf(field, value);
  if (field.kind === "choice") {
    return (
      <select {...shared}>
        {field.options.map((one) => (
          <option value={one} selected={one === value}>
            {one.replaceAll("_", " ")}
          </option>
        ))}
      </select>
    );
  }
  if (field.kind === "lines" || field.kind === "json") {
    return (
      <textarea
        {...shared}
        rows={Math.min(Math.max(text.split("\n").length, 2), 10)}
        spellcheck={false}
      >
        {text}
      </textarea>
    );
  }
  if (field.kind === "text") {
    return <input type="text" {...shared} value={text} placeholder={none(field)} />;
  }
  return (
    <input
      type="number"
      {...shared}
      value={text}
      placeholder={none(field)}
      required={!field.nullable}
      {...(field.minimum === null ? {} : { min: field.minimum })}
      {...(field.maximum === null ? {} : { max: field.maximum })}
      step={field.whole ? "1" : "any"}
    />
  );
}

function none(field: Field): string | undefined {
  return field.nullable ? "none" : undefined;
}

function Choices({ field, value }: { field: Field; value: unknown }) {
  const chosen: unknown[] = Array.isArray(value) ? value : [];
  return (
    <fieldset class="field choices">
      <legend>{words(field.name)}</legend>
      {field.options.map((one) => (
        <label class="row">
          <input type="checkbox" name={field.path} value={one} checked={chosen.includes(one)} />
          {one.replaceAll("_", " ")}
        </label>
      ))}
    </fieldset>
  );
}
