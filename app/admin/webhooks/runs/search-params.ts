import { z } from "zod";
import { After } from "../../search-params";

export const RunsSearch = z.object({ after: After });
