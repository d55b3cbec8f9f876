import { z } from "zod";
import { UserId } from "@/src/access/ids";
import { isOutcome } from "@/src/access/outcomes";
import { PageInput, pageOf } from "@/src/server/page";

/** A row of the trail as an organization's administrators see it: ids and codes. */
const AuditEvent = z.object({
  id: z.string(),
  /** Its number in the chain, from 1, without gaps. */
  sequence: z.number(),
  actorId: z.string().nullable(),
  /** The administrator who acted as the actor. */
  impersonatorId: z.string().nullable(),
  /** The procedure, such as "project.create". */
  action: z.string(),
  subjectId: z.string().nullable(),
  /** "done", or the code with which the call was refused. */
  outcome: z.string(),
  requestId: z.string().nullable(),
  /** SHA-256 over the row and the hash before it, in hexadecimal. */
  hash: z.string(),
  createdAt: z.date(),
});

const filters = {
  action: z
    .string()
    .regex(/^[\w.]{1,120}$/)
    .optional(),
  actorId: UserId.optional(),
  outcome: z.string().max(40).refine(isOutcome, "This is no outcome of a call.").optional(),
};

export const ListAudit = PageInput.extend(filters);
export const AuditPage = pageOf(AuditEvent);

export const ListEveryAudit = PageInput.extend({
  ...filters,
  /** admin, org:<organization id> or user:<user id>. */
  chain: z
    .string()
    .regex(/^(admin|(org:org|user:user)_[A-Za-z0-9]{1,64})$/)
    .optional(),
});
export const EveryAuditEvent = AuditEvent.extend({
  chainId: z.string(),
  gate: z.string(),
  organizationId: z.string().nullable(),
});
export const EveryAuditPage = pageOf(EveryAuditEvent).extend({
  /** By their ids, what the people and organizations in it are called now. The trail itself holds no names. */
  names: z.record(z.string(), z.string()),
});
