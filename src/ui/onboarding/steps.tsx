import { Check } from "lucide-react";
import { join } from "../join";
import type { Stage } from "./stage";

const steps = [
  { step: "name", name: "Your name" },
  { step: "organization", name: "Organization" },
  { step: "project", name: "First project" },
  { step: "done", name: "Ready" },
] as const;

export type Step = "name" | Stage["step"];

/** How far one has come. */
export function Steps({ at }: { at: Step }) {
  const current = steps.findIndex(({ step }) => step === at);
  return (
    <ol aria-label="Steps" className="mb-6 flex gap-x-4 text-small sm:gap-x-5">
      {steps.map(({ step, name }, index) => (
        <li
          key={step}
          aria-current={index === current ? "step" : undefined}
          className={join(
            "flex items-center gap-2",
            index === current ? "font-medium text-text" : "text-muted",
          )}
        >
          <span
            aria-hidden
            className={join(
              "inline-flex size-5 items-center justify-center rounded-full border text-xs tabular-nums",
              index === current && "border-transparent bg-accent text-on-accent",
            )}
          >
            {index < current ? <Check className="size-3" /> : index + 1}
          </span>
          {/* On a phone there is room for one name. */}
          <span className={join(index !== current && "max-sm:sr-only")}>{name}</span>
        </li>
      ))}
    </ol>
  );
}
