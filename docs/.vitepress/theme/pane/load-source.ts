// Gets the lines of a source file out of its own page, once.

const loading = new Map<string, Promise<string>>();

/** @returns the lines as HTML @throws Error if the page cannot be loaded */
export function loadSource(url: string): Promise<string> {
  const known = loading.get(url);
  if (known !== undefined) return known;
  const lines = load(url);
  loading.set(url, lines);
  // A lost connection is tried again at the next click.
  lines.catch(() => loading.delete(url));
  return lines;
}

async function load(url: string): Promise<string> {
  // A page that was built again has other lines than the one in the browser's cache.
  const response = await fetch(url, { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const code = page.querySelector('pre.source > code');
  if (code === null) throw new Error(`${url}: no source in this page`);
  // The lines' ids would be ids of this page.
  for (const line of code.querySelectorAll('[id]')) line.removeAttribute('id');
  return code.innerHTML;
}
