/** @jsxImportSource hono/jsx */
import type { App } from "../../http.ts";
import type { Instance } from "../../instance.ts";
import { reset, restoreSnapshot, saveSnapshot } from "../../starting-over.ts";
import { Frame } from "../frame.tsx";
import { Confirm } from "../parts/actions.tsx";
import { Empty, Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";

/** States to come back to, and starting over. */
export function addSnapshots(app: App, instance: Instance): void {
  const { snapshots, store } = instance;

  app.get("/console/snapshots", (c) => {
    const list = snapshots.list();
    return c.html(
      <Frame
        c={c}
        instance={instance}
        title="Snapshots"
        lead="Everybody and every setting, kept under a name to come back to. Keys are not in it."
      >
        <form method="post" class="filters">
          <label class="grow">
            <span class="label">Name</span>
            <input
              name="name"
              required
              maxlength={63}
              pattern="[a-z0-9][a-z0-9_\-]*"
              title="Small letters, digits, - and _"
              autocomplete="off"
              spellcheck={false}
              placeholder="before-the-demo"
            />
          </label>
          <button class="button primary">Save {store.entries().length} records</button>
        </form>
        {list.length > 0 ? (
          <Table caption="Snapshots" columns={["Name", "Records", "Saved", ".Actions"]}>
            {list.map(({ name, records, createdAt }) => (
              <tr>
                <td class="strong">{name}</td>
                <td>{records < 0 ? "damaged" : records}</td>
                <td>
                  <Time at={createdAt} />
                </td>
                <td>
                  <div class="row end">
                    <Confirm
                      to={`/console/snapshots/${name}/restore`}
                      label="Restore"
                      about={name}
                      sure="Restore"
                    >
                      Everything that is there now is replaced by the snapshot.
                    </Confirm>
                    <Confirm
                      to={`/console/snapshots/${name}/delete`}
                      label="Delete"
                      about={name}
                      sure="Delete"
                    >
                      The snapshot is gone for good.
                    </Confirm>
                  </div>
                </td>
              </tr>
            ))}
          </Table>
        ) : (
          <Empty title="No snapshot yet">Save one before you try something.</Empty>
        )}
        <h2>Start over</h2>
        <p class="muted">
          Forgets every user, organization, session, mail and delivery, and every setting.
        </p>
        <Confirm to="/console/reset" label="Reset" sure="Forget everything">
          {store.users.size} users and {store.organizations.size} organizations will be lost. Keys
          and snapshots stay.
        </Confirm>
      </Frame>,
    );
  });

  app.post("/console/snapshots", async (c) => {
    const { name } = await c.req.parseBody();
    const { records } = saveSnapshot(instance, typeof name === "string" ? name : "");
    return c.redirect(`/console/snapshots?done=snapshot-saved&records=${records}`, 303);
  });

  app.post("/console/snapshots/:name/restore", (c) => {
    const records = restoreSnapshot(instance, c.req.param("name"));
    return c.redirect(`/console/snapshots?done=snapshot-restored&records=${records}`, 303);
  });

  app.post("/console/snapshots/:name/delete", (c) => {
    snapshots.delete(c.req.param("name"));
    return c.redirect("/console/snapshots?done=deleted", 303);
  });

  app.post("/console/reset", async (c) => {
    await reset(instance);
    return c.redirect("/console/snapshots?done=reset", 303);
  });
}
