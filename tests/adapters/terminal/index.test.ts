import { describe, expect, it } from "vitest";
import { adapters } from "../../../adapters/index.ts";
import { terminal, wantsColors } from "../../../adapters/terminal/index.ts";

describe("the terminal's recipe", () => {
  it("is one of the adapters and needs no settings", () => {
    expect(adapters).toContain(terminal);
    expect(terminal.configure({}).state).toBe("ready");
  });

  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ TERM: "dumb" }, true, false],
    [{ NO_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{ NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "3", TERM: "dumb" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
  ])("with %j and a terminal: %j, colours: %j", (env, isTerminal, colors) => {
    expect(wantsColors(env, isTerminal)).toBe(colors);
  });
});
