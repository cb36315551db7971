// The block of `name: value` lines between two `---` at the top of a page. Only flat
// values: that is all pages need.

export interface FrontMatter {
  readonly values: ReadonlyMap<string, string>;
  /** The page without the block. */
  readonly body: string;
  /**
   * The number of lines of the block, to convert line numbers of the body to those of the
   * file.
   */
  readonly lines: number;
}

const BLOCK = /^---\r?\n(?:([\s\S]*?)\n)??---[ \t]*(?:\r?\n|$)/;

export function splitFrontMatter(text: string): FrontMatter {
  const block = BLOCK.exec(text);
  if (!block) return { values: new Map(), body: text, lines: 0 };
  const values = new Map<string, string>();
  for (const line of (block[1] ?? '').split(/\r?\n/)) {
    const [, name, value] = /^(\w[\w-]*):\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined) values.set(name, unquote(value ?? ''));
  }
  return {
    values,
    body: text.slice(block[0].length),
    lines: block[0].split('\n').length - 1,
  };
}

function unquote(value: string): string {
  const [, , inner] = /^(["'])(.*)\1$/.exec(value) ?? [];
  return inner ?? value;
}
