import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { plainText } from "../../src/platform/plain-text.ts";
import { actionOf, openPaperboy, type TestPaperboy } from "../helpers/paperboy.ts";
import { paper } from "../helpers/papers.ts";

let paperboy: TestPaperboy;
beforeEach(async () => {
  paperboy = await openPaperboy();
});
afterEach(() => paperboy.close());

describe("schedule", () => {
  it("repeats what was understood and when the next digest comes, in the channel's time", async () => {
    expect(await paperboy.ask("schedule 9:30 weekdays Europe/Berlin")).toContain(
      "Digests come at 09:30 on weekdays (Europe/Berlin); the next one on Monday 23 November at 09:30.",
    );
  });

  it("asks when a zone has several meanings, and takes the choice", async () => {
    const message = await paperboy.run("schedule 9:00 CST");
    const chosen = message.blocks.flatMap((block) => (block.kind === "actions" ? block.actions : []));
    const chicago = chosen.find(({ label }) => label.includes("America/Chicago"));
    expect(chicago).toBeDefined();
    await paperboy.press(message, chicago?.label ?? "");
    expect(await paperboy.ask("schedule")).toContain("(America/Chicago)");
  });

  it("completes the zone at the end of what was typed, by any name that it has", async () => {
    const { core, channel } = paperboy;
    const caller = { id: "u1", name: "Ada", mayConfigure: true };
    const completed = (argument: string) =>
      core.bot.suggest({ name: "schedule", argument, page: 1, channel, caller, key: "k" });
    expect(await completed("8:15 mon,thu Europe/Be")).toContain("8:15 mon,thu Europe/Berlin");
    expect(await completed("8:15 new y")).toEqual(["8:15 America/New_York"]);
    expect(await completed("8:15 daily muni")).toEqual(["8:15 daily Europe/Berlin"]);
    expect(await completed("8:15 daily Eur")).toHaveLength(25);
    expect(await completed("8:15 daily Nowhereland")).toEqual([]);
  });

  it("is not set while nothing could be posted, says why, and is set when asked again", async () => {
    paperboy.platform.obstacles.set("c1", "Invite me first: /invite @Paperboy");
    const message = await paperboy.run("schedule 17:00 mon,thu UTC");
    expect(plainText(message)).toContain("not set yet");
    expect(plainText(message)).toContain("Invite me first: /invite @Paperboy");
    expect(await paperboy.ask("schedule")).not.toContain("17:00");
    paperboy.platform.obstacles.clear();
    await paperboy.press(message, "Try again");
    expect(await paperboy.ask("schedule")).toContain("17:00");
  });

  it("offers a form that holds what is set", async () => {
    await paperboy.run("schedule 17:00 mon,thu UTC");
    const { form } = actionOf(await paperboy.run("schedule"), "Change the hour");
    expect(form).toMatchObject([{ value: "17:00" }, { value: "mon,thu" }, { value: "UTC" }]);
  });
});

describe("pause and resume", () => {
  it("keep topics and schedule, and say who paused", async () => {
    await paperboy.run("subscribe diffusion");
    await paperboy.run("pause");
    expect(await paperboy.ask("topics")).toContain("paused: Ada paused them");
    expect(await paperboy.ask("resume")).toContain("Digests are back.");
    expect(await paperboy.ask("topics")).toContain("diffusion");
  });
});

