import { auth } from "@clerk/nextjs/server";
import { NextResponse } from "next/server";
import { db } from "../../../../../server/db";

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ projectId: string }> },
) {
  const { userId, orgId } = await auth();
  if (!userId) return NextResponse.json({ error: "Unauthorized" }, { status: 401 });
  if (!orgId) return NextResponse.json({ error: "No organization" }, { status: 403 });
  const { projectId } = await params;
  const tasks = await db.task.findMany({
    where: { organizationId: orgId, projectId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: {
      id: true,
      projectId: true,
      title: true,
      doneAt: true,
      assigneeId: true,
      createdById: true,
      createdAt: true,
    },
  });
  return NextResponse.json(tasks);
}
