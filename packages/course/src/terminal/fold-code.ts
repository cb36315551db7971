// Lines of code in a window that is narrower than they are. They break between words, as
// the language allows it, so that they are still the same code.

import { displayWidth } from './width';

/** TypeScript may break anywhere between two words, a shell's command behind a `\`. */
const LANGUAGES = ['ts', 'sh'] as const;
type Language = (typeof LANGUAGES)[number];

function isLanguage(language: string): language is Language {
  return (LANGUAGES as readonly string[]).includes(language);
}

const INDENT = '    ';
/** What a shell's line ends with if the command goes on. */
const GOES_ON = ' \\';
/** What stays on one line with the next word: a line end would end the statement. */
const ENDS_THERE = /\b(?:return|throw|yield|break|continue|async|type|interface|abstract)$/;
/** Strings, and anything else without a space. */
const WORD = /(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|\S)+/y;
/** In a comment, an apostrophe begins no string. */
const WORD_OF_COMMENT = /\S+(?: \*\/)?/y;

interface Word {
  /** The spaces in front of it. */
  readonly gap: string;
  text: string;
  readonly isComment: boolean;
}

/**
 * @param width in columns
 * @returns its lines, at most this wide where there is a place to break
 */
export function foldCode(code: string, width: number, language: string): readonly string[] {
  if (!isLanguage(language)) return code.split('\n');
  let isTemplate = false; // a string of several lines, which must keep them
  return code.split('\n').flatMap((line) => {
    const lines = isTemplate ? [line] : foldLine(line, width, language);
    if (language === 'ts' && line.split('`').length % 2 === 0) isTemplate = !isTemplate;
    return lines;
  });
}

function foldLine(line: string, width: number, language: Language): readonly string[] {
  if (displayWidth(line) <= width) return [line];
  const [first, ...words] = wordsOf(line, language);
  if (first === undefined) return [line];
  const lines: string[] = [];
  let now = first.gap + first.text;
  let next = first.gap + (first.isComment ? markOf(first.text) : INDENT);
  let isComment = first.isComment;
  /** What the line in front of a word ends with. */
  const endBefore = (word: Word | undefined): string =>
    language === 'sh' && word?.isComment === false ? GOES_ON : '';
  for (const [at, word] of words.entries()) {
    const begins = word.isComment && !isComment;
    const after = endBefore(words[at + 1]);
    if (displayWidth(now + word.gap + word.text + after) <= width) {
      now += word.gap + word.text;
    } else {
      lines.push(now + endBefore(word));
      now = next + word.text;
    }
    if (begins) next += markOf(word.text);
    isComment = word.isComment;
  }
  return [...lines, now];
}

function wordsOf(line: string, language: Language): readonly Word[] {
  const words: Word[] = [];
  let isComment = false;
  for (let at = 0; at < line.length;) {
    const gap = /^ */.exec(line.slice(at))?.[0] ?? '';
    at += gap.length;
    isComment ||= beginsComment(line.slice(at), words.length === 0, language);
    const pattern = isComment ? WORD_OF_COMMENT : WORD;
    pattern.lastIndex = at;
    const text = pattern.exec(line)?.[0];
    if (text === undefined) break; // only spaces were left
    const last = words.at(-1);
    const isGlued = language === 'ts' && !isComment && ENDS_THERE.test(last?.text ?? '');
    if (last !== undefined && isGlued) last.text += gap + text;
    else words.push({ gap, text, isComment });
    at += text.length;
  }
  return words;
}

function beginsComment(text: string, isFirst: boolean, language: Language): boolean {
  if (language === 'sh') return text.startsWith('#');
  return /^\/[/*]/.test(text) || (isFirst && text.startsWith('* '));
}

/** What the next line of a comment begins with. */
function markOf(first: string): string {
  if (first.startsWith('/*')) return ' * ';
  return first === '*' ? '* ' : `${/^(?:#+|\/\/)/.exec(first)?.[0] ?? ''} `;
}
