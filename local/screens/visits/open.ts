import type { Visit } from "../screen.ts";
import { at, entryOf } from "../steps.ts";

/** What anybody sees, and the way in. */
export const open: Visit = {
  who: "Anybody",
  screens: [
    {
      name: "home",
      title: "Home",
      path: "/",
      says: "what it is, the one command, the product itself, and two mistakes that the compiler refuses",
      open: at("/"),
    },
    {
      name: "about",
      title: "About",
      path: "/about",
      says: "how the two locks and the sync work, and what is left to you",
      open: at("/about"),
    },
    {
      name: "pricing",
      title: "Pricing",
      path: "/pricing",
      says: "what running it costs, in money and in milliseconds",
      open: at("/pricing"),
    },
    {
      name: "blog",
      title: "Blog",
      path: "/blog",
      says: "what people published, newest first",
      open: at("/blog"),
    },
    {
      name: "post",
      title: "A post",
      path: "/blog/[slug]",
      says: "one post, set for reading",
      open: entryOf("/blog", "The second lock"),
    },
    {
      name: "sign-in",
      title: "Sign in",
      path: "/sign-in",
      says: "Clerk's form in the application's colours, beside what waits behind it",
      open: at("/sign-in"),
    },
    {
      name: "sign-up",
      title: "Sign up",
      path: "/sign-up",
      says: "the same for somebody new",
      open: at("/sign-up"),
    },
    {
      name: "session-ended",
      title: "Session ended",
      path: "/session-ended",
      says: "what somebody sees whose session was ended elsewhere, and the way back",
      open: at("/session-ended"),
    },
    {
      name: "not-found",
      title: "Not found",
      path: "/[...address]",
      says: "the answer to every address that is no page",
      open: at("/nowhere"),
    },
  ],
};
