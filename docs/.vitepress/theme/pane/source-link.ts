// What a link to source says: `<a class="source" href="../source/FILE.html#L12"
// data-to="40">`, made by course-markdown.ts; in a file's own page, links to what it
// imports.

/** Lines of a file that the pane can show. */
export interface Shown {
  /** The address of the file's own page, without the line. */
  readonly url: string;
  /** From the repository's root: `packages/03-codec/src/frame/frame-decoder.ts`. */
  readonly file: string;
  readonly from: number;
  readonly to: number;
  /** The name of the test, of a claim: `codec: varint.test.ts › 300 is AC 02`. */
  readonly test?: string;
}

/** @param base that relative links start at; the page's own if left out */
export function readSourceLink(
  link: HTMLAnchorElement,
  base = document.baseURI,
): Shown | undefined {
  const { origin, pathname, hash } = new URL(link.getAttribute('href') ?? '', base);
  const file = /\/source\/((?:packages|tools)\/.+)\.html$/.exec(pathname)?.[1];
  if (file === undefined) return undefined;
  const from = Number(hash.slice(2)) || 1;
  const to = Number(link.dataset['to']) || from;
  const shown = { url: `${origin}${pathname}`, file, from, to };
  return link.closest('.notes') ? { ...shown, test: link.textContent ?? '' } : shown;
}

/** The place that a click asks for: a link to source, or a claim's mark. */
export function askedFor(target: Element): Shown | undefined {
  const link = target.closest<HTMLAnchorElement>('a.source, .claim > a');
  if (link === null) return undefined;
  if (link.matches('a.source')) return readSourceLink(link);
  const note = document.querySelector<HTMLAnchorElement>(`${link.getAttribute('href')} a.source`);
  return note === null ? undefined : readSourceLink(note);
}

/**
 * The name of a file among others: `frame-decoder.ts`, of another package `08 server.ts`,
 * of two with one name `net/connection.ts`.
 * @param all the files that have a tab
 */
export function shortName(file: string, all: readonly string[], ownPackage?: string): string {
  const [, folder = ''] = /^packages\/([^/]+)\//.exec(file) ?? [];
  const place = folder === ownPackage ? '' : `${/^\d\d/.exec(folder)?.[0] ?? folder} `;
  const isTwice = all.some((other) => {
    return (
      other !== file && other.startsWith(`packages/${folder}/`) && nameOf(other) === nameOf(file)
    );
  });
  const parent = isTwice ? `${nameOf(file.slice(0, file.lastIndexOf('/')))}/` : '';
  return `${place}${parent}${nameOf(file)}`;
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

/** The command that runs a claim's test, quoted for a shell. */
export function proveCommand(test: string): string {
  return `npm start -- prove '${test.replaceAll("'", `'\\''`)}'`;
}
