/** What export.arxiv.org's Atom API does, in both of the forms that its feeds have had. */
import { listen } from "./loopback.ts";

export interface ArxivServer {
  readonly url: string;
  /** Entries by id, as XML of the newer form. */
  readonly entries: Map<string, string>;
  /** `old` declares its namespaces on every element. */
  form: "new" | "old";
  /** Answered instead of papers. */
  status: number;
  /** Answered instead of a feed. */
  body: string | undefined;
  /** The ids of every request. */
  readonly asked: string[];
}

export interface ArxivEntry {
  readonly id: string;
  readonly title?: string;
  readonly summary?: string;
  readonly authors?: readonly string[];
  readonly comment?: string;
  readonly categories?: readonly string[];
}

export function atomEntry({
  id,
  title = `Paper ${id}`,
  summary = `What paper\n  ${id} found.`,
  authors = ["Ada Lovelace"],
  comment,
  categories = ["cs.CL", "cs.LG"],
}: ArxivEntry): string {
  return `<entry>
    <id>http://arxiv.org/abs/${id}v2</id>
    <updated>2026-11-20T10:00:00Z</updated>
    <published>2026-11-18T17:59:59Z</published>
    <title>${title}</title>
    <summary>${summary}</summary>
    ${authors.map((name) => `<author><name>${name}</name></author>`).join("")}
    ${comment === undefined ? "" : `<arxiv:comment>${comment}</arxiv:comment>`}
    <link href="https://arxiv.org/abs/${id}v2" rel="alternate" type="text/html"/>
    <arxiv:primary_category term="${categories[0]}"/>
    ${categories.map((term) => `<category term="${term}" scheme="http://arxiv.org/schemas/atom"/>`).join("")}
  </entry>`;
}

/** arXiv says what is wrong with a request in an entry. */
export const ERROR_ENTRY = `<entry>
    <id>http://arxiv.org/api/errors#incorrect_id_format_for_x</id>
    <title>Error</title>
    <summary>incorrect id format for x</summary>
    <updated>2026-11-20T00:00:00Z</updated>
    <author><name>arXiv api core</name></author>
  </entry>`;

export function atomFeed(entries: string, form: "new" | "old" = "new"): string {
  if (form === "new") {
    return `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/abc</id><title>arXiv Query: search_query=&amp;id_list=1</title>
  <updated>2026-11-20T12:00:00Z</updated><opensearch:totalResults>1</opensearch:totalResults>
  ${entries}
</feed>`;
  }
  const old = entries.replaceAll(/<arxiv:\w+/g, '$& xmlns:arxiv="http://arxiv.org/schemas/atom"');
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link href="http://arxiv.org/api/query?id_list=1" rel="self" type="application/atom+xml"/>
  <title type="html">ArXiv Query: search_query=&amp;id_list=1</title>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults>
  ${old}
</feed>
`;
}

export async function startArxiv(): Promise<ArxivServer> {
  const server: Omit<ArxivServer, "url"> = {
    entries: new Map(),
    form: "new",
    status: 200,
    body: undefined,
    asked: [],
  };
  const url = await listen((_request, response, address) => {
    const ids = address.searchParams.get("id_list") ?? "";
    server.asked.push(ids);
    const known = ids.split(",").map((id) => server.entries.get(id) ?? "");
    response.writeHead(server.status, { "content-type": "application/atom+xml" });
    response.end(server.body ?? atomFeed(known.join("\n"), server.form));
  });
  return Object.assign(server, { url });
}
