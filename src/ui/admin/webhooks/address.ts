import {
  lagSpans,
  type DeliverySource,
  type DeliveryStatus,
  type LagSpan,
} from "@/src/access/deliveries";

/** The page's state is its address: a filter can be sent to a colleague, and works without a script. */
export interface WebhooksAddress {
  readonly status: DeliveryStatus | null;
  readonly source: DeliverySource | null;
  readonly type: string;
  readonly subject: string;
  /** As a browser's field writes them, in UTC: "2026-11-23T14:05"; empty for none. */
  readonly from: string;
  readonly to: string;
  readonly span: LagSpan;
  /** The position after which this page of deliveries starts; null on the first. */
  readonly after: string | null;
}

export const webhooksPath = "/admin/webhooks";

/** A time of a browser's field as ISO 8601, in UTC; null where there is no such time. */
export function instant(time: string): string | null {
  const date = new Date(`${time}:00Z`);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

export function hrefOfWebhooks(address: Partial<WebhooksAddress>): string {
  const query = new URLSearchParams();
  for (const name of ["status", "source", "type", "subject", "from", "to", "after"] as const) {
    const value = address[name];
    if (value) query.set(name, value);
  }
  if (address.span && address.span !== "day") query.set("span", address.span);
  return query.size > 0 ? `${webhooksPath}?${query.toString()}` : webhooksPath;
}

/** What delivery.list takes. */
export function filterOf({ status, source, type, subject, from, to, after }: WebhooksAddress) {
  return {
    status: status ?? undefined,
    source: source ?? undefined,
    type: type === "" ? undefined : type,
    subject: subject === "" ? undefined : subject,
    from: from === "" ? undefined : (instant(from) ?? undefined),
    to: to === "" ? undefined : (instant(to) ?? undefined),
    cursor: after,
  };
}

export function isFiltered({ status, source, type, subject, from, to }: WebhooksAddress): boolean {
  return status !== null || source !== null || [type, subject, from, to].some((it) => it !== "");
}

export function isSpan(value: string): value is LagSpan {
  return Object.hasOwn(lagSpans, value);
}
