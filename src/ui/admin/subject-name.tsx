import Link from "next/link";
import { Avatar } from "@/src/ui/avatar";

interface SubjectNameProps {
  href: string;
  name: string;
  /** Below the name: an address. */
  about: string;
  imageUrl: string | null;
  /** Organizations are square, people round. */
  square?: boolean;
}

/** Somebody or something in a row of a table, leading to its page. */
export function SubjectName({ href, name, about, imageUrl, square }: SubjectNameProps) {
  return (
    <span className="flex items-center gap-3">
      <Avatar name={name} imageUrl={imageUrl} className={square ? "rounded-control" : undefined} />
      <span className="min-w-0">
        <Link
          href={href}
          prefetch={false}
          className="block rounded-control text-ui font-medium whitespace-nowrap hover:underline"
        >
          {name}
        </Link>
        <span className="block whitespace-nowrap text-muted">{about}</span>
      </span>
    </span>
  );
}
