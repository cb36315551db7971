// Below a command that takes bytes apart in the terminal, the inspector with them.

import type { MarkdownRenderer } from 'vitepress';
import { isTranslated, languageOf, originalOf } from './languages/languages.js';
import { IN_ENGLISH } from './languages/translated-links.js';
import { wordsOf } from './languages/words.js';

const COMMAND = /^npm start -- bytes (?:--as (frame|resp|protobuf|varint) )?([\da-f ]+)$/m;

export function inspectorLinks(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence;
  if (!fence) throw new Error('VitePress has no rule for fences: commands get no links');
  md.renderer.rules.fence = (tokens, index, options, env: { relativePath?: string }, ...rest) => {
    const block = fence(tokens, index, options, env, ...rest);
    const token = tokens[index];
    const [, kind = 'frame', hex] = COMMAND.exec(token?.content ?? '') ?? [];
    const page = env.relativePath ?? '';
    if (token?.info.trim() !== 'sh' || hex === undefined || /^(?:zh\/)?inspector\.md$/.test(page))
      return block;
    // It is at the root of its language.
    const isOriginal = languageOf(page) !== 'en' && !isTranslated('inspector.md');
    const folders = (isOriginal ? page : originalOf(page)).split('/').length - 1;
    const up = '../'.repeat(folders) || './';
    const bytes = hex.replaceAll(' ', '');
    const href = `${up}inspector#as=${kind}&amp;hex=${bytes}`;
    const label = `${wordsOf(page).inspect}${isOriginal ? IN_ENGLISH : ''}`;
    return `${block}<InspectHere href="${href}" kind="${kind}" hex="${bytes}">${label}</InspectHere>\n`;
  };
}
