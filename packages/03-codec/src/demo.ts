// The demo of chapter 03: one message in every encoding, half and sticky packets,
// compression by size, and errors that point to the bad byte. Every number is computed or
// measured while it runs.

import { DEFAULT_LIMITS } from '@bytes-up/protocol';
import { askBefore, wantsColor } from '@bytes-up/testkit';
import { showEncodings } from './demo/encodings';
import { MESSAGE } from './demo/message';
import { showSocket, showSplits } from './demo/pieces';
import { predictions } from './demo/predictions';
import { showBomb, showCompression, showNumbers, showRows } from './demo/sizes';
import { encodeFrame } from './frame/encode-frame';
import { explainFrame } from './explain/explain-frame';
import { formatSegments } from './explain/format-segments';
import { BodyError, decodeBody } from './body/json-body';

const HELP = `usage: node -r ./tools/ts.cjs packages/03-codec/src/demo.ts [--predict]

Prints one message in every encoding, splits and joins packets, compresses bodies of different
sizes, and shows errors. With --predict it asks what you expect first. Uses colours only in a terminal without NO_COLOR.`;

const color = wantsColor(process.stdout);

async function demo(): Promise<void> {
  const ask = askBefore(predictions);
  print('One message in every encoding', [JSON.stringify(MESSAGE), '', ...showEncodings()]);
  const request = encodeFrame('{"in":"ping","params":"hello","id":1}');
  await ask('length-of-tromso');
  print('A frame, byte by byte', [formatSegments(explainFrame(request), { color })]);
  await ask('one-recv-each');
  print('Half packets and sticky packets', [...showSplits(), '', ...(await showSocket())]);
  await ask('varint-of-minus-one');
  print('Numbers', showNumbers());
  await ask('names-once');
  print('Field names', showRows());
  await ask('zeros-deflated');
  print('Compression', [...showCompression(), '', ...showBomb()]);
  print('Errors that point to the bad byte', showErrors());
}

function showErrors(): string[] {
  const body = Buffer.from('{"in":"ping","params":hello}');
  const bigEndian = Buffer.from('0000001c', 'hex');
  return [
    explainError(body),
    '',
    formatSegments(explainFrame(Buffer.concat([bigEndian, body])), { color }),
  ];
}

function explainError(body: Buffer): string {
  try {
    decodeBody(body, DEFAULT_LIMITS);
  } catch (error) {
    if (error instanceof BodyError) return `${error.code}: ${error.message}\n${error.picture}`;
    throw error;
  }
  throw new Error('an invalid body was accepted');
}

function print(title: string, lines: readonly string[]): void {
  const heading = color ? `\u001b[1m${title}\u001b[0m` : title;
  console.log(`${heading}\n\n${lines.join('\n')}\n`);
}

const [argument] = process.argv.slice(2);
if (argument === undefined || argument === '--predict') {
  demo().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
} else if (argument === '--help') {
  console.log(HELP);
} else {
  console.error(
    `unknown argument ${JSON.stringify(argument)}: the demo takes --predict or nothing (see --help)`,
  );
  process.exitCode = 2;
}
