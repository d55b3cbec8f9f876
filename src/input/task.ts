import { z } from "zod";
import { line } from "./text";

/** What a person writes in the form of a task. */
export const TaskFields = z.strictObject({ title: line(240) });
export type TaskFields = z.infer<typeof TaskFields>;
