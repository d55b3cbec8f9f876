import { Badge } from "@/src/ui/badge";

export function OrganizationBadge({ deleted }: { deleted: boolean }) {
  return deleted ? <Badge tone="danger">Deleted</Badge> : <Badge tone="success">Active</Badge>;
}
