// A table of three columns and more does not fit on a phone. There each row becomes a
// block, and each cell is named by its column: theme/course.css.

import type { MarkdownRenderer } from 'vitepress';

const MIN_COLUMNS = 3;

export function tables(md: MarkdownRenderer): void {
  md.core.ruler.push('tables', ({ tokens }) => {
    let names: string[] = [];
    let column = 0;
    for (const [index, token] of tokens.entries()) {
      const text = tokens[index + 1]?.children?.map(({ content }) => content).join('') ?? '';
      if (token.type === 'table_open') names = [];
      if (token.type === 'tr_open') column = 0;
      if (token.type === 'th_open') names.push(text);
      if (token.type === 'thead_close' && names.length >= MIN_COLUMNS) {
        const open = tokens.findLast(({ type }, at) => type === 'table_open' && at < index);
        open?.attrSet('class', 'stacks');
      }
      if (token.type === 'td_open' && names.length >= MIN_COLUMNS)
        token.attrSet('data-label', names[column++] ?? '');
    }
  });
  // VitePress's own rule makes the table reachable by the keyboard, without its classes.
  md.renderer.rules['table_open'] = (tokens, index) => {
    const isStack = tokens[index]?.attrGet('class') === 'stacks';
    return `<table tabindex="0"${isStack ? ' class="stacks"' : ''}>\n`;
  };
}
