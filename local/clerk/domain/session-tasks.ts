import type { SessionTask } from "@clerk/shared/types";
import type { Instance } from "../instance.ts";
import type { Session } from "../model/sessions.ts";

type Asked = Pick<Instance, "settings">;

/** What the person has to do before the session counts. It follows from the settings and the session as they are. */
export function tasksOf(instance: Asked, session: Session): SessionTask[] {
  if (instance.settings.instance.chooseOrganization && !session.lastActiveOrganizationId) {
    return [{ key: "choose-organization" }];
  }
  return [];
}

/** The SDKs take somebody whose session is pending for signed out, unless they are told otherwise. */
export function isPendingSession(instance: Asked, session: Session): boolean {
  return session.status === "active" && tasksOf(instance, session).length > 0;
}
