import Image from "next/image";
import { join } from "./join";

/** A person or an organization: the picture, or the first letter. The name stands beside it, so it is not read out twice. */
export function Avatar({
  name,
  imageUrl,
  className,
}: {
  name: string;
  imageUrl: string | null;
  className?: string;
}) {
  const shape = join("size-7 shrink-0 rounded-full", className);
  if (imageUrl) {
    return (
      // Unoptimized: the address is the identity provider's, which scales it already.
      <Image
        src={imageUrl}
        alt=""
        width={28}
        height={28}
        unoptimized
        className={join(shape, "object-cover")}
      />
    );
  }
  return (
    <span
      aria-hidden
      className={join(
        shape,
        "inline-flex items-center justify-center bg-subtle text-xs font-semibold text-muted uppercase",
      )}
    >
      {/^./u.exec(name.trim())?.[0] ?? "?"}
    </span>
  );
}
