// Numbers of a translated page against those of its original. Digits stay digits: a
// Chinese page may also write "seven" as 7 or 七, and no number of its own.

/** Grouped by commas or not, with decimals or not. */
const DIGITS = /\d+(?:[.,]\d+)*/g;
/** "One" and its kind are more often no number than one. */
const WORDS = [
  ...['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
  ...['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen', 'twenty'],
];
const HAN_DIGITS = '零一二三四五六七八九';

/** @returns what is missing in `own`, as the original writes it */
export function missingNumbers(own: string, theirs: string): string[] {
  const left = digitsOf(own);
  const digits = digitsOf(theirs).filter((number) => !take(left, number));
  const words = wordsOf(theirs).filter((word) => {
    const value = valueOf(word);
    return !digitsOf(own).includes(String(value)) && !hanOf(value).some((han) => own.includes(han));
  });
  return [...digits, ...new Set(words.map((word) => `"${word}"`))];
}

/** @returns what `own` has too much */
export function strangeNumbers(own: string, theirs: string): string[] {
  const left = [...digitsOf(theirs), ...wordsOf(theirs).map((word) => String(valueOf(word)))];
  return digitsOf(own).filter((number) => !take(left, number));
}

function digitsOf(text: string): string[] {
  return [...text.matchAll(DIGITS)].map(([number]) => number.replace(/,(?=\d{3}(?!\d))/g, ''));
}

function wordsOf(text: string): string[] {
  const words = new RegExp(`\\b(?:${WORDS.join('|')})\\b`, 'g');
  return text.toLowerCase().match(words) ?? [];
}

function valueOf(word: string): number {
  return WORDS.indexOf(word) + 2;
}

/** How a Chinese page writes a number from 2 to 20. */
function hanOf(value: number): string[] {
  if (value === 2) return ['二', '两', '双'];
  const [tens, ones] = [Math.floor(value / 10), value % 10];
  const ten = tens === 0 ? '' : `${tens === 1 ? '' : (HAN_DIGITS[tens] ?? '')}十`;
  return [ten + (ones === 0 ? '' : (HAN_DIGITS[ones] ?? ''))];
}

/** Removes one of them. @returns whether there was one */
function take(list: string[], value: string): boolean {
  const index = list.indexOf(value);
  if (index >= 0) list.splice(index, 1);
  return index >= 0;
}
