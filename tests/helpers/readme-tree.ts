/** The tree of folders in README.md, read as a list of paths, and held against the real ones. */

/**
 * The paths in the first fenced block that has a line for `src/`, or undefined if there is none. Each line is
 * indented (or drawn with │ ├ └ ─) under its folder, and begins with one or more names; after three spaces
 * comes its comment:
 *
 *     src/                the core
 *       platform/         the port
 *     adapters/           index.ts lists them
 *       terminal/ other/
 */
export function readTree(markdown: string): readonly string[] | undefined {
  const blocks = [...markdown.matchAll(/^```[^\n]*\n(.*?)^```/gms)].map(([, text = ""]) => text);
  const tree = blocks.find((text) => /^[\s│├└─]*src\//m.test(text));
  if (tree === undefined) return undefined;
  const paths: string[] = [];
  const above: { indent: number; path: string }[] = [];
  for (const line of tree.split("\n")) {
    const [, drawn = "", rest = ""] = /^([\s│├└─]*)(.*)$/u.exec(line) ?? [];
    const names = namesIn(rest);
    if (names.length === 0) continue;
    while ((above.at(-1)?.indent ?? -1) >= drawn.length) above.pop();
    const folder = above.at(-1)?.path ?? "";
    paths.push(...names.map((name) => folder + name));
    const last = names.at(-1) ?? "";
    if (last.endsWith("/")) above.push({ indent: drawn.length, path: folder + last });
  }
  return paths;
}

function namesIn(text: string): readonly string[] {
  const [beforeComment = ""] = text.trim().split(/\s{3,}/);
  const words = beforeComment.split(/\s+/);
  const end = words.findIndex((word) => !/^[\w.@/-]*(?:\/|\.\w+)$/.test(word));
  return end < 0 ? words : words.slice(0, end);
}

/** What is wrong with the tree. `exists` is asked for every path in it; `folders` (ending in `/`) must all stand in it. */
export function findTreeFaults(
  tree: readonly string[],
  folders: readonly string[],
  exists: (path: string) => boolean,
): readonly string[] {
  return [
    ...tree
      .filter((path) => !exists(path))
      .map(
        (path) => `README.md's tree names ${path}, which does not exist: remove the line or mend the name.`,
      ),
    ...folders
      .filter((folder) => !tree.includes(folder))
      .map((folder) => `${folder} is not in README.md's tree: add a line that says what it is for.`),
  ];
}
