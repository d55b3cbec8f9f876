"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useHydrated } from "@/src/client/use-hydrated";
import { IconButton } from "../button";

const order = ["system", "light", "dark"] as const;
const words = { system: "as the system", light: "light", dark: "dark" } as const;
const icons = { system: Monitor, light: Sun, dark: Moon } as const;

/** Steps through system, light and dark. */
export function ThemeChoice() {
  const { theme, setTheme } = useTheme();
  // The server does not know the choice: it renders "system", and the browser corrects the picture after hydration.
  const hydrated = useHydrated();
  const current = (hydrated && order.find((each) => each === theme)) || "system";
  const next = order[(order.indexOf(current) + 1) % order.length] ?? "system";
  const Icon = icons[current];
  return (
    <IconButton
      label={`Colours: ${words[current]}. Change to ${words[next]}`}
      onClick={() => setTheme(next)}
    >
      <Icon aria-hidden />
    </IconButton>
  );
}
