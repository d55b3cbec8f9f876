import { Badge } from "@/src/ui/badge";

interface UserBadgesProps {
  user: { deleted: boolean; banned: boolean; locked: boolean; platformRole: string | null };
}

/** What a person may do here at all, in a word or two. */
export function UserBadges({ user }: UserBadgesProps) {
  return (
    <span className="inline-flex flex-wrap gap-1">
      {user.deleted ? (
        <Badge tone="danger">Deleted</Badge>
      ) : user.banned ? (
        <Badge tone="warning">Banned</Badge>
      ) : (
        <Badge tone="success">Active</Badge>
      )}
      {user.locked && !user.deleted && <Badge tone="warning">Locked out</Badge>}
      {user.platformRole === "admin" && !user.deleted && <Badge tone="accent">Administrator</Badge>}
    </span>
  );
}
