import { errorCodes } from "@/src/access/errors";
import { isOutcome, type Outcome } from "@/src/access/outcomes";
import type { ProcedurePath } from "@/src/client/procedure";

/**
 * What each procedure does, in a person's words. Every one of them: the trail holds what was refused as well, and a new
 * procedure does not compile until it has its words.
 */
export const actionWords: Readonly<Record<ProcedurePath, string>> = {
  "admin.access": "Look at the access matrix",
  "admin.audit": "Read every audit trail",
  "admin.banUser": "Ban a person",
  "admin.counts": "Look at the numbers of the platform",
  "admin.endSessions": "End a person's sessions",
  "admin.exportUser": "Export a person's data",
  "admin.impersonate": "Act as a person",
  "admin.makeAdministrator": "Make an administrator",
  "admin.organization": "Look at an organization",
  "admin.organizationMembers": "Look at an organization's members",
  "admin.organizations": "Look at the organizations",
  "admin.resynchronizeOrganization": "Resynchronize an organization",
  "admin.resynchronizeUser": "Resynchronize a person",
  "admin.sessions": "Look at a person's sessions",
  "admin.unbanUser": "Lift a person's ban",
  "admin.unmakeAdministrator": "Unmake an administrator",
  "admin.user": "Look at a person",
  "admin.users": "Look at the people",
  "audit.list": "Read the audit trail",
  "delivery.get": "Look at a webhook",
  "delivery.lag": "Look at the lag of webhooks",
  "delivery.list": "Look at the webhooks",
  "delivery.replay": "Replay a webhook",
  "delivery.reveal": "Show the data of a webhook",
  "invitation.create": "Invite somebody",
  "invitation.list": "See the invitations",
  "invitation.revoke": "Revoke an invitation",
  "me.endOtherSessions": "End one's other sessions",
  "me.export": "Export one's data",
  "me.get": "Read one's account",
  "member.changeRole": "Change a member's role",
  "member.leave": "Leave the organization",
  "member.list": "See the members",
  "member.remove": "Remove a member",
  "member.watch": "Follow the members",
  "post.bySlug": "Read a post",
  "post.create": "Write a post",
  "post.delete": "Delete a post",
  "post.mine": "See one's posts",
  "post.publish": "Publish a post",
  "post.published": "Read the blog",
  "post.update": "Edit a post",
  "project.archive": "Archive a project",
  "project.create": "Create a project",
  "project.delete": "Delete a project",
  "project.get": "Open a project",
  "project.list": "See the projects",
  "project.rename": "Rename a project",
  "project.watch": "Follow the projects",
  "run.confirm": "Confirm a run",
  "run.get": "Look at a run",
  "run.list": "Look at the runs",
  "run.start": "Start a run",
  "task.assign": "Assign a task",
  "task.create": "Create a task",
  "task.delete": "Delete a task",
  "task.list": "See the tasks",
  "task.toggle": "Tick a task",
  "task.watch": "Follow the tasks of a project",
};

/** The procedure's own name where the row is older than the procedure is gone. */
export function wordsOfAction(action: string): string {
  return isAction(action) ? actionWords[action] : action;
}

export function isAction(action: string): action is ProcedurePath {
  return Object.hasOwn(actionWords, action);
}

export type OutcomeTone = "success" | "neutral" | "warning" | "danger";

const done: Readonly<Record<Exclude<Outcome, keyof typeof errorCodes>, [string, OutcomeTone]>> = {
  done: ["Done", "success"],
  begun: ["Begun", "neutral"],
  not_done: ["Not done", "warning"],
  more_not_recorded: ["More, not recorded", "warning"],
};

/** How a call came out: a refusal by its code in words, and what the code means to a person. */
export function wordsOfOutcome(outcome: string): {
  name: string;
  tone: OutcomeTone;
  about: string | null;
} {
  if (isDone(outcome)) {
    const [name, tone] = done[outcome];
    return { name, tone, about: null };
  }
  if (!isOutcome(outcome)) return { name: outcome, tone: "neutral", about: null };
  // Guarantee: an outcome that is none of `done` is a code of the union.
  const { http, message } = errorCodes[outcome as keyof typeof errorCodes];
  const name = outcome.replaceAll("_", " ");
  return {
    name: name.charAt(0).toUpperCase() + name.slice(1),
    tone: http >= 500 ? "danger" : "warning",
    about: message,
  };
}

function isDone(outcome: string): outcome is keyof typeof done {
  return Object.hasOwn(done, outcome);
}

// Guarantee: the keys of the literals above and of the closed union.
const actions = Object.keys(actionWords) as ProcedurePath[];
const nouns = ["audit", "invitation", "member", "project", "task"] as const;

/** What an organization's own trail can hold, by its words. */
export const organizationActions: readonly ProcedurePath[] = actions
  .filter((path) => nouns.some((noun) => path.startsWith(`${noun}.`)))
  .sort((one, other) => actionWords[one].localeCompare(actionWords[other], "en"));

/** The outcomes that one would look for; an address may name any other. */
export const listedOutcomes: readonly Outcome[] = [
  "done",
  "begun",
  "not_done",
  "permission_missing",
  "permission_stale",
  "membership_removed",
  "last_administrator",
  "not_found",
  "conflict",
  "bad_input",
  "internal",
];
