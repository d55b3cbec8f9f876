import type { LocalClerk } from "../../../local/clerk/server.ts";

/** Where each of Clerk's components is shown, by the function of clerk-js that mounts it. */
const components = {
  "/sign-in": "SignIn",
  "/sign-up": "SignUp",
  "/user": "UserProfile",
  "/organization": "OrganizationProfile",
  "/create-organization": "CreateOrganization",
  "/organizations": "OrganizationList",
  "/api-keys": "APIKeys",
  "/choose-organization": "TaskChooseOrganization",
} as const;

export type ComponentPath = keyof typeof components;

/**
 * An application without a framework: one page with clerk-js, Clerk's own component for the address, and a bar with the
 * two buttons. It says nothing of the local Clerk but its address.
 */
export function componentsPage(clerk: Pick<LocalClerk, "url" | "publishableKey">): string {
  const bundle = (name: string, version: string, file: string) =>
    `<script src="${clerk.url}/npm/@clerk/${name}@${version}/dist/${file}"`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Components</title><link rel="icon" href="data:,">
${bundle("ui", "1", "ui.browser.js")} crossorigin="anonymous"></script>
${bundle("clerk-js", "6", "clerk.browser.js")} crossorigin="anonymous"
  data-clerk-publishable-key="${clerk.publishableKey}" data-clerk-proxy-url="${clerk.url}"></script></head>
<body><header style="display:flex;gap:1rem"><div id="organization"></div><div id="user"></div></header><main id="main"></main>
<script type="module">
const components = ${JSON.stringify(components)};
const options = { signInUrl: "/sign-in", signUpUrl: "/sign-up", signInFallbackRedirectUrl: "/", signUpFallbackRedirectUrl: "/",
  afterSignOutUrl: "/", telemetry: false, taskUrls: { "choose-organization": "/choose-organization" } };
const clerk = window.Clerk;
await clerk.load({ ...options, ui: { ClerkUI: window.__internal_ClerkUICtor } });
const path = Object.keys(components).find((one) => location.pathname === one || location.pathname.startsWith(one + "/"));
const main = document.getElementById("main");
if (path) clerk["mount" + components[path]](main, { routing: "path", path, redirectUrlComplete: "/",
  afterCreateOrganizationUrl: "/", afterSelectOrganizationUrl: "/", afterSelectPersonalUrl: "/" });
function draw() {
  const session = clerk.session;
  document.body.dataset.user = clerk.user?.id ?? "";
  document.body.dataset.organization = clerk.organization?.id ?? "";
  document.body.dataset.status = session?.status ?? "none";
  if (!path) main.textContent = session ? "Signed in as " + session.user?.primaryEmailAddress?.emailAddress : "Signed out";
}
let shown = false;
clerk.addListener(() => {
  draw();
  if (clerk.user && clerk.session?.status === "active" && !shown) {
    shown = true;
    clerk.mountUserButton(document.getElementById("user"), {});
    clerk.mountOrganizationSwitcher(document.getElementById("organization"), {});
  }
});
draw();
</script></body></html>`;
}
