// Anchors of headings, as the site and as GitHub make them: the same link must work in
// both places.

/**
 * The site's rule (VitePress): everything except letters and digits becomes one dash, a
 * leading digit gets a `_`.
 */
export function siteSlug(heading: string): string {
  return heading
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .replace(/^(\d)/, '_$1')
    .toLowerCase();
}

/**
 * GitHub's rule: letters, digits, `_` and `-` stay, spaces become dashes, the rest goes.
 */
export function gitHubSlug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
    .replace(/ /g, '-');
}
