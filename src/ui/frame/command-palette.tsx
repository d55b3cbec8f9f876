"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { useClerk } from "@clerk/nextjs";
import { Command } from "cmdk";
import { Building2, CornerDownLeft, Keyboard, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { join } from "../join";
import { backdropClass, popupClass } from "../popup";
import { CommandItem, groupClass } from "./command-item";
import { NothingFound } from "./nothing-found";
import { placesOf, type Place, type Reach } from "./places";
import { ProjectCommands } from "./project-commands";

interface CommandPaletteProps {
  open: boolean;
  reach: Reach;
  onClose: () => void;
  onHelp: () => void;
}

const groups: readonly Place["group"][] = ["This organization", "You", "Administration"];
const themes = [
  { theme: "system", name: "Colours as the system", icon: <Monitor /> },
  { theme: "light", name: "Light colours", icon: <Sun /> },
  { theme: "dark", name: "Dark colours", icon: <Moon /> },
] as const;

/** Everything there is to go to or to do, found by typing. */
export function CommandPalette({ open, reach, onClose, onHelp }: CommandPaletteProps) {
  const router = useRouter();
  const clerk = useClerk();
  const { setTheme } = useTheme();
  const places = placesOf(reach);
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  const item = (value: string, icon: ReactNode, onSelect: () => void, hint?: string) => (
    <CommandItem key={value} value={value} icon={icon} onSelect={onSelect} hint={hint} />
  );
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Viewport className="fixed inset-0 z-40 overflow-y-auto px-4 pt-[12vh] pb-4">
          <Base.Popup className={join(popupClass, "mx-auto w-full max-w-xl overflow-hidden")}>
            <Base.Title className="sr-only">Command menu</Base.Title>
            <Command label="Command menu" loop>
              <Command.Input
                placeholder="Go to a page, an organization or a project"
                className="h-12 w-full border-b bg-transparent px-4 text-ui outline-none placeholder:text-muted"
              />
              <Command.List className="max-h-[min(24rem,60vh)] overflow-y-auto p-1.5">
                {groups
                  .filter((group) => places.some((each) => each.group === group))
                  .map((group) => (
                    <Command.Group key={group} heading={group} className={groupClass}>
                      {places
                        .filter((place) => place.group === group)
                        .map(({ name, href, key }) =>
                          item(name, <CornerDownLeft />, () => go(href), key && `g ${key}`),
                        )}
                    </Command.Group>
                  ))}
                {/* Below what is there at once: what arrives later must not push away what is chosen. */}
                {reach.area === "organization" && reach.active ? (
                  <ProjectCommands slug={reach.active.slug} onGo={go} />
                ) : (
                  <NothingFound />
                )}
                {reach.organizations.length > 0 && (
                  <Command.Group heading="Organizations" className={groupClass}>
                    {reach.organizations.map(({ slug, name }) => (
                      <CommandItem
                        key={slug}
                        value={`organization ${slug}`}
                        keywords={[name]}
                        label={name}
                        icon={<Building2 />}
                        onSelect={() => go(`/org/${slug}/dashboard`)}
                      />
                    ))}
                  </Command.Group>
                )}
                <Command.Group heading="Do" className={groupClass}>
                  {themes.map(({ theme, name, icon }) =>
                    item(name, icon, () => {
                      setTheme(theme);
                      onClose();
                    }),
                  )}
                  {item("Keyboard shortcuts", <Keyboard />, onHelp, "?")}
                  {item("Sign out", <LogOut />, () => {
                    onClose();
                    void clerk.signOut({ redirectUrl: "/" });
                  })}
                </Command.Group>
              </Command.List>
            </Command>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
