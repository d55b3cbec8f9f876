"use client";

import { createTRPCReact } from "@trpc/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/src/server/trpc/root";

/** The hooks. Which client they use, and whose data they see, the nearest provider decides (connection.tsx). */
export const trpc = createTRPCReact<AppRouter>();

/** What the procedures answer, by noun and verb. */
export type Outputs = inferRouterOutputs<AppRouter>;
