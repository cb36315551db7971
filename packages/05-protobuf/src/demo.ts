// The demo of chapter 05: a message byte by byte, the sizes of numbers, sizes compared
// with JSON, an old program that receives new fields, and two messages with no boundary
// between them.

import { join } from 'node:path';
import { formatSegments } from '@bytes-up/codec';
import { explainProtobuf, loadProto, MessageCodec, parseProto, type Message, type Value } from '.';

const shop = loadProto(join(__dirname, '../proto/shop.proto'));
const orders = new MessageCodec(shop.message('shop.Order'));
const order: Message = {
  id: 300,
  customer: 'Ada',
  lines: [{ article: 'pen', count: 2, sizes: [1, 2, 300] }],
  state: 1,
  discount: -1,
  onAccount: true,
};

function main(): void {
  byteByByte();
  numbers();
  sizes();
  oldSchema();
  noBoundary();
}

function byteByByte(): void {
  console.log('An order, field by field (packages/05-protobuf/proto/shop.proto):\n');
  const segments = explainProtobuf(Buffer.from(orders.encode(order)), shop.message('shop.Order'));
  console.log(`${indented(formatSegments(segments))}\n`);
}

/** The same number in different types. */
function numbers(): void {
  console.log('The size of a number in bytes, including its key:\n');
  const types = ['int32', 'uint32', 'sint32', 'fixed32', 'double'] as const;
  console.log(`    ${''.padEnd(12)}${types.map((type) => type.padStart(9)).join('')}`);
  for (const value of [0, 1, 300, 2_147_483_647, -1]) {
    const bytes = types.map((type) => String(bytesFor(type, value) ?? '·').padStart(9));
    console.log(`    ${String(value).padEnd(12)}${bytes.join('')}`);
  }
}

/** Undefined if the type cannot hold the number. */
function bytesFor(type: string, value: number): number | undefined {
  const one = parseProto(`syntax = "proto3"; message One { ${type} a = 1; }`).message('One');
  try {
    return new MessageCodec(one).encode({ a: value }).length;
  } catch {
    return undefined;
  }
}

function sizes(): void {
  console.log('\nAn order as protobuf and as JSON, in bytes:\n');
  for (const count of [1, 10, 100]) {
    const lines = Array.from({ length: count }, (_, i) => ({
      article: 'pen',
      count: i,
      sizes: [1, 2, 300],
    }));
    const large = { ...order, lines };
    const bytes = orders.encode(large).length;
    const json = Buffer.byteLength(JSON.stringify(large));
    const share = `${((100 * bytes) / json).toFixed(0)} %`;
    console.log(
      `    ${String(count).padStart(3)} lines ${String(bytes).padStart(6)} ${String(json).padStart(6)}  ${share}`,
    );
  }
}

function oldSchema(): void {
  console.log(
    '\nA program whose schema has no customers changes the id and writes the order back:\n',
  );
  const old = new MessageCodec(shop.message('shop.OldOrder'));
  const read = old.decode(orders.encode(order));
  console.log(
    `    it sees ${Object.keys(read).join(', ')}: ${read.$unknown?.length} fields are unknown to it`,
  );
  const back = orders.decode(old.encode({ ...read, id: 301 }));
  console.log(`    we get id ${show(back['id'])}, customer ${show(back['customer'])}`);
}

function noBoundary(): void {
  console.log('\nTwo orders in a row, decoded as one message:\n');
  const [first, second] = [orders.encode({ id: 1, customer: 'Ada' }), orders.encode({ id: 2 })];
  const read = orders.decode(Buffer.concat([first, second]));
  console.log(
    `    the result is one order: id ${show(read['id'])}, customer ${show(read['customer'])}`,
  );
}

/** A number or a string. */
function show(value: Value): string {
  return typeof value === 'object' ? 'an object' : String(value);
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}

main();
