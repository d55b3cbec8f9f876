import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { Fragment, type ReactNode } from "react";

interface PageHeaderProps {
  title: ReactNode;
  /** One line under the title. */
  about?: ReactNode;
  trail?: readonly { href: string; name: string }[];
  actions?: ReactNode;
}

export function PageHeader({ title, about, trail = [], actions }: PageHeaderProps) {
  return (
    <div className="mb-6">
      {trail.length > 0 && (
        <nav aria-label="Breadcrumb" className="mb-2 flex items-center gap-1 text-small text-muted">
          {trail.map(({ href, name }) => (
            <Fragment key={href}>
              <Link href={href} className="rounded-control hover:text-text hover:underline">
                {name}
              </Link>
              <ChevronRight aria-hidden className="size-3.5" />
            </Fragment>
          ))}
        </nav>
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-xl font-semibold tracking-tight break-words">{title}</h1>
          {about && <p className="mt-1 text-muted">{about}</p>}
        </div>
        {actions && <div className="flex items-center gap-2 empty:hidden">{actions}</div>}
      </div>
    </div>
  );
}
