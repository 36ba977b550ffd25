/** Discord's settings: off without a token, faults by name, and what stands in the menus. */
import { describe, expect, it } from "vitest";
import { argumentOf, modal } from "../../../adapters/discord/forms.ts";
import { discord } from "../../../adapters/discord/index.ts";
import { commandsFor } from "../../../adapters/discord/register.ts";
import { COMMANDS } from "../../contract/recording-bot.ts";

const [search] = COMMANDS;
if (search === undefined) throw new Error("there are commands");

describe("the settings", () => {
  it("are off without a token, whatever else is set", () => {
    expect(discord.configure({ DISCORD_CONFIGURE: "nonsense", DISCORD_TOKEN: "  " })).toEqual({
      state: "off",
    });
  });

  it("name every fault, and never the token", () => {
    const configured = discord.configure({
      DISCORD_TOKEN: "two words",
      DISCORD_API_URL: "ftp://example.org",
      DISCORD_DEV_SERVER: "my server",
      DISCORD_CONFIGURE: "me",
      DISCORD_LAYOUT: "big",
    });
    expect(configured.state).toBe("faulty");
    const faults = configured.state === "faulty" ? configured.faults : [];
    for (const name of discord.variables) expect(faults.join("\n")).toContain(name);
    expect(faults.join("\n")).not.toContain("two words");
  });

  it("are ready with a token alone", () => {
    expect(discord.configure({ DISCORD_TOKEN: "a.b.c" }).state).toBe("ready");
  });
});

describe("the menu", () => {
  it("holds 25 commands, and says which do not fit", () => {
    const many = Array.from({ length: 30 }, (_, at) => ({ ...search, name: `command${at}` }));
    const { body, left } = commandsFor(many, undefined);
    expect(body).toMatchObject([{ options: { length: 25 } }]);
    expect(left).toHaveLength(5);
  });

  it("cuts what is too long for Discord", () => {
    const { body } = commandsFor([{ ...search, help: "word ".repeat(50) }], undefined);
    const text = JSON.stringify(body);
    expect(
      Math.max(...[...text.matchAll(/"description":"([^"]*)"/g)].map(([, words = ""]) => words.length)),
    ).toBeLessThanOrEqual(100);
  });
});

describe("a form", () => {
  it("lets days be chosen where they are days, and typed where they are more", () => {
    const days = (value: string) =>
      JSON.stringify(modal("form.x", "t", [{ label: "Days", kind: "days", value, hint: "" }]));
    expect(days("weekdays").match(/"default":true/g)).toHaveLength(5);
    expect(days("Mon, thu").match(/"default":true/g)).toHaveLength(2);
    expect(days("daily").match(/"default":true/g)).toHaveLength(7);
    expect(days("weekly friday")).toContain('"value":"weekly friday"');
  });

  it("keeps Discord's lengths", () => {
    const long = "word ".repeat(60);
    const { title, components } = modal(
      "form.x",
      long,
      Array.from({ length: 7 }, () => ({ label: long, kind: "text" as const, value: long, hint: long })),
    );
    expect(title.length).toBeLessThanOrEqual(45);
    expect(components).toHaveLength(5);
  });

  it("gives back one argument", () => {
    expect(argumentOf(["17:30", ["sun", "mon"], "  Europe/Berlin\n"])).toBe("17:30 mon,sun Europe/Berlin");
    expect(argumentOf(["", ["fri", "mon", "tue", "wed", "thu"]])).toBe("weekdays");
  });
});
