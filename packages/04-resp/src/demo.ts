// The demo of chapter 04: a request decoded, every type with its bytes, a request
// that arrives in pieces, invalid bytes, and a conversation with our service behind
// Redis' protocol.

import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { askBefore, launch, typescriptCommand } from '@bytes-up/testkit';
import { predictions } from './demo/predictions';
import { RespDecoder } from './decoder';
import { encodeCommand, encodeResp } from './encode';
import { bulk, type RespValue } from './value';

const TYPES: readonly (readonly [string, RespValue])[] = [
  ['simple string', { type: 'simple string', value: 'OK' }],
  ['simple error', { type: 'simple error', value: 'ERR unknown command' }],
  ['integer', { type: 'integer', value: -1n }],
  ['bulk string', bulk('two\r\nlines')],
  ['null, RESP2', bulk(null)],
  ['array', { type: 'array', value: [bulk('a'), { type: 'array', value: [] }] }],
  ['null, RESP3', { type: 'null', value: null }],
  ['boolean', { type: 'boolean', value: true }],
  ['double', { type: 'double', value: 1.5 }],
  ['big number', { type: 'big number', value: 2n ** 70n }],
  ['map', { type: 'map', value: [[bulk('key'), { type: 'integer', value: 1n }]] }],
  ['verbatim string', { type: 'verbatim string', format: 'txt', value: Buffer.from('hi') }],
];

async function main(): Promise<void> {
  const ask = askBefore(predictions);
  await ask('ping');
  await ask('a-megabyte');
  console.log('ECHO hello, as clients send it: an array of bulk strings\n');
  console.log(`    ${show(encodeCommand('ECHO', 'hello'))}\n`);
  console.log('The types, each with its first byte:\n');
  for (const [name, value] of TYPES)
    console.log(`    ${name.padEnd(17)}${show(encodeResp(value))}`);
  pieces();
  await ask('too-many-members');
  broken();
  await ask('pipelined');
  await conversation();
}

function pieces(): void {
  console.log('\nThe same request in pieces:\n');
  const decoder = new RespDecoder();
  const bytes = encodeCommand('ECHO', 'hello');
  for (let at = 0; at < bytes.length; at += 10) {
    const piece = bytes.subarray(at, at + 10);
    decoder.push(piece);
    const value = decoder.next();
    const said = value === undefined ? 'not complete' : `complete: ${value.type}`;
    console.log(`    ${show(piece).padEnd(28)}${said}`);
  }
}

function broken(): void {
  console.log('\nInvalid bytes:\n');
  for (const text of ['$-5\r\nhello\r\n', '*999999999999\r\n', ':12a\r\n']) {
    const decoder = new RespDecoder();
    decoder.push(Buffer.from(text));
    try {
      decoder.next();
    } catch (error) {
      console.log(`    ${show(Buffer.from(text)).padEnd(28)}${(error as Error).message}`);
    }
  }
}

/** Each command and its reply, byte for byte. */
async function conversation(): Promise<void> {
  console.log("\nOur service behind Redis' protocol:\n");
  const command = typescriptCommand(join(__dirname, 'main.ts'), '--quiet');
  const { process: server, address } = await launch(command);
  try {
    const socket = connect(address);
    for (const words of [['PING'], ['ECHO', 'hello'], ['RPC', 'pi', '1000'], ['GET', 'x']]) {
      const request = encodeCommand(...words);
      socket.write(request);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      console.log(`    → ${show(request)}\n    ← ${show(answer)}`);
    }
    socket.destroy();
  } finally {
    await server.stop();
  }
}

/** Bytes as text, with visible line breaks. */
function show(bytes: Buffer): string {
  return bytes.toString('latin1').replaceAll('\r\n', '⏎');
}

void main();
