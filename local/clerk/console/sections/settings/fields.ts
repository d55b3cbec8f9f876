import { z } from "zod";
import { AllSettings } from "../../../settings/settings.ts";

/** What is read of a JSON schema: all that the settings use. */
const Schema = z.object({
  type: z.string().optional(),
  description: z.string().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  get properties() {
    return z.record(z.string(), Schema).optional();
  },
  get items() {
    return Schema.optional();
  },
  get anyOf() {
    return z.array(Schema).optional();
  },
});
type Schema = z.output<typeof Schema>;

export type Kind = "switch" | "choice" | "choices" | "number" | "text" | "lines" | "json";

export interface Field {
  /** Where in the settings, such as `outages.backendApi.condition`. */
  path: string;
  /** The last part of the path. */
  name: string;
  description: string | null;
  kind: Kind;
  options: readonly string[];
  minimum: number | null;
  maximum: number | null;
  whole: boolean;
  /** Nothing is a value, too. */
  nullable: boolean;
}

/** Fields that belong together, and the groups within. */
export interface Group {
  path: string;
  name: string;
  fields: Field[];
  groups: Group[];
}

/** The settings as forms show them, from the schemas alone: a new setting appears by being there. */
export function settingGroups(): Group[] {
  const schema = Schema.parse(z.toJSONSchema(AllSettings, { io: "output", reused: "inline" }));
  return groupOf("", "", schema).groups;
}

function groupOf(path: string, name: string, schema: Schema): Group {
  const group: Group = { path, name, fields: [], groups: [] };
  for (const [key, child] of Object.entries(schema.properties ?? {})) {
    const childPath = path ? `${path}.${key}` : key;
    if (child.properties) group.groups.push(groupOf(childPath, key, child));
    else group.fields.push(fieldOf(childPath, key, child));
  }
  return group;
}

function fieldOf(path: string, name: string, outer: Schema): Field {
  const inner = outer.anyOf?.find((one) => one.type !== "null") ?? outer;
  return {
    path,
    name,
    description: outer.description ?? inner.description ?? null,
    kind: kindOf(inner),
    options: inner.enum ?? inner.items?.enum ?? [],
    minimum: inner.minimum ?? null,
    maximum: inner.maximum ?? null,
    whole: inner.type === "integer",
    nullable: outer.anyOf?.some((one) => one.type === "null") ?? false,
  };
}

function kindOf(schema: Schema): Kind {
  if (schema.type === "boolean") return "switch";
  if (schema.enum) return "choice";
  if (schema.type === "integer" || schema.type === "number") return "number";
  if (schema.type === "string") return "text";
  if (schema.type === "array" && schema.items?.enum) return "choices";
  if (schema.type === "array" && schema.items?.type === "string") return "lines";
  return "json";
}
