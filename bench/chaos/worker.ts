/** A process that delivers and dies by its own hand after so many steps, or is killed from outside at any moment. */
import { instructions, runUntilQuiet } from "./run.ts";

process.once("message", (message) => {
  const told = instructions.parse(message);
  let steps = 0;
  const step = () => {
    steps += 1;
    if (steps === told.killAt) process.kill(process.pid, "SIGKILL");
  };
  void runUntilQuiet(told, step).then(() => process.send?.("quiet"));
});
process.send?.("ready");
