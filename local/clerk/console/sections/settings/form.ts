import { parseJson } from "../../../json.ts";
import { formError } from "../../../errors.ts";
import type { Field, Group } from "./fields.ts";
import { words } from "./words.ts";

/** What the form of a group says, as a patch of the settings; the settings themselves check it. */
export function patchOf(group: Group, form: FormData): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const field of group.fields) patch[field.name] = valueOf(field, form);
  for (const inner of group.groups) patch[inner.name] = patchOf(inner, form);
  return patch;
}

function valueOf(field: Field, form: FormData): unknown {
  if (field.kind === "switch") return form.has(field.path);
  if (field.kind === "choices") return form.getAll(field.path);
  const sent = form.get(field.path);
  const text = typeof sent === "string" ? sent.trim() : "";
  if (text === "" && field.nullable) return null;
  if (field.kind === "lines") return text.split(/\s*\n\s*/).filter((line) => line !== "");
  // What is no number stays a text, of which the settings say that it is none.
  if (field.kind === "number")
    return text === "" || Number.isNaN(Number(text)) ? text : Number(text);
  return field.kind === "json" ? parse(field, text) : text;
}

function parse(field: Field, text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw formError("setting_invalid", `${words(field.name)} is not JSON.`, field.path);
  }
}

/** The value of a setting as a form shows it. */
export function textOf(field: Field, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (field.kind === "lines" && Array.isArray(value)) return value.join("\n");
  if (field.kind === "json") return JSON.stringify(value, null, 2);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What is at a path, such as `outages.backendApi.condition`. */
export function at(settings: unknown, path: string): unknown {
  let value = settings;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = new Map<string, unknown>(Object.entries(value)).get(key);
  }
  return value;
}
