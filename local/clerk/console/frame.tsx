/** @jsxImportSource hono/jsx */
import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import type { Context } from "hono";
import type { Instance } from "../instance.ts";
import { faultsOf } from "./faults.ts";
import { noticeOf } from "./notices.ts";

const sections = [
  ["Overview", "/console"],
  ["Users", "/console/users"],
  ["Organizations", "/console/organizations"],
  ["Sessions", "/console/sessions"],
  ["Mail", "/console/mail"],
  ["Deliveries", "/console/deliveries"],
  ["Settings", "/console/settings"],
  ["Keys", "/console/keys"],
  ["Snapshots", "/console/snapshots"],
] as const;

interface FrameProps {
  c: Context;
  instance: Instance;
  title: string;
  /** Where this page belongs, when it is not a section itself. */
  within?: { title: string; path: string };
  lead?: Child;
  /** Beside the title. */
  actions?: Child;
  /** What went wrong with what was sent here. */
  fault?: string | null;
  children: Child;
}

/** A whole page: the rail with the sections, the title, a notice of what was just done, and the content. */
export function Frame({ c, instance, title, within, lead, actions, fault, children }: FrameProps) {
  const notice = noticeOf(new URL(c.req.url));
  const faults = faultsOf(instance).length;
  return (
    <>
      {raw("<!doctype html>")}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <title>{`${title} · Local Clerk`}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <link rel="icon" href="/console/files/icon.svg" />
          <link rel="stylesheet" href="/console/files/console.css" />
          <script type="module" src="/console/files/console.js"></script>
        </head>
        <body>
          <a class="skip" href="#content">
            Go to the content
          </a>
          <header class="rail">
            <a class="brand" href="/console">
              <Mark />
              <span>Local Clerk</span>
            </a>
            <nav aria-label="Sections">
              <ul>
                {sections.map(([name, path]) => (
                  <li>
                    <a href={path} aria-current={isWithin(c.req.path, path) ? "page" : undefined}>
                      {name}
                      {name === "Settings" && faults > 0 ? (
                        <span class="badge warning">
                          {faults} {faults === 1 ? "fault" : "faults"}
                        </span>
                      ) : null}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
            <p class="address muted">
              For development. Application at{" "}
              <a href={instance.config.appUrl}>{instance.config.appUrl}</a>
            </p>
          </header>
          <main id="content" tabindex={-1}>
            {within ? (
              <nav aria-label="Breadcrumbs" class="crumbs">
                <a href={within.path}>{within.title}</a>
              </nav>
            ) : null}
            <div class="heading">
              <div>
                <h1>{title}</h1>
                {lead ? <p class="muted lead">{lead}</p> : null}
              </div>
              {actions ? <div class="actions">{actions}</div> : null}
            </div>
            {notice ? (
              <p class="notice success" role="status">
                {notice}
              </p>
            ) : null}
            {fault ? (
              <p class="notice danger" role="alert">
                {fault}
              </p>
            ) : null}
            {children}
          </main>
          <p id="said" class="hidden" role="status"></p>
        </body>
      </html>
    </>
  );
}

function isWithin(path: string, section: string): boolean {
  return path === section || (section !== "/console" && path.startsWith(`${section}/`));
}

function Mark() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
    >
      <path d="M4 20V11a8 8 0 0 1 16 0v9M2.5 20h19M9 20v-7M15 20v-7M4 14h16" />
    </svg>
  );
}
