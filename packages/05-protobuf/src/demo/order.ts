// The order of chapter 05's demo, its codec, and what sizes the demo compares.

import { join } from 'node:path';
import { loadProto, MessageCodec, parseProto, type Message } from '..';

export const shop = loadProto(join(__dirname, '../../proto/shop.proto'));
export const orders = new MessageCodec(shop.message('shop.Order'));
export const order: Message = {
  id: 300,
  customer: 'Ada',
  lines: [{ article: 'pen', count: 2, sizes: [1, 2, 300] }],
  state: 1,
  discount: -1,
  onAccount: true,
};

/** A number of this type with its key. Undefined if the type cannot hold it. */
export function bytesFor(type: string, value: number): number | undefined {
  const one = parseProto(`syntax = "proto3"; message One { ${type} a = 1; }`).message('One');
  try {
    return new MessageCodec(one).encode({ a: value }).length;
  } catch {
    return undefined;
  }
}

/** The bytes of an order with so many lines. */
export function sizesOf(count: number): { readonly bytes: number; readonly json: number } {
  const lines = Array.from({ length: count }, (_, i) => ({
    article: 'pen',
    count: i,
    sizes: [1, 2, 300],
  }));
  const large = { ...order, lines };
  return {
    bytes: orders.encode(large).length,
    json: Buffer.byteLength(JSON.stringify(large)),
  };
}

/** The order, written back with another id by a program whose schema has no customers. */
export function throughOldProgram(): { readonly seen: Message; readonly back: Message } {
  const old = new MessageCodec(shop.message('shop.OldOrder'));
  const seen = old.decode(orders.encode(order));
  return { seen, back: orders.decode(old.encode({ ...seen, id: 301 })) };
}

/** Two orders in a row, decoded as one message. */
export function twoInARow(): Message {
  const [first, second] = [orders.encode({ id: 1, customer: 'Ada' }), orders.encode({ id: 2 })];
  return orders.decode(Buffer.concat([first, second]));
}
