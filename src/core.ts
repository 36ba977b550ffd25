/** Everything behind the port, put together: stores, sources, search, summaries, delivery, and the bot that answers. */
import { join } from "node:path";
import { createBot } from "./commands/bot.ts";
import type { Call } from "./commands/handler.ts";
import { allCommands } from "./commands/table.ts";
import type { Config } from "./config.ts";
import { createComposer } from "./digests/compose.ts";
import { createDeliver, type Deliver } from "./digests/deliver.ts";
import { createDeliveryStore, type DeliveryStore } from "./digests/delivery-store.ts";
import { notingDepartures } from "./digests/departures.ts";
import { createDepartures } from "./digests/departures-store.ts";
import { createPrepareGists, type PrepareGists } from "./digests/prepare-gists.ts";
import { createRecentPapersReader } from "./digests/recent-papers.ts";
import { createSeenPapers } from "./digests/seen-papers.ts";
import type { Logger } from "./log.ts";
import { type Categorize, createCategorize } from "./papers/categorize.ts";
import { createFreshness } from "./papers/freshness.ts";
import { createFullTexts } from "./papers/full-text-store.ts";
import { createIngest, type Ingest } from "./papers/ingest.ts";
import { createLookup } from "./papers/lookup.ts";
import type { Paper } from "./papers/paper.ts";
import { createPaperStore, type PaperStore } from "./papers/paper-store.ts";
import { createSampleCaution } from "./papers/sample-caution.ts";
import { createSourceStateStore, type SourceStateStore } from "./papers/source-state-store.ts";
import { createArxiv } from "./papers/sources/arxiv.ts";
import { createHuggingFace, type HuggingFace } from "./papers/sources/hugging-face.ts";
import type { Channel } from "./platform/message.ts";
import type { Bot, Platform } from "./platform/platform.ts";
import { createWorks } from "./search/duplicates.ts";
import { createEmbeddings } from "./search/embeddings.ts";
import { createRemoteSearch } from "./search/remote.ts";
import { createSearch, type Search } from "./search/search.ts";
import { makeDataFolder } from "./storage/data-folder.ts";
import { type Database, openDatabase } from "./storage/database.ts";
import { createMemory, forgetExpired } from "./storage/memory-store.ts";
import { type ChannelStore, createChannelStore } from "./subscriptions/channel-store.ts";
import { createReaderStore } from "./subscriptions/reader-store.ts";
import { createSubscriptionStore } from "./subscriptions/subscription-store.ts";
import { createQuestions } from "./summaries/questions.ts";
import { createSummaries } from "./summaries/summarize.ts";
import { createTokenBudget } from "./summaries/token-budget.ts";
import { createWriting } from "./summaries/writing.ts";

export interface CoreSettings {
  readonly config: Config;
  readonly version: string;
  readonly log: Logger;
  readonly now: () => Date;
  /** The platforms that run, by name. */
  readonly platforms: ReadonlyMap<string, Platform>;
}

export interface Core {
  readonly bot: Bot;
  readonly database: Database;
  readonly papers: PaperStore;
  readonly channels: ChannelStore;
  readonly sources: SourceStateStore;
  readonly huggingFace: HuggingFace;
  readonly ingest: Ingest;
  readonly categorize: Categorize;
  readonly search: Search;
  readonly deliver: Deliver;
  readonly deliveries: DeliveryStore;
  /** Deletes what has expired, and what belonged to workspaces that left long ago. */
  forget(now: Date): Promise<void>;
  /** Undefined without a model. */
  readonly prepareGists: PrepareGists | undefined;
  close(): Promise<void>;
}

