// The byte layouts that are drawn on the chapter's page, held to what the code writes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { caught } from './testing/caught';
import { subject } from './testing/subject';

const { encodeFrame, encodePositional, encodeVarint32, decodeBody } = subject();
const page = readFileSync(join(__dirname, '../../../docs/chapters/03-codec.md'), 'utf8');

/** The page's ```text blocks, each as its words. */
const drawings = [...page.matchAll(/^```text\n(.*?)^```/gms)].map(([, text = '']) =>
  text.split(/\s+/),
);

function isDrawn(bytes: Uint8Array): boolean {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return drawings.some((words) => words.join(' ').includes(hex));
}

test('the layouts on the page are the bytes that the code writes', () => {
  expect(isDrawn(encodeFrame('{"in":"ping"}'))).toBe(true);
  expect(isDrawn(encodeVarint32(300))).toBe(true);
  const schema = [
    ['method', 'string'],
    ['n', 'uint'],
  ] as const;
  expect(isDrawn(encodePositional(schema, { method: 'pi', n: 1000 }))).toBe(true);
  expect(isDrawn(encodeFrame('{"in":"pong"}'))).toBe(false);
});

test('the error on the page is the error of the code', () => {
  const error = caught(() => decodeBody(Buffer.from('{"in":x}'), { maxDepth: 64 }));
  expect(page).toContain(`${error.message}\n\n${error.picture}\n`);
});

test('the frame of the command `bytes` on the page is the one that is drawn', () => {
  expect(page).toContain(`npm start -- bytes ${encodeFrame('{"in":"ping"}').toString('hex')}`);
});
