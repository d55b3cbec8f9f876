import { databaseFaults } from "./faults/database.ts";
import { deliveryFaults } from "./faults/deliveries.ts";
import { keyFaults } from "./faults/keys.ts";
import { networkFaults } from "./faults/network.ts";
import { processFaults } from "./faults/processes.ts";
import { reconcileFaults } from "./faults/reconcile.ts";
import type { Fault } from "./row.ts";

export const faults: readonly Fault[] = [
  ...networkFaults,
  ...databaseFaults,
  ...processFaults,
  ...deliveryFaults,
  ...keyFaults,
  ...reconcileFaults,
];
