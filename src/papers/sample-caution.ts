/** What is said with papers that come with Paperboy, as long as there are no others: why, once, and then a mark. */
import type { PaperStore } from "./paper-store.ts";
import type { SourceStateStore } from "./source-state-store.ts";

export interface SampleCaution {
  /** That these are samples, and why; undefined while there are none. From then on it counts as said. */
  say(): Promise<string | undefined>;
  /** The same if it was not said yet, a short mark if it was. */
  remind(): Promise<string | undefined>;
}

const MARK = "Sample papers only.";

export function createSampleCaution(
  papers: Pick<PaperStore, "sampleCount">,
  sources: Pick<SourceStateStore, "get">,
): SampleCaution {
  let said: string | undefined;

  const caution = async () => {
    if ((await papers.sampleCount()) === 0) return undefined;
    const { problem = "no list with papers has been fetched yet." } = await sources.get("hugging-face");
    return `Sample papers that come with Paperboy: ${problem}`;
  };

  return {
    async say() {
      said = await caution();
      return said;
    },
    async remind() {
      const now = await caution();
      if (now === undefined || now === said) return now && MARK;
      said = now;
      return now;
    },
  };
}
