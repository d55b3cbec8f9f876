import { Check } from "lucide-react";
import { projectShot, Shot } from "../public/shot";

const points = [
  "Organizations, roles, projects and people, ready to work with",
  "You see what your role allows, and the database holds to it",
  "Whoever is removed has no access a moment later",
];

/** Beside the forms, on wide screens: what one signs in to. */
export function Aside() {
  return (
    <aside
      aria-label="About Gatehouse"
      className="hidden flex-col justify-center gap-10 overflow-hidden border-l bg-background py-16 pl-16 lg:flex"
    >
      <div className="max-w-[30rem] pr-12">
        <p className="text-2xl leading-snug font-semibold tracking-tight text-balance">
          Work together, and see no more than you should
        </p>
        <ul className="mt-5 grid gap-2.5 text-muted">
          {points.map((point) => (
            <li key={point} className="flex gap-2.5">
              <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
              {point}
            </li>
          ))}
        </ul>
      </div>
      {/* Runs out of the window: a part says enough. */}
      <div className="w-[52rem]">
        <Shot {...projectShot} />
      </div>
    </aside>
  );
}
