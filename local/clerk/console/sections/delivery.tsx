/** @jsxImportSource hono/jsx */
import { ClerkError, notFound } from "../../errors.ts";
import type { App } from "../../http.ts";
import type { Instance } from "../../instance.ts";
import type { LoggedMessage } from "../../webhooks/log.ts";
import { Frame } from "../frame.tsx";
import { Action, Copy } from "../parts/actions.tsx";
import { Facts, Json } from "../parts/facts.tsx";
import { Empty, Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { StatusBadge } from "./deliveries.tsx";

/** One webhook: its attempts, with the answers, and what was sent. */
export function addDelivery(app: App, instance: Instance): void {
  const { webhooks } = instance;

  app.get("/console/deliveries/:id", (c) => {
    const message = webhooks.messages.get(c.req.param("id"));
    if (!message) throw notFound("There is no such delivery.");
    const payload: unknown = JSON.parse(message.body);
    return c.html(
      <Frame
        c={c}
        instance={instance}
        title={message.type}
        within={{ title: "Deliveries", path: "/console/deliveries" }}
        actions={
          <Action to={`/console/deliveries/${message.id}/resend`} label="Resend" look="primary" />
        }
      >
        <div data-live="delivery">
          <Facts
            of={[
              ["Id", <code>{message.id}</code>],
              ["State", <StatusBadge status={message.status} />],
              ["Happened", <Time at={message.createdAt} />],
              [
                "Next attempt",
                message.nextAttemptAt ? <Time at={message.nextAttemptAt} /> : "none",
              ],
            ]}
          />
          <h2>Attempts</h2>
          <Attempts message={message} />
        </div>
        <div class="heading">
          <h2>Payload</h2>
          <Copy text={JSON.stringify(payload, null, 2)} about="the payload" />
        </div>
        <Json label="Payload" value={payload} />
      </Frame>,
    );
  });

  app.post("/console/deliveries/:id/resend", (c) => {
    const message = webhooks.messages.get(c.req.param("id"));
    if (!message) throw notFound("There is no such delivery.");
    if (webhooks.disabled) {
      throw new ClerkError(422, "endpoint_disabled", "The endpoint is disabled: enable it first.");
    }
    webhooks.resend(message.id);
    return c.redirect(`/console/deliveries/${message.id}?done=resent`, 303);
  });
}

function Attempts({ message }: { message: LoggedMessage }) {
  if (message.attempts.length === 0) return <Empty title="No attempt yet" />;
  return (
    <Table caption="Attempts" columns={["At", "Asked for by", "Answer", "Took", "Body"]}>
      {[...message.attempts].reverse().map((one) => (
        <tr>
          <td>
            <Time at={one.at} />
          </td>
          <td>{one.trigger}</td>
          <td>{one.responseStatus ?? one.error}</td>
          <td>{Math.round(one.durationMs)} ms</td>
          <td class="muted clip">{one.responseBody || "empty"}</td>
        </tr>
      ))}
    </Table>
  );
}
