import { join } from "./join";

/** A person or an organization: the picture, or the first letter. The name stands beside it, so it is not read out twice. */
export function Avatar({ name, imageUrl, className }: { name: string; imageUrl: string | null; className?: string }) {
  const shape = join("size-7 shrink-0 rounded-full", className);
  if (imageUrl) {
    // eslint-disable-next-line @next/next/no-img-element -- The address is the identity provider's, which scales it already.
    return <img src={imageUrl} alt="" className={join(shape, "object-cover")} loading="lazy" />;
  }
  return (
    <span
      aria-hidden
      className={join(shape, "inline-flex items-center justify-center bg-subtle text-xs font-semibold text-muted uppercase")}
    >
      {[...name.trim()][0] ?? "?"}
    </span>
  );
}
