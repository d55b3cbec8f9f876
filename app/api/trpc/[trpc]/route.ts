import { handleTrpc } from "@/src/server/http/trpc";

export { handleTrpc as GET, handleTrpc as POST };
