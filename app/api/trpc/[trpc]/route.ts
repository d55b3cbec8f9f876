import { handleTrpc } from "@/src/server/http/trpc";
import { forgetAfterCalls } from "@/src/server/trpc/published";

function handle(request: Request): Promise<Response> {
  return handleTrpc(request, forgetAfterCalls);
}

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
