/** @jsxImportSource hono/jsx */
import type { App } from "../../http.ts";
import type { Instance } from "../../instance.ts";
import type { DeliveryStatus } from "../../model/deliveries.ts";
import type { LoggedMessage } from "../../webhooks/log.ts";
import { Frame } from "../frame.tsx";
import { Action } from "../parts/actions.tsx";
import { Badge, type Tone } from "../parts/badge.tsx";
import { Search } from "../parts/search.tsx";
import { Empty, Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";

const SHOWN = 50;
const tones: Record<DeliveryStatus, Tone> = {
  pending: "warning",
  delivered: "success",
  failed: "danger",
  dropped: "neutral",
};
const statuses = Object.keys(tones).filter(isStatus);

function isStatus(value: string | undefined): value is DeliveryStatus {
  return value !== undefined && Object.hasOwn(tones, value);
}

/** Every webhook, with what has become of it. */
export function addDeliveries(app: App, instance: Instance): void {
  const { webhooks } = instance;

  app.get("/console/deliveries", (c) => {
    const { q: text = "", status: asked, type = "", before } = c.req.query();
    const status = isStatus(asked) ? asked : undefined;
    const cursor = before && /^\d+$/.test(before) ? Number(before) : undefined;
    const messages = webhooks.messages.query({ text, status, type, before: cursor, limit: SHOWN });
    const report = webhooks.report();
    const types = [...new Set(instance.store.webhookMessages.values().map((one) => one.type))];
    return c.html(
      <Frame
        c={c}
        instance={instance}
        title="Deliveries"
        lead={
          report.endpoint.url
            ? `Webhooks to ${report.endpoint.url}`
            : "No webhooks are sent: there is no address."
        }
        actions={<EndpointActions disabled={webhooks.disabled} failed={report.failed} />}
      >
        {webhooks.disabled ? (
          <p class="notice warning">The endpoint is disabled: nothing is sent.</p>
        ) : null}
        <Search label="Search in ids and payloads" value={text}>
          <label>
            <span class="hidden">State</span>
            <select name="status">
              <option value="">Every state</option>
              {statuses.map((one) => (
                <option value={one} selected={one === status}>
                  {one} ({report[one]})
                </option>
              ))}
            </select>
          </label>
          <label>
            <span class="hidden">Type</span>
            <select name="type">
              <option value="">Every type</option>
              {types.sort().map((one) => (
                <option value={one} selected={one === type}>
                  {one}
                </option>
              ))}
            </select>
          </label>
        </Search>
        <div data-live="deliveries">
          {messages.length > 0 ? (
            <DeliveryTable caption="Deliveries" messages={messages} />
          ) : (
            <Empty title="No delivery to show">
              Every change of a user, a session or an organization becomes one.
            </Empty>
          )}
          <Older url={c.req.url} messages={messages} />
        </div>
      </Frame>,
    );
  });

  app.post("/console/deliveries/resend-failed", (c) => {
    for (const one of webhooks.messages.select(({ status }) => status === "failed")) {
      webhooks.resend(one.id);
    }
    return c.redirect("/console/deliveries?done=resent", 303);
  });

  app.post("/console/deliveries/enable", (c) => {
    webhooks.enable();
    return c.redirect("/console/deliveries?done=enabled", 303);
  });

  app.post("/console/deliveries/disable", (c) => {
    webhooks.disable();
    return c.redirect("/console/deliveries?done=disabled", 303);
  });
}

function EndpointActions({ disabled, failed }: { disabled: boolean; failed: number }) {
  if (disabled) {
    return <Action to="/console/deliveries/enable" label="Enable the endpoint" look="primary" />;
  }
  return (
    <>
      {failed > 0 ? (
        <Action
          to="/console/deliveries/resend-failed"
          label={`Resend all failed (${failed})`}
          look="primary"
        />
      ) : null}
      <Action to="/console/deliveries/disable" label="Disable the endpoint" />
    </>
  );
}

function Older({ url, messages }: { url: string; messages: readonly LoggedMessage[] }) {
  const oldest = messages.at(-1);
  if (!oldest || messages.length < SHOWN) return null;
  const next = new URL(url);
  next.searchParams.set("before", String(oldest.sequence));
  return (
    <nav aria-label="Pages" class="pages">
      <a class="button secondary" href={next.pathname + next.search}>
        Older
      </a>
    </nav>
  );
}

interface TableProps {
  caption: string;
  messages: readonly LoggedMessage[];
}

export function DeliveryTable({ caption, messages }: TableProps) {
  return (
    <Table caption={caption} columns={["Event", "State", "Attempts", "Last answer", "At"]}>
      {messages.map((one) => (
        <tr>
          <td>
            <a class="strong" href={`/console/deliveries/${one.id}`}>
              {one.type}
            </a>
          </td>
          <td>
            <StatusBadge status={one.status} />
          </td>
          <td>{one.attempts.length}</td>
          <td class="muted clip">{lastAnswer(one)}</td>
          <td>
            <Time at={one.createdAt} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

export function StatusBadge({ status }: { status: DeliveryStatus }) {
  return <Badge tone={tones[status]}>{status}</Badge>;
}

function lastAnswer(message: LoggedMessage): string {
  const last = message.attempts.at(-1);
  if (!last) return message.lastError ?? "–";
  return last.error ?? String(last.responseStatus ?? "–");
}
