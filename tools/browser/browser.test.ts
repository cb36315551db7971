// The chapters' codecs in a browser: the bundle that the site's build makes of them runs
// in a context that has only what a browser has, without Buffer, process and require, and
// must give the same answers as Node.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createContext, runInContext, type Context } from 'node:vm';
import * as codec from '@bytes-up/codec/browser';
import * as grpc from '@bytes-up/grpc/browser';
import * as protobuf from '@bytes-up/protobuf/browser';
import * as protocol from '@bytes-up/protocol';
import * as resp from '@bytes-up/resp/browser';
import * as thrift from '@bytes-up/thrift/browser';
import { answers, grpcBytes, protobufBytes, respBytes, thriftBytes, type Probe } from './probes';

const ROOT = resolve(__dirname, '../..');
const node = { protocol, codec, resp, protobuf, grpc, thrift };
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const DESCRIPTOR = textOf('packages/05-protobuf/proto/google/protobuf/descriptor.proto');

let context: Context;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bytes-up-browser-'));
  try {
    const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
    const config = join(ROOT, 'docs/.vitepress/browser-bundle.config.ts');
    const flags = ['build', '--config', config, '--outDir', folder, '--emptyOutDir'];
    await promisify(execFile)(process.execPath, [vite, ...flags], { cwd: join(ROOT, 'docs') });
    context = createContext({ TextDecoder, TextEncoder, performance });
    runInContext(readFileSync(join(folder, 'bytes-up.js'), 'utf8'), context);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function inBrowser(probe: Probe, texts: readonly string[]): string[] {
  const call = `JSON.stringify((${probe.toString()})(BytesUp, ${JSON.stringify(texts)}))`;
  return JSON.parse(runInContext(call, context) as string) as string[];
}

test('the context is not Node', () => {
  const names = ['Buffer', 'process', 'require', 'module', 'setImmediate'];
  const types = names.map((name) => runInContext(`typeof ${name}`, context) as string);
  expect(types).toEqual(names.map(() => 'undefined'));
});

test.each(['framing', 'body', 'calls'])('chapter 03 answers the vectors of %s', (area) => {
  const vectors = JSON.parse(textOf(`packages/conformance/vectors/${area}.json`)) as {
    send: string[];
  }[];
  const sent = vectors.map(({ send }) => send.join('').replaceAll(' ', ''));
  const expected = answers(node, sent);
  expect(expected.length).toBeGreaterThanOrEqual(2 * vectors.length);
  expect(inBrowser(answers, sent)).toEqual(expected);
});

test('chapter 04 reads and writes RESP', () => {
  const values = [
    '+OK\r\n',
    '-ERR no\r\n',
    ':-9007199254740993\r\n',
    '$5\r\n\xcf\x80\0\r\n\r\n',
    '$2\r\n\xff\xfe\r\n',
    '*2\r\n$4\r\nECHO\r\n$1\r\na\r\n',
    '%1\r\n+k\r\n,1.5\r\n',
    '=7\r\ntxt:abc\r\n',
    '(3492890328409238509324850943850943825024385\r\n',
    '$x\r\n',
  ];
  const expected = respBytes(node, values);
  expect(expected).toContain('*2\r\n$4\r\nECHO\r\n$1\r\na\r\n');
  expect(inBrowser(respBytes, values)).toEqual(expected);
});

test('chapter 05 reads a schema, and its messages with both decoders', () => {
  const schema = `syntax = "proto3";
    package test;
    message M {
      uint32 id = 1 [deprecated = true];
      string name = 2;
      fixed64 wide = 3;
      sint64 signed = 4;
      double real = 5;
      repeated int32 numbers = 6;
      M inner = 7;
      bytes blob = 8;
      float half = 9;
      sfixed64 low = 10;
    }`;
  const messages = [
    '08ac02',
    '1202cf80',
    '190000000000000080',
    '20ffffffffffffffffff01',
    '29182d4454fb210940',
    '3203010203',
    '3a0308ac02',
    '4202fffe',
    '4d0000c03f',
    '51feffffffffffffff',
    '1202ff80',
    '08ac02120361',
    '780a',
  ];
  const files = [DESCRIPTOR, schema, ...messages];
  const expected = protobufBytes(node, files);
  expect(expected).toEqual(expect.arrayContaining(['08ac02', '1202cf80', '190000000000000080']));
  expect(inBrowser(protobufBytes, files)).toEqual(expected);
});

test('chapter 18 reads and writes messages, and explains frames', () => {
  const preface = Buffer.from(grpc.PREFACE).toString('hex');
  const settings = '000006' + '04' + '00' + '00000000' + '0003' + '00000064';
  const settingsAck = '000000' + '04' + '01' + '00000000';
  const headers = '000001' + '01' + '04' + '00000001' + '82';
  const data = '000008' + '00' + '01' + '00000001' + '0000000003' + '08e807';
  const reset = '000004' + '03' + '00' + '00000001' + '00000008';
  const connection = preface + settings + settingsAck + headers + data + reset;
  const texts = [DESCRIPTOR, textOf('packages/18-grpc/proto/pi.proto'), connection];
  const expected = grpcBytes(node, texts);
  expect(expected.slice(0, 2)).toEqual(['000000000308e807', '000000000909182d4454fb210940']);
  expect(expected).toContain('RST_STREAM stream 1, 4 bytes: CANCEL');
  expect(inBrowser(grpcBytes, texts)).toEqual(expected);
});

test('chapter 19 reads and writes each protocol', () => {
  const expected = thriftBytes(node, []);
  const call = '80010001' + '0000000463616c63' + '00000001' + '0c0001' + '080001000003e8' + '0000';
  expect(expected).toContain(call);
  expect(inBrowser(thriftBytes, [])).toEqual(expected);
});
