import type { Mistake } from "../judge.ts";

const component = "src/ui/project/project-list.tsx";

const rightComponent = `"use client";

import { trpc } from "@/src/client/trpc";

export function Count() {
  const projects = trpc.project.list.useQuery({});
  return <p>{projects.data?.items.length ?? 0}</p>;
}
`;

/** What people do in components. */
export const interfaceMistakes: Mistake[] = [
  {
    title: "the server's router in the browser's bundle",
    file: component,
    mistake: `"use client";

import { appRouter } from "@/src/server/trpc/root";

export function Count() {
  return <p>{Object.keys(appRouter._def.procedures).length}</p>;
}
`,
    refused: ["lint gatehouse/walls"],
    advice:
      "The interface imports from src/access and the router's type (\`import type\`), and nothing else of the server. Call a procedure.",
    right: rightComponent,
  },
  {
    title: "a secret of the environment in the browser's bundle",
    file: component,
    mistake: `"use client";

import { env } from "@/src/env";

export function Key() {
  return <p>{env().NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY}</p>;
}
`,
    refused: ["lint gatehouse/walls"],
    advice: "Call a procedure.",
    right: rightComponent,
  },
  {
    title: "a form among the routes that calls the server's code",
    file: "app/(signed-in)/dashboard/page.tsx",
    mistake: `"use client";

import { getCaller } from "@/src/server/trpc/server";

export default function Form() {
  return <button onClick={() => void getCaller()}>Save</button>;
}
`,
    refused: ["lint gatehouse/walls"],
    advice:
      "A client component imports from src/access and the router's type (\`import type\`), and nothing else of the server. Call a procedure.",
    right: rightComponent,
  },
  {
    title: "a control shown by a role's name",
    file: component,
    mistake: `"use client";

import { trpc } from "@/src/client/trpc";

export function Remove() {
  const me = trpc.me.get.useQuery();
  return me.data?.active?.role === "org:admin" ? <button>Delete</button> : null;
}
`,
    refused: ["lint gatehouse/advice"],
    advice: 'useCan("org:…") in the interface',
    right: `"use client";

import { Can } from "@/src/client/can";

export function Remove() {
  return (
    <Can permission="org:projects:manage">
      <button>Delete</button>
    </Can>
  );
}
`,
  },
  {
    title: "a control shown for a permission that is none",
    file: component,
    mistake: `"use client";

import { Can } from "@/src/client/can";

export function Remove() {
  return (
    <Can permission="org:projects:delete">
      <button>Delete</button>
    </Can>
  );
}
`,
    refused: ["compiler TS2322"],
    advice: `is not assignable to type '"org:projects:read" | "org:projects:manage" |`,
    right: `"use client";

import { Can } from "@/src/client/can";

export function Remove() {
  return (
    <Can permission="org:projects:manage">
      <button>Delete</button>
    </Can>
  );
}
`,
  },
  {
    title: "what people wrote, as markup",
    file: "src/ui/post/post-row.tsx",
    mistake: `export function Body({ body }: { body: string }) {
  return <p dangerouslySetInnerHTML={{ __html: body }} />;
}
`,
    refused: ["lint no-restricted-syntax"],
    advice: "Render text as text: React escapes it.",
    right: `export function Body({ body }: { body: string }) {
  return <p>{body}</p>;
}
`,
  },
  {
    title: "the way out given to the user button, which takes it no more",
    file: "src/ui/frame/user-menu.tsx",
    mistake: `"use client";

import { UserButton } from "@clerk/nextjs";

export function UserMenu() {
  return <UserButton afterSignOutUrl="/" />;
}
`,
    refused: ["compiler TS2322", "lint gatehouse/advice"],
    advice: "Give afterSignOutUrl to ClerkProvider",
    right: `"use client";

import { UserButton } from "@clerk/nextjs";

export function UserMenu() {
  return <UserButton />;
}
`,
  },
  {
    title: "Clerk's provider around the whole document",
    file: "app/layout.tsx",
    mistake: `import { ClerkProvider } from "@clerk/nextjs";
import type { ReactNode } from "react";

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <ClerkProvider>
      <html lang="en">
        <body>{children}</body>
      </html>
    </ClerkProvider>
  );
}
`,
    refused: ["lint gatehouse/walls"],
    advice: "Mount IdentityProvider of src/ui/frame/identity.tsx in the layout that needs it",
    right: `import type { ReactNode } from "react";
import { IdentityProvider } from "@/src/ui/frame/identity";

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <IdentityProvider>{children}</IdentityProvider>
      </body>
    </html>
  );
}
`,
  },
  {
    title: "data fetched past the typed client",
    file: component,
    mistake: `"use client";

import { useEffect, useState } from "react";

export function Count() {
  const [status, setStatus] = useState(0);
  useEffect(() => {
    void fetch("/api/data").then((answer) => setStatus(answer.status));
  }, []);
  return <p>{status}</p>;
}
`,
    refused: ["lint gatehouse/advice"],
    advice: "trpc.noun.verb.useQuery() in a client component",
    right: rightComponent,
  },
];