/** Opens the data folder and builds what stands on it. Rejects with DatabaseError. */
export async function openCore(settings: CoreSettings): Promise<Core> {
  const { config, log, now, version, platforms } = settings;
  await makeDataFolder(config.dataDir);
  const database = await openDatabase(join(config.dataDir, "paperboy.db"));
  const papers = createPaperStore(database);
  const sources = createSourceStateStore(database);
  const channels = createChannelStore(database);
  const subscriptions = createSubscriptionStore(database);
  const readers = createReaderStore(database);
  const deliveries = createDeliveryStore(database);
  const departures = createDepartures(database);

  const userAgent = `Paperboy/${version} (+${config.contact})`;
  const huggingFace = createHuggingFace({ ...config.huggingFace, userAgent, log });
  const arxiv = createArxiv({ ...config.arxiv, userAgent, log, now });
  const ingest = createIngest({ papers, states: sources, huggingFace, log });
  const categorize = createCategorize({ papers, arxiv, log });
  const lookup = createLookup({ papers, huggingFace, arxiv, log });
  const remote = config.huggingFace.search
    ? createRemoteSearch({ ask: huggingFace.search, papers, log })
    : undefined;
  const { baseUrl, apiKey, chat, embedding } = config.openai;
  const server = { baseUrl, apiKey, userAgent, now, log };
  const budget = embedding && createTokenBudget({ ...embedding, database, purpose: "embeddings" });
  const vectorFile = join(config.dataDir, "vectors.db");
  const embeddings =
    embedding && createEmbeddings({ ...embedding, ...server, file: vectorFile, papers, budget });
  const indexFile = join(config.dataDir, "search.db");
  const search = await createSearch({ file: indexFile, papers, log, remote, embeddings });
  const writing = chat && createWriting({ ...chat, ...server, database });
  const summaries = createSummaries(writing);
  const questions = createQuestions({
    writing,
    fullTexts: createFullTexts({ database, huggingFace, log }),
  });

  const gistOf = (paper: Paper, language?: string) => summaries.gist(paper, { language });
  const caution = createSampleCaution(papers, sources);
  const freshness = createFreshness(sources, papers);
  const recent = createRecentPapersReader(papers, () => search.acronyms);
  const composer = createComposer({
    papers,
    recent,
    subscriptions,
    readers,
    seen: createSeenPapers(database),
    gistOf,
    works: createWorks(),
    facesInCatalog: (paper) => search.facesOf(paper),
    caution: caution.say,
  });
  const deliver = createDeliver({
    deliveries,
    channels,
    composer,
    feed: {
      lastSuccess: async () => (await sources.get("hugging-face")).succeededAt,
      refresh: (at) => ingest.refresh(at),
    },
    memory: createMemory(database, "delivery", now),
    platforms,
    onAmbiguous: config.onAmbiguous,
    now,
    log,
  });
  const prepareGists =
    writing &&
    createPrepareGists({
      deliveries,
      composer,
      canPost: (platform) => platforms.has(platform),
      prepare: writing.summaries.prepare,
      log,
    });
  const platformOf = (channel: Channel) => platforms.get(channel.platform);
  /** Whom a model writes for: in which language, and whose share of the budget it takes. */
  const writtenFor = async ({ channel, caller, now: at }: Call) => ({
    language: (await channels.find(channel))?.language,
    now: at,
    payer: { platform: channel.platform, workspace: channel.workspace, personId: caller.id },
  });

  const bot = createBot({
    handlers: allCommands({
      papers,
      recent,
      sources,
      channels,
      subscriptions,
      readers,
      deliveries,
      search,
      lookup,
      composer,
      deliver,
      freshness,
      version,
      detailsOf: async (paper, { channel }) => {
        // Only what a model wrote differs by language.
        const record = writing && (await channels.find(channel));
        return { gist: await gistOf(paper, record?.language) };
      },
      summaryOf: async (paper, call) => summaries.summary(paper, await writtenFor(call)),
      answerTo: async (paper, question, call) => questions.answer(paper, question, await writtenFor(call)),
      obstacle: async (channel) => platformOf(channel)?.obstacle(channel),
      optionsOf: (channel) => platformOf(channel)?.options ?? [],
      hasModel: writing !== undefined,
      more: async ({ channel, now: at }) => [
        ...(remote?.describe(at) ?? []),
        ...((await embeddings?.describe()) ?? []),
        ...(writing === undefined ? [] : await writing.budget.describe(channel, at)),
      ],
    }),
    now,
    log,
    caution: caution.remind,
    places: notingDepartures(deliver.places, departures, now),
  });

  return {
    bot,
    database,
    papers,
    channels,
    sources,
    huggingFace,
    ingest,
    categorize,
    search,
    deliver,
    deliveries,
    async forget(at) {
      await forgetExpired(database, at);
      for (const workspace of await departures.forget(at)) {
        log.info(workspace, "the data of a workspace that left was deleted");
      }
    },
    prepareGists,
    async close() {
      await search.close();
      await database.destroy();
    },
  };
}
