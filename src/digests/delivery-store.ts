/** The ledger: every digest that was due, which process may post it, what became of it, and why a channel got nothing. */
import type { Database } from "../storage/database.ts";
import { createWriter } from "../storage/writer.ts";
import { createDeliveryAttempts, type DeliveryAttempts } from "./delivery-attempts-store.ts";
import { createDeliveryPlans, type DeliveryPlans } from "./delivery-plans-store.ts";
import { createDeliveryReports, type DeliveryReports } from "./delivery-reports-store.ts";
import { createPlaces, type Places } from "./places-store.ts";
import { isAhead, realign } from "./realign-store.ts";

export interface DeliveryStore extends DeliveryPlans, DeliveryAttempts, DeliveryReports, Places {
  /** Whether the ledger was written by a clock that is ahead of `now`. */
  isAhead(now: Date): Promise<boolean>;
  /** Reckons anew when the channels are due that are not due yet; tells for how many that changed. */
  realign(now: Date): Promise<number>;
}

export function createDeliveryStore(database: Database): DeliveryStore {
  const writer = createWriter(database);
  return {
    ...createDeliveryPlans(database, writer),
    ...createDeliveryAttempts(database, writer),
    ...createDeliveryReports(database),
    ...createPlaces(database, writer),
    isAhead: (now) => isAhead(database, now),
    realign: (now) => realign(database, now),
  };
}
