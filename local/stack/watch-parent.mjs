// Loaded into the first process of each tree that the stack starts. Its standard input is a pipe from the stack and carries
// nothing: it ends when the stack is gone, be it by SIGKILL, and then the whole tree goes too.
import { spawnSync } from "node:child_process";
import { isMainThread } from "node:worker_threads";

// Processes that this one forks inherit the flag that loaded us, but not the pipe.
if (isMainThread && process.send === undefined && process.env.GATEHOUSE_TREE === "1") {
  delete process.env.GATEHOUSE_TREE;
  process.stdin.on("error", endTree).on("end", endTree).on("close", endTree).resume();
  process.stdin.unref?.();
}

function endTree() {
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/T", "/F", "/PID", String(process.pid)]);
  } else {
    process.kill(-process.pid, "SIGKILL"); // We lead the group.
  }
}
