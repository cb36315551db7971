// How a claim is shown: `codec: varint.test.ts › 300 is AC 02`. The site uses this file
// too, so it imports nothing.

/** A test with a table, as jest prints its rows. */
export interface TableTitle {
  /** The first row's title, with those of the describe blocks around it: `a › b`. */
  readonly first: string;
  readonly rows: number;
}

/** By claim: `codec/varint.test.ts › %s is %s`. From docs/table-titles.json. */
export type TableTitles = Readonly<Record<string, TableTitle>>;

/** A claim's two parts, as written on its page. */
export interface Cited {
  readonly file: string;
  readonly titles: readonly string[];
}

/**
 * A claim as readers see it: the package, the file in it, the test. For a table test, the
 * first row. `codec: varint.test.ts › 300 is AC 02`
 * @param chapter the page's, if it has one: a claim's path may start in the chapter's
 *   folder
 */
export function describeClaim(
  claim: Cited,
  chapter: string | undefined,
  tables: TableTitles,
): string {
  const { file, titles } = claim;
  const isFromRoot = /^(?:packages|tools)\//.test(file) || chapter === undefined;
  const path = isFromRoot ? file : `packages/${chapter}/${file}`;
  const { name, inside } = split(path);
  const table = tables[tableKey({ file: path, titles })];
  const more = table === undefined || table.rows < 2 ? '' : `, and ${table.rows - 1} more rows`;
  return `${name}: ${inside} › ${shorten(table?.first ?? titles.join(' › '))}${more}`;
}

/**
 * The name of a claim in docs/table-titles.json: the package, the file's own name, and
 * the titles. A test file that moves inside its package keeps it.
 * @param cited with the path from the repository's root
 */
export function tableKey({ file, titles }: Cited): string {
  const { name, inside } = split(file);
  return [`${name}/${inside.slice(inside.lastIndexOf('/') + 1)}`, ...titles].join(' › ');
}

/** `packages/03-codec/src/varint.test.ts` is `varint.test.ts` of the package `codec`. */
function split(path: string): { name: string; inside: string } {
  const [, name = 'tools', inside = path] =
    /^(?:packages\/(?:\d\d-)?([^/]+)|tools)\/(?:src\/)?(.*)$/.exec(path) ?? [];
  return { name, inside };
}

/** A row's title may contain a whole message in hex. */
const MAX_TITLE_CHARS = 160;

function shorten(title: string): string {
  return title.length <= MAX_TITLE_CHARS ? title : `${title.slice(0, MAX_TITLE_CHARS)}…`;
}