describe("settings", () => {
  it("changes the size and the floor of the digest", async () => {
    await paperboy.list(
      "2026-11-20",
      [10, 20, 30].map((votes) => paper(`2611.000${votes}`, { votes })),
    );
    await paperboy.run("settings size 1");
    await paperboy.run("settings floor 15");
    const answer = await paperboy.ask("preview");
    expect(answer).toContain("1 paper · Friday 20 November 2026");
    expect(answer).toContain("1 below the vote floor: Paper 2611.00010");
    expect(answer).toContain("1 fit, but better ones filled the digest: Paper 2611.00020");
  });

  it("takes a language by its code or its name, and says when it knows none", async () => {
    expect(await paperboy.ask("settings language Deutsch")).toContain("language de · German");
    expect(await paperboy.ask("settings language klingon9")).toContain(
      "“klingon9” does not work: language is one that I know",
    );
    expect(await paperboy.ask("settings language Brazilian Portuguese")).toContain(
      "language pt-br · Brazilian Portuguese",
    );
    expect(await paperboy.ask("settings language en")).toContain("language en · English");
  });

  it("says what there is to set when it is asked for something else", async () => {
    const answer = await paperboy.ask("settings colour blue");
    expect(answer).toContain("“colour” is no setting.");
    expect(answer).toContain("size 5");
  });

  it("says in words what changed, and what a setting takes when it was something else", async () => {
    expect(await paperboy.ask("settings size 4")).toMatch(/^Digests here now hold 4 papers at most\./);
    expect(await paperboy.ask("settings floor 1")).toMatch(/^Papers now need 1 vote to be in digests here\./);
    expect(await paperboy.ask("settings language de")).toContain("so this has no effect yet.");
    for (const size of ["100", "four", "0", "4 please"]) {
      expect(await paperboy.ask(`settings size ${size}`)).toBe(
        `“${size}” does not work: size goes from 1 to 8. It is 4 now. Type for instance settings size 4.`,
      );
    }
    expect(await paperboy.ask("settings size")).toMatch(/^size goes from 1 to 8\. It is 4 now\./);
    expect(await paperboy.ask("settings floor -3")).toContain(
      "floor goes from 0 to 1000 votes. It is 1 now.",
    );
    expect(await paperboy.ask("help settings")).toContain("language de");
  });
});

describe("a channel for which there is nothing new", () => {
  it("hears why, what it can read meanwhile and when the next digest comes, and is not offered to post it", async () => {
    await paperboy.list("2026-11-20", [paper("2611.00001", { title: "Sails" }), paper("2611.00002")]);
    await paperboy.core.sources.recordSuccess("hugging-face", new Date("2026-11-20T14:50:00Z"), 0);
    await paperboy.run('subscribe "kv cache"');
    const quiet =
      "Nothing new for this channel’s topic on the latest list. today shows all 2 papers of the latest list. " +
      "The next digest comes on Monday 23 November at 09:00.";
    const preview = await paperboy.ask("preview");
    expect(preview).toContain(quiet);
    expect(preview).not.toContain("[Post it now]");
    await paperboy.run("subscribe sails");
    expect(await paperboy.ask("preview")).toContain("[Post it now]");
    expect(await paperboy.ask("digest")).toBe("Posted 1 paper.");
    expect(await paperboy.ask("digest")).toContain(
      "Nothing new for this channel’s 2 topics since the last digest.",
    );

    await paperboy.core.deliver.showToday(paperboy.channel, new Date("2026-11-20T15:00:00Z"));
    const shown = paperboy.platform.posts.at(-1);
    expect(JSON.stringify(shown)).toContain("The next digest comes on Monday 23 November at 09:00.");
  });
});

describe("a digest over several list days", () => {
  it("names the days in its title and the day of each place, and counts in words that agree", async () => {
    await paperboy.list("2026-11-19", [
      paper("2611.00001", { votes: 12 }),
      paper("2611.00002", { votes: 24 }),
      paper("2611.00003", { votes: 5 }),
    ]);
    await paperboy.list("2026-11-20", [
      paper("2611.00004", { votes: 66 }),
      paper("2611.00005", { votes: 44 }),
    ]);
    await paperboy.run("schedule weekly friday 16:00");
    await paperboy.run("settings size 4");
    const digest = await paperboy.ask("preview");
    expect(digest).toContain("4 papers · Thursday 19 to Friday 20 November 2026");
    const places = [
      "1st of 2 on Friday",
      "1st of 3 on Thursday",
      "2nd of 2 on Friday",
      "2nd of 3 on Thursday",
    ];
    expect(digest.match(/^.* of \d on .*$/gmu)).toEqual(places);
    expect(digest).toContain("1 more paper fits, too; the lists of these days have it.");
  });
});
