import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DeliveryId } from "@/src/access/ids";
import { Connection } from "@/src/client/connection";
import { orDashboard, requirePerson } from "@/src/server/auth/guard";
import { getCaller } from "@/src/server/trpc/server";
import { webhooksPath } from "@/src/ui/admin/webhooks/address";
import { DeliveryFacts } from "@/src/ui/admin/webhooks/delivery-facts";
import { Payload } from "@/src/ui/admin/webhooks/payload";
import { ReplayOne } from "@/src/ui/admin/webhooks/replay-one";
import { PageHeader } from "@/src/ui/page-header";

export const metadata: Metadata = { title: "Delivery" };

interface Props {
  params: Promise<{ id: string }>;
}

export default async function DeliveryPage({ params }: Props) {
  const { id } = await params;
  const here = `${webhooksPath}/${id}`;
  const person = await requirePerson(here);
  const deliveryId = DeliveryId.safeParse(id);
  if (!deliveryId.success) notFound();
  const caller = await getCaller();
  const delivery = await orDashboard(caller.delivery.get({ id: deliveryId.data }), here);
  const reduced = delivery.reducedAt !== null;
  return (
    <Connection key={person.userId} userId={person.userId} organizationId={null}>
      <PageHeader
        title={delivery.type}
        about={<span className="font-mono text-small break-all">{delivery.id}</span>}
        actions={!reduced && <ReplayOne id={delivery.id} />}
      />
      <DeliveryFacts delivery={delivery} />
      <Payload
        id={delivery.id}
        masked={delivery.payload}
        hidden={delivery.hidden}
        reduced={reduced}
      />
    </Connection>
  );
}
