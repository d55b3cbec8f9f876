import { z } from "zod";
import { line } from "./text";

/** What a person calls themselves; Clerk keeps it. */
export const NameFields = z.strictObject({ firstName: line(60), lastName: line(60) });
