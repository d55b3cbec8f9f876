import { ids } from "../../support/fill.ts";

/** Somebody at work: an administrator of one organization, and a project and its 20 tasks there. */
export interface Seat {
  readonly userId: string;
  readonly organizationId: string;
  readonly projectId: string;
}

export interface Row {
  readonly id: string;
}

/** One way to ask the database, the same questions of the same rows. */
export interface Scoped {
  readonly name: string;
  /** The tasks of the seat's project, in the order of making. */
  list(seat: Seat): Promise<readonly Row[]>;
  /** The seat's project. */
  read(seat: Seat): Promise<Row | null>;
  /** Gives it another name, and writes that down in the organization's audit chain, in one transaction. */
  rename?(seat: Seat, name: string): Promise<Row>;
  close(): Promise<void>;
}

/** Callers and connections at once. */
export const crowd = 32;

/** The nth caller's: of another organization each time, so that no chain is asked for by two at once until all are busy. */
export function seatOf(n: number, organizations: number, projects: number): Seat {
  const organization = n % organizations;
  const project = Math.floor(n / organizations) % projects;
  return {
    userId: ids.user(organization),
    organizationId: ids.organization(organization),
    projectId: ids.project(organization, project),
  };
}
