/** Run in a process of its own: writes the entries whose outcome tests/log.test.ts checks. */
import { createLog } from "../../src/log.ts";

const log = createLog({
  level: "info",
  pretty: process.argv[2] === "pretty",
  secrets: ["hunter2", "hunter2-and-more", 'with "quotes" and \\', ""],
});

log.info("It begins.");
log.debug("Too quiet to be written.");
log.info(
  {
    paper: "2401.00001",
    tokens: 12,
    token: "xoxb-1",
    request: { headers: { Authorization: "Bearer abc", "set-cookie": ["sid=1"] }, url: "/papers" },
    accounts: [{ botToken: "xoxb-2", client_secret: { nested: "xoxb-3" }, name: "lab" }],
  },
  "Fields",
);
log.warn({ url: "https://example.org/?key=hunter2-and-more" }, "Asked with hunter2 in the text.");
log.info(`A value ${'with "quotes" and \\'} that JSON escapes.`);
const cause = new Error("The server said hunter2 to us.");
log.error(Object.assign(new Error("It failed.", { cause }), { config: { apiKey: "sk-1" } }), "An error");
