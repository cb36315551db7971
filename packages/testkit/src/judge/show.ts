// Values as a learner sees them: on one line, and never longer than three lines of a
// screen.

import { inspect } from 'node:util';
import { firstDifference, firstIndex } from './difference';

/** How many characters of a value are shown. */
const MAX_SHOWN = 160;
/** How many characters of a string inside it are shown. */
const MAX_STRING = 80;
const HEX_DIGITS = Buffer.from('0123456789abcdef');
/** Around the place where two long strings differ. */
const EXCERPT = 24;

/**
 * A value on one line. Bytes are shown as text if they are text, because most bodies are.
 */
export function show(value: unknown): string {
  if (value instanceof Error) return showError(value);
  if (value instanceof Uint8Array) return showBytes(value);
  const text = inspectWhole(value, MAX_STRING);
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)} …`;
}

/** Both sides of a failed comparison. Long ones are shown where they differ. */
export function showBoth(
  expected: unknown,
  came: unknown,
): { readonly expected: string; readonly came: string } {
  const both = { expected: show(expected), came: show(came) };
  const isCut = [expected, came].some((side) => inspectWhole(side, Infinity) !== show(side));
  if (both.expected !== both.came && !(isCut && isParentOrText(expected, came))) return both;
  const place = firstDifference(expected, came);
  const where = place.at === '' ? '' : `${place.at}: `;
  const [wanted, got] = [showAt(place.expected, place.came), showAt(place.came, place.expected)];
  if (wanted !== got) return { expected: where + wanted, came: where + got };
  const [kind, other] = [kindOf(place.expected), kindOf(place.came)];
  return { expected: `${where}${wanted}, a ${kind}`, came: `${where}${got}, a ${other}` };
}

/** The common mistake that explains a difference, if there is one. */
export function explainDifference(expected: unknown, came: unknown): string | undefined {
  const place = firstDifference(expected, came);
  if (place.came instanceof Promise) return 'It is a promise: is an `await` missing?';
  const isEmpty =
    typeof place.came === 'object' &&
    place.came !== null &&
    Object.getPrototypeOf(place.came) === Object.prototype &&
    Object.keys(place.came).length === 0;
  return isEmpty && place.at !== '' ? 'A promise as JSON is {}: is an `await` missing?' : undefined;
}

/** `ac 02`. Judges write the frames of whole bodies like this, so it must be quick. */
export function toHex(bytes: Uint8Array): string {
  const text = Buffer.alloc(Math.max(0, bytes.length * 3 - 1), ' ');
  bytes.forEach((byte, at) => {
    text[at * 3] = HEX_DIGITS[byte >> 4]!;
    text[at * 3 + 1] = HEX_DIGITS[byte & 0xf]!;
  });
  return text.toString('latin1');
}

function showError({ name, message }: Error): string {
  return message === '' ? `${name} without a message` : `${name}: ${message}`;
}

function showBytes(bytes: Uint8Array): string {
  const some = Buffer.from(bytes.subarray(0, 40));
  const dots = bytes.length > some.length ? ' …' : '';
  if (some.length === 0) return 'an empty body';
  const isText = some.every((byte) => byte >= 0x20 && byte < 0x7f);
  return isText ? `${some.toString('latin1')}${dots}` : `${toHex(some)}${dots}`;
}

function inspectWhole(value: unknown, maxStringLength: number): string {
  if (value instanceof Error || value instanceof Uint8Array) return show(value);
  return inspect(value, { depth: 4, breakLength: Infinity, compact: true, maxStringLength });
}

function isParentOrText(expected: unknown, came: unknown): boolean {
  return typeof expected === typeof came && ['object', 'string'].includes(typeof came);
}

/** One side of a difference: for a long string, its length and what is at that place. */
function showAt(value: unknown, other: unknown): string {
  if (typeof value !== 'string' || value.length <= MAX_STRING) return show(value);
  const length = `${value.length.toLocaleString('en-US')} characters`;
  if (typeof other !== 'string') return `${length}, ${JSON.stringify(value.slice(0, EXCERPT))} …`;
  const at = firstIndex(value, other);
  const from = Math.max(0, at - EXCERPT / 2);
  const excerpt = JSON.stringify(value.slice(from, at + EXCERPT / 2));
  return at < value.length
    ? `${length}; from character ${from} on ${excerpt}`
    : `${length}, and no more after ${excerpt}`;
}

function kindOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return typeof value;
  return (value as { constructor?: { name?: string } }).constructor?.name ?? 'object';
}
