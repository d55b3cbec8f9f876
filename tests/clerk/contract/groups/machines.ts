import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const machines: Contract<"machines"> = {
  get: missing(REASON, ({ api }) => api.machines.get("mch_x")),
  list: missing(REASON, ({ api }) => api.machines.list()),
  create: missing(REASON, ({ api }) => api.machines.create({ name: "x" })),
  update: missing(REASON, ({ api }) => api.machines.update({ machineId: "mch_x", name: "x" })),
  delete: missing(REASON, ({ api }) => api.machines.delete("mch_x")),
  getSecretKey: missing(REASON, ({ api }) => api.machines.getSecretKey("mch_x")),
  rotateSecretKey: missing(REASON, ({ api }) =>
    api.machines.rotateSecretKey({ machineId: "mch_x", previousTokenTtl: 0 }),
  ),
  createScope: missing(REASON, ({ api }) => api.machines.createScope("mch_x", "mch_y")),
  deleteScope: missing(REASON, ({ api }) => api.machines.deleteScope("mch_x", "mch_y")),
};
