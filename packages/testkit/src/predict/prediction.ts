// A prediction: a question that a learner answers with a guess, and the experiment that
// then shows the answer. A chapter has its predictions in src/demo/predictions.ts; the
// terminal, the demo and the page read them from there.

/** The result of an experiment. */
export interface Measured {
  readonly value: number | string;
  /** A few lines of the run, for the learner to read. */
  readonly shown: readonly string[];
}

export interface Prediction {
  /** Its name within the chapter: `ping-frame`. */
  readonly id: string;
  /** It is asked before this heading of the chapter's page. */
  readonly before: string;
  /** Markdown. */
  readonly question: string;
  /** The kind of guess: an amount, one of several choices, or a word. */
  readonly answer:
    { readonly unit: string } | { readonly choices: readonly string[] } | { readonly word: string };
  /**
   * What the explanation expects: a value, or a minimum and a maximum. It holds on every
   * machine, so times and rates are ratios.
   */
  readonly expected: number | string | readonly [least: number, most: number];
  /** The system that the experiment needs, if it does not run on every system. */
  readonly needs?: 'linux';
  /** Measures, in less than about three seconds. */
  readonly experiment: () => Measured | Promise<Measured>;
  /** One paragraph of Markdown. */
  readonly explanation: string;
}

/** True for a value that the explanation explains. */
export function isExpected({ expected }: Prediction, value: Measured['value']): boolean {
  if (typeof expected !== 'object') return value === expected;
  const [least, most] = expected;
  return typeof value === 'number' && value >= least && value <= most;
}

/** `between 2 and 3 times`: what the explanation expects. */
export function formatExpected(prediction: Prediction): string {
  const { expected } = prediction;
  if (typeof expected !== 'object') return formatValue(prediction, expected);
  const [least, most] = expected;
  if (most === Infinity) return `at least ${formatValue(prediction, least)}`;
  return `between ${least.toLocaleString('en')} and ${formatValue(prediction, most)}`;
}

/**
 * `1,000 bytes`; `about 37 times`, since a ratio of times is never exact; a word or a
 * choice unchanged.
 */
export function formatValue({ answer }: Prediction, value: number | string): string {
  if (typeof value === 'string' || !('unit' in answer)) return String(value);
  const exact = Number.isInteger(value);
  const amount = value.toLocaleString('en', exact ? {} : { maximumSignificantDigits: 2 });
  const unit = value === 1 ? answer.unit.replace(/(?<=ss)es$|s$/, '') : answer.unit;
  return `${exact ? '' : 'about '}${amount} ${unit}`;
}

/** Words after a number that make another one of it. */
const MULTIPLES =
  /^(?:[kmgt½¼¾]|[kmgt]i?b|k(?:ilo|ibi)bytes?|m(?:ega|ebi)bytes?|hundred|thousand|[mb]illion)$/;
/** Longer than any real guess. */
const MAX_GUESS_CHARS = 60;

/**
 * A guess in the form of the answer: `b` is the second choice, `about 20` is 20 bytes.
 * Undefined if it is empty or cannot be parsed.
 */
export function parseGuess(prediction: Prediction, typed: string): string | undefined {
  const text = typed
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, MAX_GUESS_CHARS);
  const { answer } = prediction;
  if ('choices' in answer) {
    const letter = /^\(?([a-z])\)?$/i.exec(text)?.[1]?.toLowerCase() ?? '';
    const nth = letter === '' ? -1 : letter.charCodeAt(0) - 'a'.charCodeAt(0);
    return answer.choices[nth] ?? answer.choices.find((choice) => choice === text);
  }
  if ('unit' in answer) {
    const number = numberIn(text, answer.unit);
    return number === undefined
      ? undefined
      : formatValue(prediction, number).replace(/^about /, '');
  }
  return text === '' ? undefined : text;
}

/**
 * The number in `about 1,000 bytes` or `1e3`. What may mean another number, such as
 * `10k`, `64 KiB`, `0x11`, `1,5` or `10-20`, is none.
 */
function numberIn(text: string, unit: string): number | undefined {
  const found = /^(\D*?)(-?\d+(?:[,_ ]\d{3})*(?:\.\d+)?(?:e\d{1,3})?)(\D*)$/i.exec(text);
  const [, before = '', digits = '', after = ''] = found ?? [];
  const [word = ''] = /^[^\s.,;!?]*/.exec(after.trim().toLowerCase()) ?? [];
  const isAttached = word !== '' && /^\S/.test(after);
  const isOther = isAttached ? !/^(?:%|×|x$)/.test(word) : MULTIPLES.test(word);
  const value = Number(digits.replaceAll(/[,_ ]/g, ''));
  if (digits === '' || /[.,]$/.test(before)) return undefined;
  if (isOther && !isStartOf(word, unit.toLowerCase())) return undefined;
  return Number.isFinite(value) ? value : undefined;
}

/** `byte` and `bytes long` for `bytes`, but not `b`, which may be bits. */
function isStartOf(word: string, unit: string): boolean {
  return word.length > 1 && (unit.startsWith(word) || word.startsWith(unit));
}

/** What to type: `bytes`, `a, b or c`. */
export function formatHint({ answer }: Prediction): string {
  if ('unit' in answer) return answer.unit;
  if ('word' in answer) return answer.word;
  const letters = answer.choices.map((_, nth) => letterOf(nth));
  return `${letters.slice(0, -1).join(', ')} or ${letters.at(-1) ?? ''}`;
}

/** The letter of a choice: `a` for the first. */
export function letterOf(nth: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + nth);
}
