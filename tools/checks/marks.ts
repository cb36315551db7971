// Parts of a page that a command writes, between two marks:
// `<!-- chapters -->` and `<!-- /chapters -->`.

/**
 * The text between the marks; undefined unless each mark occurs once, in order.
 */
export function between(page: string, name: string): string | undefined {
  const [before, inside, ...rest] = page.split(`<!-- ${name} -->`);
  if (before === undefined || inside === undefined || rest.length > 0) return undefined;
  const [text, after, ...more] = inside.split(`<!-- /${name} -->`);
  return after === undefined || more.length > 0 ? undefined : text?.trim();
}

/** The page with the text replaced. @throws Error without the marks */
export function withText(page: string, name: string, text: string): string {
  const old = between(page, name);
  if (old === undefined) throw new Error(`no <!-- ${name} --> … <!-- /${name} -->`);
  const [before = '', after = ''] = page.split(new RegExp(`<!-- ${name} -->[^]*<!-- /${name} -->`));
  return `${before}<!-- ${name} -->\n\n${text}\n\n<!-- /${name} -->${after}`;
}
