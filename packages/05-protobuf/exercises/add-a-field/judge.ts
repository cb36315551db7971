// Judges my/protobuf/schema.ts with messages that are written with one schema and read
// with the other.

import { encodeVarint32 } from '@bytes-up/codec';
import { CaseFailed, defineJudge, expectEqual, expectResult } from '@bytes-up/testkit';
import type { JudgedCase } from '@bytes-up/testkit';
import { decodeMessage, encodeMessage, incompatibilities, parseProto } from '../../src/index';
import type { Message, MessageType, Schema, Value } from '../../src/index';

interface Answer {
  newSchema: () => string;
}

interface Types {
  readonly schema: Schema;
  readonly old: MessageType;
  readonly now: MessageType;
}

const OLD = parseProto(`
  syntax = "proto3";
  message Order {
    uint32 id = 1;
    string customer = 2;
    repeated string articles = 3;
    int32 discount = 4;
    bool express = 5;
  }
`);
const OLD_ORDER = { id: 7, customer: 'Ada', articles: ['pen', 'ink'], discount: 3 };
const NEW_ORDER = {
  id: 8,
  customerName: 'Bea',
  articles: ['cup'],
  discount: 0,
  note: 'by noon',
  priceChange: -2,
};

const WRITE = 'What to write';
const COMPATIBLE = 'Compatible';

export const judge = defineJudge<Answer>({
  stages: [
    {
      title: 'a new schema',
      names: ['newSchema'],
      cases: [
        judges('an Order with all its fields', WRITE, ({ now }) => {
          const order = decodeMessage(now, encode(now, NEW_ORDER));
          expectEqual('an order, written and read by a new program', NEW_ORDER, order);
        }),
        judges('a price change of -1 takes one byte after its key', WRITE, ({ now }) => {
          const bytes = encode(now, { priceChange: -1 }).length;
          const field = now.fields.find(({ property }) => property === 'priceChange');
          // any number will do, and from 16 on the key is longer
          const keyBytes = encodeVarint32((field?.number ?? 0) * 8).length;
          const given = 'an order with price_change -1 only; bytes after the key';
          expectEqual(given, 1, bytes - keyBytes);
        }),
      ],
    },
    {
      title: 'compatible',
      names: ['newSchema'],
      cases: [
        judges('an old order, read by a new program', COMPATIBLE, ({ old, now }) => {
          const order = decodeMessage(now, encode(old, OLD_ORDER));
          const expected = { ...OLD_ORDER, customerName: 'Ada' };
          expectFields('an order from an old program', expected, order);
          expectNothingNew('an order from an old program', order);
        }),
        judges('an old express order, read by a new program', COMPATIBLE, ({ old, now }) => {
          const bytes = encode(old, { ...OLD_ORDER, express: true });
          const order = decodeMessage(now, bytes);
          const given = 'an order from an old program with express: true';
          expectNothingNew(given, order);
          expectEqual(`${given}; unknown fields`, 1, order.$unknown?.length ?? 0);
        }),
        judges('a new order, read by an old program', COMPATIBLE, ({ old, now }) => {
          const order = decodeMessage(old, encode(now, NEW_ORDER));
          const expected = {
            id: 8,
            customer: 'Bea',
            articles: ['cup'],
            discount: 0,
            express: false,
          };
          expectFields('an order from a new program', expected, order);
        }),
        judges('a new order, written back by an old program', COMPATIBLE, ({ old, now }) => {
          const forwarded = encode(old, decodeMessage(old, encode(now, NEW_ORDER)));
          expectEqual('the order, read by a new program', NEW_ORDER, decodeMessage(now, forwarded));
        }),
        judges('the number 5 is reserved', WRITE, ({ now }) => {
          const isReserved = now.reserved.some(([from, to]) => from <= 5 && 5 <= to);
          expectEqual('whether a later field may have the number 5', false, !isReserved);
        }),
        judges('nothing else has changed', COMPATIBLE, ({ schema }) => {
          expectEqual('what the new schema breaks', [], incompatibilities(OLD, schema));
        }),
      ],
    },
  ],
});

function judges(title: string, section: string, run: (types: Types) => void): JudgedCase<Answer> {
  return {
    title,
    section,
    run: ({ newSchema }) => {
      const text = expectResult('newSchema()', newSchema);
      const schema = expectResult('the new schema', () => parseProto(text));
      const now = schema.messages.get('Order');
      if (now === undefined) {
        const came = [...schema.messages.keys()].join(', ') || 'no message';
        throw new CaseFailed({ given: 'the new schema', expected: 'a message Order', came });
      }
      run({ schema, old: OLD.message('Order'), now });
    },
  };
}

/** Fails if the schema lacks one of an order's properties. */
function encode(type: MessageType, order: Message): Buffer {
  const known = new Set(type.fields.map(({ property }) => property));
  const missing = Object.keys(order).filter((name) => name !== '$unknown' && !known.has(name));
  if (missing.length === 0) return Buffer.from(encodeMessage(type, order));
  const expected = `fields for ${Object.keys(order).join(', ')}`;
  throw new CaseFailed({ given: 'the schema', expected, came: `none for ${missing.join(', ')}` });
}

/** The values of the expected properties that the message has. */
function expectFields(given: string, expected: Message, came: Message): void {
  for (const [name, value] of Object.entries<Value>(expected)) {
    if (name in came) expectEqual(`${given}; ${name}`, value, came[name]);
  }
}

/** A new field may be optional: then it is undefined, and not zero. */
function expectNothingNew(given: string, { note, priceChange }: Message): void {
  expectEqual(`${given}; note`, '', note ?? '');
  expectEqual(`${given}; priceChange`, 0, priceChange ?? 0);
}
