import { clerkMiddleware } from "@clerk/nextjs/server";

export default clerkMiddleware();

/** As Clerk's guide has it: everything but Next's own and static files, and all of the interface for programs. */
export const config = {
  matcher: [
    "/((?!_next|[^?]*\\.(?:html?|css|js(?!on)|jpe?g|webp|png|gif|svg|ttf|woff2?|ico|csv|docx?|xlsx?|zip|webmanifest)).*)",
    "/(api|trpc)(.*)",
  ],
};
