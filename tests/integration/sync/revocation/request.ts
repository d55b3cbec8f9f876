import { AsyncLocalStorage } from "node:async_hooks";

/** The request that is being served, as Next's own storage has it in a running application. */
const storage = new AsyncLocalStorage<Request>();

export function asRequest<T>(request: Request, run: () => Promise<T>): Promise<T> {
  return storage.run(request, run);
}

export function requestNow(): Request {
  const request = storage.getStore();
  if (!request) throw new Error("No request is being served.");
  return request;
}
