"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

interface TabsProps {
  label: string;
  tabs: readonly { id: string; name: string; content: ReactNode }[];
  /** The first one unless said otherwise. */
  initial?: string;
}

/** Parts of one page, of which one is seen at a time. What has an address of its own is a link instead. */
export function Tabs({ label, tabs, initial }: TabsProps) {
  return (
    <Base.Root defaultValue={initial ?? tabs[0]?.id}>
      <Base.List aria-label={label} className="mb-4 flex gap-4 overflow-x-auto border-b">
        {tabs.map(({ id, name }) => (
          <Base.Tab
            key={id}
            value={id}
            className="-mb-px h-9 border-b-2 border-transparent px-0.5 font-medium whitespace-nowrap text-muted hover:text-text data-active:border-accent data-active:text-text"
          >
            {name}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map(({ id, content }) => (
        <Base.Panel key={id} value={id}>
          {content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
