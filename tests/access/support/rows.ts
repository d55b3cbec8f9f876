import { randomUUID } from "node:crypto";
import type { Target } from "@/src/access/matrix/expectation";
import type { PrincipalCase } from "@/src/access/matrix/principals";
import { clerkId, tenantsOf, type World } from "../../support/world.ts";
import type { Rows } from "./inputs.ts";

/** The rows that a call is to be about. */
export function rowsOf(world: World, principal: PrincipalCase, target: Target): Rows {
  const tenants = tenantsOf(world, principal);
  if (target === "absent")
    return {
      project: randomUUID(),
      task: randomUUID(),
      post: randomUUID(),
      slug: `article-${randomUUID()}`,
      organization: clerkId("org"),
      member: clerkId("user"),
      invitation: clerkId("orginv"),
      delivery: `msg_${randomUUID()}`,
      run: randomUUID(),
    };
  if (target === "foreign")
    return {
      project: tenants.foreign.project,
      task: tenants.foreign.task,
      organization: tenants.foreign.id,
      member: tenants.foreign.member,
      invitation: tenants.foreign.invitation,
      post: world.foreignPost.id,
      slug: world.foreignPost.slug,
      delivery: world.deliveries.foreign,
      run: world.runs.foreign,
    };
  return {
    project: tenants.own.project,
    task: tenants.own.task,
    organization: tenants.own.id,
    member: tenants.own.member,
    invitation: tenants.own.invitation,
    post: world.ownPost.id,
    slug: world.publishedPost.slug,
    delivery: world.deliveries.own,
    run: world.runs.own,
  };
}
