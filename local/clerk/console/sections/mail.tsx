/** @jsxImportSource hono/jsx */
import type { App } from "../../http.ts";
import type { Instance } from "../../instance.ts";
import type { Mail } from "../../model/mails.ts";
import { Frame } from "../frame.tsx";
import { Copy } from "../parts/actions.tsx";
import { Search } from "../parts/search.tsx";
import { Empty } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";

/** No mail leaves the machine: here it is read. */
export function addMail(app: App, instance: Instance): void {
  app.get("/console/mail", (c) => {
    const query = c.req.query("q")?.trim() ?? "";
    const wanted = query.toLowerCase();
    const mails = instance.store.mails
      .filter((mail) => `${mail.to} ${mail.subject}`.toLowerCase().includes(wanted))
      .reverse();
    return c.html(
      <Frame
        c={c}
        instance={instance}
        title="Mail"
        lead="What Clerk would have sent, newest first. Nothing leaves this machine."
      >
        <Search label="Search by address or subject" value={query} />
        <div data-live="mail">
          <MailList mails={mails} />
        </div>
      </Frame>,
    );
  });
}

export function MailList({ mails }: { mails: readonly Mail[] }) {
  if (mails.length === 0) {
    return (
      <Empty title="No mail">Codes and invitations appear here as soon as they are sent.</Empty>
    );
  }
  return (
    <ul class="card list">
      {mails.map((mail) => (
        <li class="mail">
          <div>
            <p class="strong">{mail.to}</p>
            <p class="muted">{mail.subject}</p>
          </div>
          <div class="row">
            {mail.code ? (
              <>
                <code class="secret">{mail.code}</code>
                <Copy text={mail.code} label="Copy code" about={`for ${mail.to}`} />
              </>
            ) : null}
            {mail.url ? (
              <>
                <Copy text={mail.url} label="Copy link" about={`for ${mail.to}`} />
                <a class="button small" href={mail.url} target="_blank" rel="noreferrer">
                  Open link
                </a>
              </>
            ) : null}
          </div>
          <p class="muted when">
            <Time at={mail.createdAt} />
          </p>
        </li>
      ))}
    </ul>
  );
}
