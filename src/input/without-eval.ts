import { z } from "zod";

// In the browser a strict policy forbids making code from text, and reports even the attempt. Imported before a schema is made.
if (typeof window !== "undefined") z.config({ jitless: true });
