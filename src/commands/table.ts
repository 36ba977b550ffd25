/** Every command, in one table. */
import type { CardDetails } from "../digests/paper-card.ts";
import type { Paper } from "../papers/paper.ts";
import { type AskParts, askCommand } from "./ask.ts";
import { createChannelSchedules } from "./channel-schedule.ts";
import { type SettingsParts, settingsCommand } from "./channel-settings.ts";
import { type DigestParts, digestCommands } from "./digests.ts";
import { type FindParts, findCommand, searchCommand } from "./find-papers.ts";
import type { Call, CommandHandler } from "./handler.ts";
import { helpCommands } from "./help.ts";
import { homeCommand } from "./home.ts";
import { type ListParts, listCommands } from "./lists.ts";
import { muteCommands } from "./mute.ts";
import { createNamedPapers } from "./named-paper.ts";
import { type ReaderParts, readerCommands } from "./readers.ts";
import { type ScheduleParts, scheduleCommands } from "./schedule.ts";
import { shareCommand } from "./share.ts";
import { type ShowParts, showCommands } from "./show-paper.ts";
import { type StatusParts, statusCommand } from "./status.ts";
import { type TopicParts, topicCommands } from "./topics.ts";

export type CommandParts = DigestParts &
  ListParts &
  Omit<AskParts & FindParts & ReaderParts & ShowParts, "named"> &
  Omit<ScheduleParts & TopicParts, "schedules"> &
  SettingsParts &
  StatusParts & { readonly detailsOf: (paper: Paper, call: Call) => Promise<CardDetails> };

export function allCommands(parts: CommandParts): readonly CommandHandler[] {
  const schedules = createChannelSchedules(parts.channels);
  const named = createNamedPapers(parts.lookup, parts.search);
  const shareable = [
    ...listCommands(parts),
    searchCommand({ ...parts, named }),
    findCommand(parts),
    ...showCommands({ ...parts, named }),
    askCommand({ ...parts, named }),
  ];
  const handlers: readonly CommandHandler[] = [
    ...helpCommands(() => handlers.map(({ spec }) => spec)),
    ...shareable.map((handler) => ({ ...handler, aboutPapers: true }) as const),
    { ...shareCommand(shareable), aboutPapers: true },
    ...topicCommands({ ...parts, schedules }),
    ...muteCommands(parts),
    ...digestCommands(parts),
    ...scheduleCommands({ ...parts, schedules }),
    settingsCommand(parts),
    statusCommand(parts),
    ...readerCommands({ ...parts, named }),
    homeCommand(parts),
  ];
  return handlers;
}
