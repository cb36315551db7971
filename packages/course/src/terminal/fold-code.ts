// Lines of code in a window that is narrower than they are. They break between words
// where that does not change the code. A line that might change stays whole.

import { displayWidth } from './width';

/** How a language is read, as far as that decides where its lines may break. */
interface Language {
  /** Strings, and anything else without a space. */
  readonly word: RegExp;
  readonly string: RegExp;
  /** In the code around its strings: what else may contain spaces that matter. */
  readonly unclear: RegExp;
  readonly comment: RegExp;
  /** What a line ends with if the next one goes on. */
  readonly goesOn: string;
  /** A word that needs the next one on its line. */
  readonly keepsNext: RegExp;
  /** A word that needs the one before it on its line. */
  readonly keepsLast: RegExp;
}

const NEVER = /(?!)/;
const LANGUAGES: Readonly<Record<string, Language>> = {
  ts: {
    word: /(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|\S)+/y,
    string: /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/g,
    unclear: /[`'"/\\]/, // a template, or a regular expression
    comment: /^\/[/*]/,
    goesOn: '',
    keepsNext:
      /\b(?:return|throw|yield|break|continue|async|abstract|accessor|asserts|declare|get|interface|module|namespace|override|private|protected|public|readonly|set|static|type)$/,
    keepsLast: /^(?:=>|(?:as|is|satisfies)\b|\+\+|--)/,
  },
  sh: {
    word: /(?:'[^']*'|"(?:\\.|[^"\\])*"|\S)+/y,
    string: /'[^']*'|"(?:\\.|[^"\\])*"/g,
    unclear: /[`'"\\]|<</,
    comment: /^#/,
    goesOn: ' \\',
    keepsNext: NEVER,
    keepsLast: NEVER,
  },
};

const INDENT = '    ';
/** In a comment, an apostrophe begins no string. */
const WORD_OF_COMMENT = /\S+(?: \*\/)?/y;

/** Words that stay on one line. */
interface Piece {
  /** The spaces in front of it. */
  readonly gap: string;
  text: string;
  readonly isComment: boolean;
}

/**
 * @param width in columns
 * @param name the language, as Markdown names it; others than `ts` and `sh` stay whole
 * @returns its lines, at most this wide where there is a place to break
 */
export function foldCode(code: string, width: number, name: string): readonly string[] {
  const language = LANGUAGES[name];
  if (language === undefined) return code.split('\n');
  let isTemplate = false; // of several lines, in which every space matters
  return code.split('\n').flatMap((line) => {
    const pieces = piecesOf(line, language);
    const around = codeOf(pieces).replace(language.string, '');
    const wasTemplate = isTemplate;
    if (name === 'ts' && around.split('`').length % 2 === 0) isTemplate = !isTemplate;
    const isWhole = displayWidth(line) <= width || wasTemplate || language.unclear.test(around);
    return isWhole ? [line] : fold(pieces, width, language);
  });
}

function fold(
  [first, ...pieces]: readonly Piece[],
  width: number,
  language: Language,
): readonly string[] {
  if (first === undefined) return [''];
  const lines: string[] = [];
  let now = first.gap + first.text;
  const deeper = first.gap + INDENT;
  let next = first.isComment ? first.gap + markOf(first.text) : deeper;
  let isComment = first.isComment;
  /** What the line in front of a piece ends with. */
  const endBefore = (piece: Piece | undefined): string =>
    piece?.isComment === false ? language.goesOn : '';
  for (const [at, piece] of pieces.entries()) {
    const longer = now + piece.gap + piece.text;
    const turns = piece.isComment !== isComment;
    if (displayWidth(longer + endBefore(pieces[at + 1])) <= width) {
      now = longer;
    } else {
      lines.push(now + endBefore(piece));
      now = (turns ? deeper : next) + piece.text;
    }
    if (turns) next = piece.isComment ? deeper + markOf(piece.text) : deeper;
    isComment = piece.isComment;
  }
  return [...lines, now];
}

function piecesOf(line: string, language: Language): readonly Piece[] {
  const pieces: Piece[] = [];
  let comment = ''; // how it began
  for (let at = 0; at < line.length;) {
    const gap = /^\s*/.exec(line.slice(at))?.[0] ?? '';
    at += gap.length;
    if (comment === '') comment = commentAt(line.slice(at), pieces.length === 0, language);
    const isComment = comment !== '';
    const pattern = isComment ? WORD_OF_COMMENT : language.word;
    pattern.lastIndex = at;
    const text = pattern.exec(line)?.[0];
    if (text === undefined) break; // only spaces were left
    at += text.length;
    const last = pieces.at(-1);
    const isKept =
      !isComment && (language.keepsNext.test(last?.text ?? '') || language.keepsLast.test(text));
    if (last !== undefined && isKept && !last.isComment) last.text += gap + text;
    else pieces.push({ gap, text, isComment });
    if (comment.startsWith('/*') && text.endsWith('*/')) comment = '';
  }
  return pieces;
}

/** The beginning of a comment; empty if none begins here. */
function commentAt(text: string, isFirst: boolean, { comment }: Language): string {
  if (isFirst && text.startsWith('* ')) return '* '; // a line of a longer one
  return comment.exec(text)?.[0] ?? '';
}

function codeOf(pieces: readonly Piece[]): string {
  return pieces.map(({ gap, text, isComment }) => (isComment ? '' : gap + text)).join('');
}

/** What the next line of a comment begins with. */
function markOf(first: string): string {
  if (first.startsWith('/*')) return ' * ';
  return first === '*' ? '* ' : `${/^(?:#+|\/\/)/.exec(first)?.[0] ?? ''} `;
}
