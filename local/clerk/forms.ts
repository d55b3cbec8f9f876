import type { Context } from "hono";
import { invalidParam, missingParam } from "./errors.ts";
import { parseJson } from "./json.ts";

/**
 * The body of a Frontend API request: form-encoded, snake_case, null as an empty string, a list as a repeated key,
 * an object as JSON.
 */
export class Form {
  private readonly params: URLSearchParams;

  constructor(params: URLSearchParams) {
    this.params = params;
  }

  has(name: string): boolean {
    return this.params.has(name);
  }

  /** null when absent or empty */
  get(name: string): string | null {
    return this.params.get(name) || null;
  }

  /** undefined when absent: the difference between "leave it" and "clear it" */
  optional(name: string): string | null | undefined {
    return this.params.has(name) ? this.get(name) : undefined;
  }

  required(name: string): string {
    const value = this.get(name);
    if (value === null) throw missingParam(name);
    return value;
  }

  all(name: string): string[] {
    return this.params.getAll(name).filter((value) => value !== "");
  }

  flag(name: string): boolean {
    return this.params.get(name) === "true";
  }

  object(name: string): Record<string, unknown> | undefined {
    const text = this.get(name);
    if (text === null) return undefined;
    try {
      const value = parseJson(text);
      if (typeof value === "object" && value !== null && !Array.isArray(value)) {
        return Object.fromEntries(Object.entries(value));
      }
    } catch {
      // answered below, like every other value that is no object
    }
    throw invalidParam(name, "must be a JSON object");
  }
}

export async function readForm(c: Context): Promise<Form> {
  return new Form(new URLSearchParams(await c.req.text()));
}
