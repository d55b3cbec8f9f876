/** @jsxImportSource hono/jsx */
import type { App } from "../../http.ts";
import type { Instance } from "../../instance.ts";
import { isActive } from "../../domain/sessions.ts";
import { turnFaultsOff, faultsOf } from "../faults.ts";
import { Frame } from "../frame.tsx";
import { Action } from "../parts/actions.tsx";
import { Empty } from "../parts/table.tsx";
import { DeliveryTable } from "./deliveries.tsx";
import { MailList } from "./mail.tsx";
import { words } from "./settings/words.ts";

const SHOWN = 6;

/** How much there is, what goes wrong on purpose, and the newest mail and deliveries. */
export function addOverview(app: App, instance: Instance): void {
  app.get("/console", (c) => {
    const { store, webhooks } = instance;
    const sessions = store.sessions.filter((one) => isActive(instance, one));
    const deliveries = webhooks.report();
    const counts: [string, number, string][] = [
      ["Users", store.users.size, "/console/users"],
      ["Organizations", store.organizations.size, "/console/organizations"],
      ["Active sessions", sessions.length, "/console/sessions"],
      ["E-mails", store.mails.size, "/console/mail"],
      ["Pending deliveries", deliveries.pending, "/console/deliveries?status=pending"],
      ["Failed deliveries", deliveries.failed, "/console/deliveries?status=failed"],
    ];
    const messages = webhooks.messages.query({ limit: SHOWN });
    return c.html(
      <Frame c={c} instance={instance} title="Overview">
        <div data-live="overview">
          <Faults instance={instance} />
          <ul class="counts">
            {counts.map(([name, count, path]) => (
              <li>
                <a class="card count" href={path}>
                  <span class="muted">{name}</span>
                  <span class="figure">{count}</span>
                </a>
              </li>
            ))}
          </ul>
          <h2>Newest mail</h2>
          <MailList mails={store.mails.values().slice(-3).reverse()} />
          <h2>Newest deliveries</h2>
          {messages.length > 0 ? (
            <DeliveryTable caption="Newest deliveries" messages={messages} />
          ) : (
            <Empty title="No deliveries yet">Every change is told to the application here.</Empty>
          )}
        </div>
      </Frame>,
    );
  });

  app.post("/console/faults/off", (c) => {
    turnFaultsOff(instance);
    return c.redirect("/console?done=healed", 303);
  });
}

function Faults({ instance }: { instance: Instance }) {
  const faults = faultsOf(instance);
  const { disabled } = instance.webhooks;
  if (faults.length === 0 && !disabled) return null;
  return (
    <section class="notice warning" aria-label="Faults">
      {faults.length > 0 ? (
        <>
          <div>
            <h2>On purpose, not everything works</h2>
            <ul class="plain">
              {faults.map(({ path, value }) => (
                <li>
                  {path.split(".").map(words).join(", ")}: <strong>{String(value)}</strong>
                </li>
              ))}
            </ul>
          </div>
          <Action to="/console/faults/off" label="Turn all off" />
        </>
      ) : null}
      {disabled ? (
        <p>
          The webhook endpoint is disabled. <a href="/console/deliveries">Deliveries</a> has the
          button that enables it.
        </p>
      ) : null}
    </section>
  );
}
