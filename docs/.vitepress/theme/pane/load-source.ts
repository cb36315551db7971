// Gets the lines of a source file out of its own page, once.

export interface SourceLines {
  /** As HTML. */
  readonly html: string;
  /** The page of what changed in the file since an earlier one, and that one's name. */
  readonly changes?: { readonly url: string; readonly before: string };
}

const loading = new Map<string, Promise<SourceLines>>();

/** @throws Error if the page cannot be loaded */
export function loadSource(url: string): Promise<SourceLines> {
  const known = loading.get(url);
  if (known !== undefined) return known;
  const lines = load(url);
  loading.set(url, lines);
  // A lost connection is tried again at the next click.
  lines.catch(() => loading.delete(url));
  return lines;
}

async function load(url: string): Promise<SourceLines> {
  // A page that was built again has other lines than the one in the browser's cache.
  const response = await fetch(url, { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const code = page.querySelector('pre.source > code');
  if (code === null) throw new Error(`${url}: no source in this page`);
  // The lines' ids would be ids of this page.
  for (const line of code.querySelectorAll('[id]')) line.removeAttribute('id');
  const html = code.innerHTML;
  const link = page.querySelector<HTMLAnchorElement>('a.since');
  if (link === null) return { html };
  const address = new URL(link.getAttribute('href') ?? '', url).href;
  return { html, changes: { url: address, before: link.dataset['before'] ?? '' } };
}
