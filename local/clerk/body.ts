import type { Context } from "hono";
import { z } from "zod";
import { formError } from "./errors.ts";
import { parseJson } from "./json.ts";

export const MetadataSchema = z.record(z.string(), z.unknown());

/** public_metadata, private_metadata and, for users, unsafe_metadata */
export const metadataFields = {
  public_metadata: MetadataSchema.nullish(),
  private_metadata: MetadataSchema.nullish(),
};

/** The JSON body, checked. An absent body is an empty one, as the SDK sends for calls without parameters. */
export async function readBody<T extends z.ZodType>(c: Context, schema: T): Promise<z.output<T>> {
  const text = await c.req.text();
  let body: unknown = {};
  try {
    if (text !== "") body = parseJson(text);
  } catch {
    throw formError(
      "request_body_invalid",
      "The request body is not JSON, or nested too deeply.",
      "body",
    );
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const param = issue?.path.join(".") || "body";
  const missing = issue?.code === "invalid_type" && issue.input === undefined;
  throw formError(
    missing ? "form_param_missing" : "form_param_format_invalid",
    `${param}: ${issue?.message ?? "is invalid"}`,
    param,
  );
}
