/** Run in a process of its own that gets killed: goes on with an index, batch after batch, and never ends by itself. */
import { openEngine } from "../../src/search/search-engine.ts";
import { openIndex } from "../../src/search/search-index.ts";
import { paper } from "../helpers/papers.ts";

const [file = ""] = process.argv.slice(2);
const engine = openEngine(openIndex(file));

for (let from = engine.position()?.change ?? 0; ; from += 50) {
  const batch = Array.from({ length: 50 }, (_, at) =>
    paper(`p${from + at}`, {
      title: `Retrieval ${from + at}`,
      abstract: `Retrieval of ${"words ".repeat(50)}`,
    }),
  );
  engine.write(batch, { epoch: 1, change: from + 50 });
  process.stdout.write(".");
}
