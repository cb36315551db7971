// The demo of chapter 05: a message byte by byte, the sizes of numbers, sizes compared
// with JSON, an old program that receives new fields, and two messages with no boundary
// between them.

import { formatSegments } from '@bytes-up/codec';
import { askBefore } from '@bytes-up/testkit';
import { explainProtobuf, type Value } from '.';
import { bytesFor, order, orders, shop, sizesOf, throughOldProgram, twoInARow } from './demo/order';
import { predictions } from './demo/predictions';

async function main(): Promise<void> {
  const ask = askBefore(predictions);
  await ask('cut-anywhere');
  byteByByte();
  await ask('minus-one');
  numbers();
  await ask('share-of-json');
  sizes();
  await ask('old-program');
  oldSchema();
  await ask('two-in-a-row');
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

function sizes(): void {
  console.log('\nAn order as protobuf and as JSON, in bytes:\n');
  for (const count of [1, 10, 100]) {
    const { bytes, json } = sizesOf(count);
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
  const { seen, back } = throughOldProgram();
  console.log(
    `    it sees ${Object.keys(seen).join(', ')}: ${seen.$unknown?.length} fields are unknown to it`,
  );
  console.log(`    we get id ${show(back['id'])}, customer ${show(back['customer'])}`);
}

function noBoundary(): void {
  console.log('\nTwo orders in a row, decoded as one message:\n');
  const read = twoInARow();
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

void main();
