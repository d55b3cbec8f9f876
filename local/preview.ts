import { run } from "./stack/run.ts";

await run("production");
