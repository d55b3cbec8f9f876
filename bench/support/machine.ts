import { cpus, release, totalmem } from "node:os";

export interface Machine {
  readonly text: string;
  readonly processor: string;
  readonly cores: number;
  readonly node: string;
}

export function readMachine(): Machine {
  const processor = cpus()[0]?.model ?? "unknown processor";
  const cores = cpus().length;
  const memory = Math.round(totalmem() / 1024 ** 3);
  return {
    text: `${processor}, ${cores} cores, ${memory} GiB, ${process.platform} ${release()}, Node ${process.version}`,
    processor,
    cores,
    node: process.version,
  };
}
