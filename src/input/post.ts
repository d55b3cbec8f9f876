import { z } from "zod";
import { line, prose } from "./text";

/** What a person writes in the form of a post. */
export const PostFields = z.strictObject({ title: line(160), body: prose(20_000) });
export type PostFields = z.infer<typeof PostFields>;
