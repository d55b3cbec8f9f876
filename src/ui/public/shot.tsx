import type { StaticImageData } from "next/image";
import accessDark from "./shots/access-dark.webp";
import accessLight from "./shots/access-light.webp";
import projectDark from "./shots/project-dark.webp";
import projectLight from "./shots/project-light.webp";

interface ShotProps {
  /** What it shows, for those who do not see it. */
  alt: string;
  light: StaticImageData;
  dark: StaticImageData;
}

export const projectShot: ShotProps = {
  alt: "A project of an organization: its tasks, who has taken them, and the rail that leads to members, activity and settings.",
  light: projectLight,
  dark: projectDark,
};

export const accessShot: ShotProps = {
  alt: "The administration's page of access: every procedure in a row, every kind of caller in a column, and what comes of the call.",
  light: accessLight,
  dark: accessDark,
};

/**
 * The product itself, in the reader's theme: `npm run screenshots` takes these. The one that is not shown is not loaded, since it is
 * lazy. No script: next/image would bring one to the public pages.
 */
export function Shot({ alt, light, dark }: ShotProps) {
  return (
    <div className="overflow-hidden rounded-card border bg-surface shadow-elevation">
      <Picture alt={alt} image={light} className="block dark:hidden" />
      <Picture alt={alt} image={dark} className="hidden dark:block" />
    </div>
  );
}

function Picture({ alt, image, className }: { alt: string; image: StaticImageData; className: string }) {
  return (
    <picture className={className}>
      <img
        src={image.src}
        alt={alt}
        width={image.width}
        height={image.height}
        loading="lazy"
        decoding="async"
        className="h-auto w-full"
      />
    </picture>
  );
}
