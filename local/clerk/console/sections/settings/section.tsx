/** @jsxImportSource hono/jsx */
import type { Context } from "hono";
import { ClerkError, notFound } from "../../../errors.ts";
import type { App } from "../../../http.ts";
import type { Instance } from "../../../instance.ts";
import { Frame } from "../../frame.tsx";
import { Fields } from "./field.tsx";
import { type Group, settingGroups } from "./fields.ts";
import { patchOf } from "./form.ts";
import { words } from "./words.ts";

const titles: Record<string, string> = {
  instance: "Instance",
  webhooks: "Webhooks and chaos",
  outages: "Outages",
};

/** Every setting that may change while the server runs; one form for each section. */
export function addSettings(app: App, instance: Instance): void {
  const groups = settingGroups();

  app.get("/console/settings", (c) =>
    c.html(<Page c={c} instance={instance} groups={groups} settings={instance.settings.all()} />),
  );

  app.post("/console/settings/:section", async (c) => {
    const group = groups.find((one) => one.name === c.req.param("section"));
    if (!group) throw notFound("There is no such section of the settings.");
    const form = await c.req.formData();
    let patch: Record<string, unknown> = {};
    try {
      patch = patchOf(group, form);
      instance.settings.change({ [group.name]: patch });
    } catch (error) {
      if (!(error instanceof ClerkError)) throw error;
      // Shows again what was sent, so that nothing has to be typed twice.
      const settings = { ...instance.settings.all(), [group.name]: patch };
      return c.html(
        <Page c={c} instance={instance} groups={groups} settings={settings} error={error} />,
        422,
      );
    }
    return c.redirect(`/console/settings?done=saved#${group.name}`, 303);
  });
}

interface PageProps {
  c: Context;
  instance: Instance;
  groups: readonly Group[];
  settings: unknown;
  error?: ClerkError;
}

function Page({ c, instance, groups, settings, error }: PageProps) {
  const param = error?.meta["param_name"];
  return (
    <Frame
      c={c}
      instance={instance}
      title="Settings"
      lead="What one would set in Clerk's dashboard, and what goes wrong on purpose. In force at once."
      fault={error ? `Nothing was saved. ${error.message}` : null}
      actions={
        <nav aria-label="Settings" class="tabs">
          {groups.map(({ name }) => (
            <a href={`#${name}`}>{titles[name] ?? words(name)}</a>
          ))}
        </nav>
      }
    >
      {groups.map((group) => (
        <form
          method="post"
          action={`/console/settings/${group.name}`}
          id={group.name}
          class="card settings"
          aria-labelledby={`${group.name}-title`}
        >
          <div class="heading">
            <h2 id={`${group.name}-title`}>{titles[group.name] ?? words(group.name)}</h2>
            <button class="button primary">
              Save<span class="hidden"> {titles[group.name] ?? words(group.name)}</span>
            </button>
          </div>
          <Fields
            group={group}
            settings={settings}
            wrong={typeof param === "string" ? param : null}
          />
        </form>
      ))}
    </Frame>
  );
}
