import { clerkMiddleware } from "@clerk/nextjs/server";
import { verificationOptions } from "@/src/server/auth/options";

/** As the application's middleware asks Clerk, and in Node's runtime like it. */
export default clerkMiddleware(
  () => undefined,
  (request) => verificationOptions(request.headers),
);

export const config = { matcher: ["/behind-middleware"] };
