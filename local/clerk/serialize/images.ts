import type { Call } from "../instance.ts";

/** Every user and organization has a drawn picture; its address must be one that the asker can reach. */
export function imageUrl(call: Pick<Call, "publicUrl">, id: string): string {
  return `${call.publicUrl}/avatars/${id}`;
}
