import { z } from "zod";
import { line } from "./text";

/** What a person writes in the form of a project. */
export const ProjectFields = z.strictObject({ name: line(120) });
export type ProjectFields = z.infer<typeof ProjectFields>;
