import type { Action, gateGrants, Gate, Model, permissionGrants } from "@/src/access/grants";
import type { Implied, Permission } from "@/src/access/permissions";
import type { Instead } from "@/src/server/instead";
import type { Prisma, PrismaClient } from "./generated/client";
import type { Inbox } from "./inbox";

/**
 * The types of `ctx.db`. A handle is the proof that a gate ran: it can be made only in this folder, and has a property for
 * each model that the table of grants names, and on it the methods of the granted actions. Nothing else: no raw SQL, no
 * `$extends`, no findUnique (Prisma batches it across requests), no fluent relations, no foreign model.
 *
 * Types do not see inside `include` and `select`. There the database decides: a relation that the role may not read is refused.
 */

/** Prisma's operations that each action stands for. */
export const methodsOf = {
  read: ["findMany", "findFirst", "count"],
  create: ["create", "createMany"],
  update: ["update", "updateMany"],
  delete: ["delete", "deleteMany"],
} as const satisfies Record<Action, readonly string[]>;

type MethodOf<A extends Action> = (typeof methodsOf)[A][number];
type Method = MethodOf<Action>;
type Delegate<M extends Model> = PrismaClient[M];
type Args<M extends Model, F extends Method> = Prisma.Args<Delegate<M>, F>;
type Result<M extends Model, A, F extends Method> = Promise<Prisma.Result<Delegate<M>, A, F>>;

/** Scalars only, and without the tenant: the database fills organizationId in from the caller's claims. */
type CreateData<M extends Model> = OmitEach<
  Exclude<Args<M, "createMany">["data"], readonly unknown[]>,
  "organizationId"
> &
  Closed<M, "organizationId">;
type UpdateData<M extends Model> = OmitEach<
  Args<M, "updateMany">["data"],
  "organizationId" | "id"
> &
  Closed<M, "organizationId" | "id">;
type RelationOf<M extends Model> = keyof Prisma.Payload<Delegate<M>>["objects"];
/** Leaving a field out of a type stops a literal alone; a variable that has it would pass. */
type Closed<M extends Model, K extends PropertyKey> = {
  readonly [
    F in K
  ]?: Instead<"leave it out: the database fills it in from the caller's claims, and it never changes">;
} & {
  readonly [
    F in RelationOf<M>
  ]?: Instead<"write scalars: a row of another model is written by that model's own method of ctx.db">;
};
type OmitEach<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

type CreateArgs<M extends Model> = Omit<Args<M, "create">, "data"> & { data: CreateData<M> };
type CreateManyArgs<M extends Model> = { data: CreateData<M>[] };
type UpdateArgs<M extends Model> = Omit<Args<M, "update">, "data"> & { data: UpdateData<M> };
type UpdateManyArgs<M extends Model> = Omit<Args<M, "updateMany">, "data"> & {
  data: UpdateData<M>;
};

interface Methods<M extends Model> {
  findMany<A extends Args<M, "findMany">>(
    args?: Prisma.Exact<A, Args<M, "findMany">>,
  ): Result<M, A, "findMany">;
  findFirst<A extends Args<M, "findFirst">>(
    args: Prisma.Exact<A, Args<M, "findFirst">>,
  ): Result<M, A, "findFirst">;
  count(args?: { where?: NonNullable<Args<M, "findMany">>["where"] }): Promise<number>;
  create<A extends CreateArgs<M>>(args: Prisma.Exact<A, CreateArgs<M>>): Result<M, A, "create">;
  createMany(args: CreateManyArgs<M>): Promise<{ count: number }>;
  update<A extends UpdateArgs<M>>(args: Prisma.Exact<A, UpdateArgs<M>>): Result<M, A, "update">;
  updateMany(args: UpdateManyArgs<M>): Promise<{ count: number }>;
  delete<A extends Args<M, "delete">>(
    args: Prisma.Exact<A, Args<M, "delete">>,
  ): Result<M, A, "delete">;
  deleteMany(args: {
    where: NonNullable<NonNullable<Args<M, "deleteMany">>["where"]>;
  }): Promise<{ count: number }>;
}

type GateGrants = typeof gateGrants;
type PermissionGrants = typeof permissionGrants;

/** The actions on M among some entries of the tables of grants. */
type ActionsOn<M, G> = G extends unknown
  ? M extends keyof G
    ? G[M] extends readonly (infer A)[]
      ? A
      : never
    : never
  : never;
type ModelsOf<G> = G extends unknown ? keyof G & Model : never;

/** Type parameters that begin with `_` are read by people alone: the compiler prints them where something is not granted. */
type GrantedMethods<M extends Model, A extends Action, _More extends string = More> = {
  readonly [F in MethodOf<A>]: Methods<M>[F];
};
type Granted<G> = {
  readonly [M in ModelsOf<G>]: GrantedMethods<M, ActionsOn<M, G> & Action>;
};
type More = "for more, ask another gate or permission: src/access/grants.ts";

declare const proof: unique symbol;
interface Proof<T extends string, _Advice extends string> {
  /** Exists in types alone; nothing outside this file can name it, so nothing outside can make a handle. */
  readonly [proof]: { readonly [K in T]: true };
}

/** The handle under a permission: what the gate itself grants and what the permission and all it implies add. */
export type OrgDb<P extends Permission, _More extends string = More> = Proof<
  Implied<P> | "org",
  `pass the ctx.db of orgProcedure("${P}")`
> &
  Granted<GateGrants["org"] | PermissionGrants[Implied<P>]> & {
    /** The compound key of a row of the active organization: `where: { key: db.key(input.id) }`. */
    key<Id extends string>(id: Id): { organizationId: string; id: Id };
  };

type GateDb<G extends Gate> = Proof<
  G,
  `pass the ctx.db of ${G extends "user" ? "protected" : G}Procedure`
> &
  Granted<GateGrants[G]>;
/** One alias each: two handles of one generic alias are compared by its parameter, which is as slow as below. */
type PublicDb<_More extends string = More> = GateDb<"public">;
type UserDb<_More extends string = More> = GateDb<"user">;

/** Administrators also read what the sync received and did, where that takes more than a model's methods. */
type AdminDb = GateDb<"admin"> & { readonly inbox: Inbox };

/**
 * A table and not a condition: to compare two of those TypeScript compares handles of gates that it knows nothing of, with
 * every property of every argument of Prisma's, which took longer than all the rest of the project. Marked for the same reason.
 */
interface Handles<in out P extends Permission> {
  readonly public: PublicDb;
  readonly user: UserDb;
  readonly org: OrgDb<P>;
  readonly admin: AdminDb;
}

/** Db<"public">, Db<"user">, Db<"admin">, Db<"org", P>. */
export type Db<G extends Gate, P extends Permission = never> = Handles<P>[G];
