// The README's chapter table stands between two marks and is what `npm start -- list --markdown` prints.

const BEGIN = '<!-- chapters -->';
const END = '<!-- /chapters -->';

/** The text between the marks; undefined when they are not there, once each and in order. */
export function tableOf(readme: string): string | undefined {
  const [before, inside, ...rest] = readme.split(BEGIN);
  if (before === undefined || inside === undefined || rest.length > 0) return undefined;
  const [table, after, ...more] = inside.split(END);
  return after === undefined || more.length > 0 ? undefined : table?.trim();
}
