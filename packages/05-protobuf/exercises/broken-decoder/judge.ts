// Judges my/broken/decode.ts: messages in pieces, and what must not be merged.

import { defineJudge, expectEqual, expectResult, toHex } from '@bytes-up/testkit';
import type { JudgedCase } from '@bytes-up/testkit';
import { parseProto, type Message, type MessageType, type Value } from '../../src/index';

interface Decoder {
  decodeMessage: (type: MessageType, bytes: Uint8Array) => Message;
}

const SYMPTOM = 'The symptom';
const STAYS = 'What must stay';
const NAMES = ['decodeMessage'] as const;

const ORDER = parseProto(`
  syntax = "proto3";
  message Order {
    uint32 id = 1;
    Customer customer = 2;
    repeated Line lines = 3;
    optional sint32 discount = 4;
    oneof payment {
      Card card = 5;
      bool cash = 6;
    }
    map<string, Customer> contacts = 7;
  }
  message Customer {
    string name = 1;
    Address address = 2;
    repeated string phones = 3;
  }
  message Address {
    string street = 1;
    string city = 2;
  }
  message Line {
    string article = 1;
    int32 count = 2;
  }
  message Card {
    string number = 1;
    string holder = 2;
  }
`).message('Order');

const ID = '08 07';
const ADA = text(1, 'Ada');
const BONN = field(2, text(2, 'Bonn'));

export const judge = defineJudge<Decoder>({
  stages: [
    {
      title: 'the symptom',
      names: NAMES,
      cases: [
        decodes(SYMPTOM, 'an order in one piece', [ID, field(2, ADA, BONN)], 'customer', {
          name: 'Ada',
          address: { street: '', city: 'Bonn' },
          phones: [],
        }),
        decodes(
          SYMPTOM,
          'the customer in two pieces',
          [ID, field(2, ADA), field(2, BONN)],
          'customer',
          {
            name: 'Ada',
            address: { street: '', city: 'Bonn' },
            phones: [],
          },
        ),
        decodes(
          SYMPTOM,
          'the address in two pieces, each in a piece of the customer',
          [field(2, ADA, BONN), ID, field(2, field(2, text(1, 'Am Hof')))],
          'customer',
          { name: 'Ada', address: { street: 'Am Hof', city: 'Bonn' }, phones: [] },
        ),
        decodes(
          SYMPTOM,
          'a list in two pieces of the customer',
          [field(2, text(3, '1'), text(3, '2')), field(2, text(3, '3'))],
          'customer',
          { name: '', address: undefined, phones: ['1', '2', '3'] },
        ),
        decodes(
          SYMPTOM,
          'a field that both pieces set',
          [field(2, ADA, BONN), field(2, text(1, 'Bea'))],
          'customer',
          { name: 'Bea', address: { street: '', city: 'Bonn' }, phones: [] },
        ),
        decodes(
          SYMPTOM,
          'a member of a oneof in two pieces',
          [field(5, text(1, '42')), field(5, text(2, 'Ada'))],
          'card',
          { number: '42', holder: 'Ada' },
        ),
      ],
    },
    {
      title: 'the rest',
      names: NAMES,
      cases: [
        decodes(STAYS, 'a number that occurs twice', [ID, '08 09'], 'id', 9),
        decodes(STAYS, 'a number that occurs again as 0', ['20 03', '20 00'], 'discount', 0),
        decodes(
          STAYS,
          'two order lines stay two',
          [field(3, text(1, 'pen')), field(3, '10 02')],
          'lines',
          [
            { article: 'pen', count: 0 },
            { article: '', count: 2 },
          ],
        ),
        decodes(
          STAYS,
          'two members of a oneof',
          [field(5, text(1, '42')), '30 01'],
          'card',
          undefined,
        ),
        decodes(
          STAYS,
          'a member of a oneof that occurs again, after another one',
          [field(5, text(1, '42')), '30 01', field(5, text(2, 'Ada'))],
          'card',
          { number: '', holder: 'Ada' },
        ),
        decodes(
          STAYS,
          'two entries of a map with the same key',
          [field(7, text(1, 'a'), field(2, ADA)), field(7, text(1, 'a'), field(2, BONN))],
          'contacts',
          new Map([['a', { name: '', address: { street: '', city: 'Bonn' }, phones: [] }]]),
        ),
        decodes(
          STAYS,
          'unknown fields of both pieces',
          [field(2, ADA, '48 01'), field(2, '48 02')],
          'customer',
          {
            name: 'Ada',
            address: undefined,
            phones: [],
            $unknown: [Buffer.from([0x48, 1]), Buffer.from([0x48, 2])],
          },
        ),
      ],
    },
  ],
});

function decodes(
  section: string,
  title: string,
  fields: readonly string[],
  property: string,
  value: Value,
): JudgedCase<Decoder> {
  return {
    title,
    section,
    run: ({ decodeMessage }) => {
      const bytes = Buffer.from(fields.join('').replaceAll(' ', ''), 'hex');
      const given = `${toHex(bytes)}; ${property}`;
      const message = expectResult(given, () => decodeMessage(ORDER, bytes));
      expectEqual(given, value, message[property]);
    },
  };
}

/** A field of the wire type LEN, as hex. */
function field(number: number, ...parts: readonly string[]): string {
  const bytes = Buffer.from(parts.join('').replaceAll(' ', ''), 'hex');
  return toHex(Buffer.concat([Buffer.of((number << 3) | 2, bytes.length), bytes]));
}

function text(number: number, value: string): string {
  return field(number, toHex(Buffer.from(value)));
}
