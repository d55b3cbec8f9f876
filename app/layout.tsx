import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";
import { Notices } from "@/src/ui/notices";
import { themeScript } from "@/src/ui/theme-script";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Gatehouse", template: "%s · Gatehouse" },
  description:
    "A multi-tenant Next.js application in which authorization is a type: what a caller may not do does not compile.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f8fa" },
    { media: "(prefers-color-scheme: dark)", color: "#0d0f14" },
  ],
};

/** No identity provider here: public pages load no script of it. The groups that need one mount it themselves. */
export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // The script below sets the class before the first paint, so the server's markup differs from the browser's.
    <html
      lang="en"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <body className="min-h-dvh font-sans">
        <script>{themeScript}</script>
        <a
          href="#main"
          className="fixed top-2 left-2 z-50 -translate-y-20 rounded-control bg-accent px-3 py-2 font-medium text-on-accent focus:translate-y-0"
        >
          Skip to content
        </a>
        <ThemeProvider
          attribute="class"
          defaultTheme="system"
          enableSystem
          disableTransitionOnChange
          // The script above has done it already; this one's text is the bundler's, so no policy can name it, and it does not run.
          scriptProps={{ type: "application/json" }}
        >
          {children}
          <Notices />
        </ThemeProvider>
      </body>
    </html>
  );
}
