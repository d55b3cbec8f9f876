import {
  gateGrants,
  isGate,
  permissionGrants,
  type Action,
  type Gate,
  type Model,
} from "../grants";
import { reachOf, reaches } from "../reach";

interface Scope {
  /** The gate, or the permission that adds to the organization's. */
  readonly title: string;
  readonly grants: readonly {
    readonly model: string;
    readonly actions: readonly Action[];
    /** Which rows, in words. */
    readonly rows: string;
  }[];
}

type Grant = Readonly<Partial<Record<Model, readonly Action[]>>>;

/** What each gate grants by itself, and what each permission adds to `org`: the table of grants, for people to read. */
export const scopes: readonly Scope[] = [
  ...Object.entries(gateGrants).map(([gate, grant]) => scopeOf(`gate ${gate}`, gate, grant)),
  ...Object.entries(permissionGrants).map(([name, grant]) => scopeOf(name, "org", grant)),
];

function scopeOf(title: string, gate: string, grant: Grant): Scope {
  return {
    title,
    grants: Object.entries(grant).map(([model, actions]) => ({
      model,
      actions,
      rows: isGate(gate) ? wordsOf(gate, model) : "",
    })),
  };
}

function wordsOf(gate: Gate, model: string): string {
  // Guarantee: the key of a Grant, whose keys are models.
  const reach = reachOf(gate, model as Model);
  return reach === null ? "" : reaches[reach];
}
