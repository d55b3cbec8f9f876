import type { Mutant } from "./mutant.ts";
import { auditMutants } from "./table/audit.ts";
import { commandMutants } from "./table/commands.ts";
import { enterMutants } from "./table/enter.ts";
import { eraseMutants } from "./table/erase.ts";
import { faultMutants } from "./table/faults.ts";
import { admissionMutants, gateMutants, sealMutants } from "./table/gates.ts";
import { handleMutants, scopeMutants } from "./table/handles.ts";
import { historyMutants } from "./table/histories.ts";
import { httpMutants } from "./table/http.ts";
import { inboxMutants } from "./table/inbox.ts";
import { pageMutants } from "./table/pages.ts";
import { policyTable, privilegeMutants } from "./table/policies.ts";
import { reconcileMutants } from "./table/reconcile.ts";
import { startMutants } from "./table/start.ts";
import { syncMutants } from "./table/sync.ts";
import { endedSessionMutants } from "./table/ended-sessions.ts";
import { tenantMutants } from "./table/tenants.ts";
import {
  accessMutants,
  claimsMutants,
  envMutants,
  freshnessMutants,
  requestMutants,
} from "./table/principals.ts";

/** Every guard that a mutant takes away, from the caller inwards. */
export const mutants: readonly Mutant[] = [
  ...pageMutants,
  ...envMutants,
  ...httpMutants,
  ...claimsMutants,
  ...requestMutants,
  ...accessMutants,
  ...freshnessMutants,
  ...admissionMutants,
  ...gateMutants,
  ...sealMutants,
  ...handleMutants,
  ...scopeMutants,
  ...faultMutants,
  ...syncMutants,
  ...endedSessionMutants,
  ...tenantMutants,
  ...historyMutants,
  ...reconcileMutants,
  ...eraseMutants,
  ...inboxMutants,
  ...startMutants,
  ...enterMutants,
  ...policyTable,
  ...privilegeMutants,
  ...auditMutants,
  ...commandMutants,
];
