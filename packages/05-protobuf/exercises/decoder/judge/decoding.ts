// Cases of a decoder: a spec, bytes, and the message that must come, or the code.

import { expectCode, expectEqual, expectResult, fromHex, type JudgedCase } from '@bytes-up/testkit';
import type { Field, Spec } from './specs';

export interface Decoder {
  decode: (spec: Spec, bytes: Buffer) => unknown;
}

export function decodes(
  section: string,
  title: string,
  spec: Spec,
  hex: string,
  message: object,
): JudgedCase<Decoder> {
  return {
    title,
    section,
    run: ({ decode }) => {
      const given = `${describe(spec)}; ${shorten(hex)}`;
      expectEqual(
        given,
        plain(message),
        plain(expectResult(given, () => decode(spec, fromHex(hex)))),
      );
    },
  };
}

export function refuses(
  section: string,
  title: string,
  spec: Spec,
  hex: string,
): JudgedCase<Decoder> {
  return {
    title,
    section,
    run: async ({ decode }) => {
      const given = `${describe(spec)}; ${shorten(hex)}`;
      await expectCode(given, 'INVALID_ARGUMENT', () => decode(spec, fromHex(hex)));
    },
  };
}

/** `1 id uint32, 2 paid bool` */
function describe(spec: Spec): string {
  const fields = Object.entries(spec) as [string, Field][];
  return fields
    .map(([number, { name, type, repeated }]) => {
      const shown = typeof type === 'string' ? type : `{ ${describe(type)} }`;
      return `${number} ${name} ${shown}${repeated ? ' repeated' : ''}`;
    })
    .join(', ');
}

function shorten(hex: string): string {
  if (hex === '') return 'no bytes';
  return hex.length > 80 ? `${hex.slice(0, 60)} …` : hex.trim();
}

/** With a Buffer for every kind of bytes, and without properties that are undefined. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const set = Object.entries(value).filter(([, own]) => own !== undefined);
  return Object.fromEntries(set.map(([name, own]) => [name, plain(own)]));
}
