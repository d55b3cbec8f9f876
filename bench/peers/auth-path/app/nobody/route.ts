/** Asks for nobody: what a route of Next costs by itself. */
export function GET() {
  return Response.json({ kind: "anonymous" });
}
