import {
  deliverySources,
  deliveryStatuses,
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

/** Null where the address names a status, a source, a time or a span that is none. */
export function readWebhooksAddress(
  params: Readonly<Record<string, string | string[] | undefined>>,
): WebhooksAddress | null {
  const one = (name: string): string => {
    const value = params[name];
    return typeof value === "string" ? value.trim().slice(0, 512) : "";
  };
  const status = chosen(deliveryStatuses, one("status"));
  const source = chosen(deliverySources, one("source"));
  const span = chosen(["day", "week"], one("span"));
  const [from, to] = [one("from"), one("to")];
  const times = [from, to].filter((time) => time !== "");
  if (status === undefined || source === undefined || span === undefined) return null;
  if (times.some((time) => !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(time) || instant(time) === null))
    return null;
  return {
    status,
    source,
    type: one("type"),
    subject: one("subject"),
    from,
    to,
    span: span ?? "day",
    after: one("after") || null,
  };
}

/** Null for nothing chosen, undefined for what is no choice. */
function chosen<T extends string>(choices: readonly T[], text: string): T | null | undefined {
  return text === "" ? null : choices.find((choice) => choice === text);
}

function instant(time: string): string | null {
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
