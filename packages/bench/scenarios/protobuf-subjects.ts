// The messages of the protobuf scenario: a tiny one, and one as large as an ordinary
// answer.

import { parseProto, type Message } from '@bytes-up/protobuf';

export const PROTO = `
  syntax = "proto3";
  package bench;

  message Tiny {
    int32 a = 1;
  }

  message Order {
    uint32 id = 1;
    string customer = 2;
    State state = 3;
    Address address = 4;
    repeated Line lines = 5;
    map<string, string> labels = 6;
    repeated int32 history = 7;
    bool gift = 8;
    double total = 9;
    string note = 10;
    uint32 created = 11;
  }

  message Address {
    string street = 1;
    string city = 2;
    string country = 3;
  }

  message Line {
    string sku = 1;
    int32 quantity = 2;
    double price = 3;
    repeated string tags = 4;
  }

  enum State {
    OPEN = 0;
    PAID = 1;
    SENT = 2;
  }
`;

export const schema = parseProto(PROTO, { file: 'bench.proto' });

/** A message in two forms: with a Map for our codec, with an object for the others. */
export interface Subject {
  readonly type: 'bench.Tiny' | 'bench.Order';
  readonly message: Message;
  readonly withObjects: Readonly<Record<string, unknown>>;
}

const tiny = { a: 150 };

const labels = Object.fromEntries([1, 2, 3, 4].map((n) => [`label-${n}`, `value number ${n}`]));
const order = {
  id: 123_456,
  customer: 'Ada Lovelace',
  state: 2,
  address: { street: "12 St James's Square", city: 'London', country: 'United Kingdom' },
  lines: Array.from({ length: 15 }, (_, n) => ({
    sku: `SKU-${1000 + 7 * n}-AB`,
    quantity: 13 * n,
    price: 9.99 * (n + 1),
    tags: ['fragile', `shelf ${n}`],
  })),
  history: Array.from({ length: 30 }, (_, n) => 3 * n * n),
  gift: true,
  total: 1234.5,
  note: 'Please ring twice, the bell is weak.',
  created: 1_700_000_000,
};

export const TINY: Subject = { type: 'bench.Tiny', message: tiny, withObjects: tiny };

export const ORDER: Subject = {
  type: 'bench.Order',
  message: { ...order, labels: new Map(Object.entries(labels)) },
  withObjects: { ...order, labels },
};
