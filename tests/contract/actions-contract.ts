/** What is offered can be pressed, whenever that is. */
import { describe, expect, it } from "vitest";
import type { Action } from "../../src/platform/message.ts";
import { changeForm, longForm } from "./change-form.ts";
import { says } from "./recording-bot.ts";
import { place, required, tag, type World } from "./world.ts";

const LONG_ARGUMENT = `"kv 缓存" -survey cat:cs.CL é 👩‍👩‍👧‍👦 <b>&amp;|\\ ${"x".repeat(250)}`.slice(0, 250);

export function actionsContract(world: World): void {
  describe("actions", () => {
    const offer = (action: Action) => world.shown({ blocks: [{ kind: "actions", actions: [action] }] });

    it("run their command with page and argument intact, also after a restart", async () => {
      const command = { name: "more", argument: LONG_ARGUMENT, page: 7 };
      expect((await offer({ label: "Show more", command })).text).toContain("Show more");
      world.bot.answer = ({ page }) => ({
        blocks: [
          { kind: "text", spans: [`page ${page}`] },
          { kind: "actions", actions: [{ label: "Show more", command }] },
        ],
      });
      expect((await world.harness.press("Show more")).text).toContain("page 7");
      expect(world.bot.ran.at(-1)).toMatchObject(command);

      await world.harness.restart();
      expect((await world.harness.press("Show more")).text).toContain("page 7");
      expect(world.bot.ran.at(-1)).toMatchObject(command);
      expect(world.bot.ran.at(-1)?.caller).toMatchObject({ id: world.harness.personId, mayConfigure: true });
      expect(place(world.bot.ran.at(-1)?.channel ?? world.harness.channel)).toEqual(
        place(world.harness.channel),
      );
      expect(new Set(world.bot.ran.map(({ key }) => key)).size).toBe(3);
    });

    it("act on the channel that they name", async () => {
      const elsewhere = place(world.harness.elsewhere);
      await offer({
        label: "Subscribe there",
        command: { name: "subscribe", argument: "x", page: 1, channel: elsewhere },
      });
      world.bot.answer = () => says("done");
      await world.harness.press("Subscribe there");
      expect(place(world.bot.ran.at(-1)?.channel ?? world.harness.channel)).toEqual(elsewhere);
    });

    it("of a posted message run too", async () => {
      const action = { label: "Unfollow", command: { name: "more", argument: "topic", page: 3 } };
      await world.harness.platform.post(
        world.harness.channel,
        { blocks: [{ kind: "actions", actions: [action] }] },
        tag("k"),
      );
      await world.harness.press("Unfollow");
      expect(world.bot.ran.at(-1)).toMatchObject(action.command);
    });

    world.itCan("fill in forms", "with a form ask first, and send what was filled in", async () => {
      await offer({
        label: "Change the hour",
        command: { name: "subscribe", argument: "", page: 1 },
        form: [
          { label: "Time", kind: "time", value: "08:00", hint: "Local time" },
          { label: "Days", kind: "days", value: "weekdays", hint: "Weekdays" },
        ],
      });
      await required(world.harness.fillIn)("Change the hour", ["09:30", "mon,thu"]);
      expect(world.bot.ran.at(-1)).toMatchObject({ name: "subscribe", argument: "09:30 mon,thu" });
    });

    const changing = {
      label: "Change a topic",
      command: { name: "more", argument: "", page: 1 },
      form: "ask",
    } as const;

    world.itCan(
      "fill in forms",
      "ask for what depends on how things stand, with what was picked",
      async () => {
        const elsewhere = place(world.harness.elsewhere);
        world.bot.formFor = ({ argument }) => changeForm(argument);
        await offer({ ...changing, command: { ...changing.command, channel: elsewhere } });
        await required(world.harness.fillIn)("Change a topic", [
          "video diffusion",
          "video diffusion -survey",
        ]);
        expect(world.bot.askedForForms.map(({ argument }) => argument)).toContain("#2");
        expect(place(world.bot.askedForForms.at(-1)?.channel ?? world.harness.channel)).toEqual(elsewhere);
        expect(world.bot.askedForForms.at(-1)?.caller).toMatchObject({ id: world.harness.personId });
        expect(world.bot.ran.at(-1)).toMatchObject({ name: "more", argument: "#2 video diffusion -survey" });
        expect(place(world.bot.ran.at(-1)?.channel ?? world.harness.channel)).toEqual(elsewhere);
      },
    );

    world.itCan("fill in forms", "let pick one of a hundred", async () => {
      world.bot.formFor = () => longForm();
      await offer({ ...changing, label: "Remove a topic" });
      await required(world.harness.fillIn)("Remove a topic", ["the hundredth"]);
      expect(world.bot.ran.at(-1)).toMatchObject({ name: "more", argument: "#100" });
    });

    world.itCan("fill in forms", "say why there is nothing to ask", async () => {
      world.bot.formFor = () => says("This channel follows no topic.");
      await offer(changing);
      const answer = await world.harness.press("Change a topic");
      expect(answer.text).toContain("This channel follows no topic.");
      expect(answer.seenBy).toBe("caller");
    });
  });
}
