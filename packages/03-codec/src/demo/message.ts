// The message of the demo, and the schema that some encodings need in advance.

import type { JsonObject } from '@bytes-up/protocol';
import type { Schema } from '../other-ways/positional';

/** A request for the weather somewhere. */
export const MESSAGE = {
  in: 'report',
  city: 'Tromsø',
  degrees: -3,
  wind: 5.25,
  sunny: true,
  id: 300,
} satisfies JsonObject;

/** The schema that both sides of the positional encoding know. */
export const SCHEMA: Schema = [
  ['in', 'string'],
  ['city', 'string'],
  ['degrees', 'sint'],
  ['wind', 'f64'],
  ['sunny', 'bool'],
  ['id', 'uint'],
];

/** Different messages of the same shape. */
export function messages(count: number): (typeof MESSAGE)[] {
  return Array.from({ length: count }, (_, i) => ({ ...MESSAGE, degrees: (i * 7) % 40, id: i }));
}
