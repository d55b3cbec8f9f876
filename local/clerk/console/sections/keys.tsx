/** @jsxImportSource hono/jsx */
import { clerkEnvironment } from "../../arrangements.ts";
import type { App } from "../../http.ts";
import type { Instance } from "../../instance.ts";
import { GRACE_PERIOD_SECONDS } from "../../keys/keys.ts";
import { Frame } from "../frame.tsx";
import { Confirm, Copy } from "../parts/actions.tsx";
import { Badge } from "../parts/badge.tsx";
import { Table } from "../parts/table.tsx";

const arrangements = {
  direct: "The browser calls this server",
  proxy: "The browser calls the application",
} as const;

/** What an application needs in its environment, and the keys behind it. */
export function addKeys(app: App, instance: Instance): void {
  app.get("/console/keys", (c) => {
    const asked = c.req.query("arrangement") === "proxy" ? "proxy" : "direct";
    const { url } = instance.config;
    const { secretKey, webhookSecret, signing } = instance.keys;
    const address = { url, secretKey, webhookSecret, jwtKey: signing.publicPem };
    const variables = Object.entries(clerkEnvironment(address, asked));
    const file = variables.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join("\n");
    return c.html(
      <Frame
        c={c}
        instance={instance}
        title="Keys"
        lead="Environment variables that point an application here. The keys are this machine's own."
      >
        <div class="heading">
          <nav aria-label="Arrangement" class="tabs">
            {Object.entries(arrangements).map(([name, label]) => (
              <a
                href={`/console/keys?arrangement=${name}`}
                aria-current={name === asked ? "true" : undefined}
              >
                {label}
              </a>
            ))}
          </nav>
          <Copy text={file} label="Copy all" about="variables" />
        </div>
        <Table caption="Environment variables" columns={["Name", "Value", ".Actions"]}>
          {variables.map(([name, value]) => (
            <tr>
              <td>
                <code>{name}</code>
              </td>
              <td class="clip">
                <code class="muted">{value}</code>
              </td>
              <td class="end">
                <Copy text={value} about={name} />
              </td>
            </tr>
          ))}
        </Table>
        <h2>Signing keys</h2>
        <Table caption="Signing keys" columns={["Key", "State"]}>
          {instance.keys.valid(instance.clock.now()).map(({ kid }) => (
            <tr>
              <td>
                <code>{kid}</code>
              </td>
              <td>
                {kid === signing.kid ? (
                  <Badge tone="success">signs</Badge>
                ) : (
                  <Badge>verifies what it signed</Badge>
                )}
              </td>
            </tr>
          ))}
        </Table>
        <div class="row space">
          <Confirm to="/console/keys/rotate" label="Rotate the signing key" sure="Rotate">
            Tokens are signed with a new key from then on. An application that was given
            CLERK_JWT_KEY needs the new one; the others ask by themselves. The old key verifies for
            a day.
          </Confirm>
          <Confirm
            to="/console/keys/rotate-webhook-secret"
            label="Rotate the webhook secret"
            sure="Rotate"
          >
            Webhooks are signed with both secrets for a day; then only with the new one.
          </Confirm>
        </div>
      </Frame>,
    );
  });

  app.post("/console/keys/rotate", async (c) => {
    await instance.keys.rotate(instance.clock.now(), GRACE_PERIOD_SECONDS);
    return c.redirect("/console/keys?done=rotated", 303);
  });

  app.post("/console/keys/rotate-webhook-secret", (c) => {
    instance.webhooks.rotateSecret();
    return c.redirect("/console/keys?done=rotated", 303);
  });
}
