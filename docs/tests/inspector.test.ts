// The wire inspector's page answers as the packages do in Node, over the vectors of the
// conformance suite and an input or two of each other kind.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { loadProto, type MessageType } from '@bytes-up/protobuf';
import {
  firstError,
  KINDS,
  MAX_BYTES,
  toHex,
  type Kind,
} from '../.vitepress/theme/inspector/kinds.js';
import { testInBrowser, useSite } from './support/browser.js';

const site = useSite({ keepsPages: true });
const ROOT = path.resolve(__dirname, '../..');

function kindOf(id: string): Kind {
  const found = KINDS.find((kind) => kind.id === id);
  if (found === undefined) throw new Error(`no kind ${id}`);
  return found;
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));
}

/** What Node says: offset, hex, meaning, error. */
function expected(kind: Kind, hex: string, type?: MessageType): string[] {
  return kind
    .explain(bytesOf(hex), type)
    .map(({ offset, bytes, meaning, error = '' }) =>
      [offset, toHex(bytes), meaning, error].join(' | '),
    );
}

/** What the page says to the same bytes. */
async function answer(page: Page, hex: string): Promise<string[]> {
  await page.locator('textarea.hex').fill(hex);
  return page.locator('.wire-inspector tbody tr').evaluateAll((rows) =>
    rows.map((row) => {
      const text = (selector: string): string => row.querySelector(selector)?.textContent ?? '';
      const error = text('.error:not(.typed)').replace(/^✗ /, '');
      return [text('td'), text('.hex-cell'), text('.meaning'), error].join(' | ');
    }),
  );
}

async function choose(page: Page, id: string): Promise<void> {
  await page.locator(`.kinds input[value=${id}]`).check();
}

let opened: Promise<Page> | undefined;

/** The page, loaded once for all tests. */
function openInspector(): Promise<Page> {
  opened ??= load('');
  return opened;
}

async function load(hash: string): Promise<Page> {
  const page = await site().open(`inspector${hash}`, { viewport: { width: 1280, height: 900 } });
  await page.locator('.wire-inspector').waitFor();
  return page;
}

testInBrowser('frames: every vector of the suite', async () => {
  const page = await openInspector();
  const frames = kindOf('frame');
  let count = 0;
  for (const area of ['framing', 'body', 'calls']) {
    const file = path.join(ROOT, `packages/conformance/vectors/${area}.json`);
    const vectors = JSON.parse(readFileSync(file, 'utf8')) as { send: string[] }[];
    for (const { send } of vectors) {
      const hex = send.join(' ');
      if (bytesOf(hex).length > MAX_BYTES) continue;
      expect(await answer(page, hex)).toEqual(expected(frames, hex));
      count += 1;
    }
  }
  expect(count).toBeGreaterThan(40);
});

testInBrowser.each([
  [
    'resp',
    ['2b4f4b0d0a', '2431300d0a', '24330d0a616263780d', '2a320d0a3a310d0a2c312e350d0a', 'ff0d0a'],
  ],
  ['varint', ['ac02', '8080', 'ffffffffffffffffff01', 'ffffffffffffffffffff']],
  [
    'thrift',
    ['822101', '8221010463616c631c15d00f0000', '7b', '822101001935020406', '82210100180800'],
  ],
  ['grpc', ['000000000308e807', '02', '000000000508e807']],
  ['http2', ['00000604000000000000030000006400', '0000040300000000010000000800']],
  ['protobuf', ['08ac021203416461', '1203ff', '0a', '2a00', '08ac02782a']],
])('%s: the same answers as in Node', async (id, inputs) => {
  const page = await openInspector();
  await choose(page, id);
  const kind = kindOf(id);
  if (kind.schema !== undefined) await page.locator('textarea.schema').fill('');
  for (const hex of [kind.sample, ...inputs]) {
    expect(await answer(page, hex)).toEqual(expected(kind, hex));
  }
});

testInBrowser('protobuf with a schema typed beside it, and an error in that schema', async () => {
  const page = await openInspector();
  await choose(page, 'protobuf');
  const proto = path.join(ROOT, 'packages/18-grpc/proto/pi.proto');
  await page.locator('textarea.schema').fill(readFileSync(proto, 'utf8'));
  await page.locator('select').selectOption('pi.PiResponse');
  const hex = '09182d4454fb210940';
  const type = loadProto(proto).message('pi.PiResponse');
  expect(await answer(page, hex)).toEqual(expected(kindOf('protobuf'), hex, type));
  expect((await answer(page, hex)).at(-1)).toContain('value = 3.14159');
  await page.locator('textarea.schema').fill('syntax = "proto3"; message {}');
  await page.locator('[role=alert] .error', { hasText: 'typed.proto:1' }).waitFor();
});

testInBrowser('an error has its caret', async () => {
  const page = await openInspector();
  await choose(page, 'frame');
  const hex = '08000000 7b22696e223a787d';
  await answer(page, hex);
  const wrong = firstError(bytesOf(hex), kindOf('frame').explain(bytesOf(hex), undefined));
  expect(wrong?.picture).toContain('^^');
  expect(await page.locator('.failure p').textContent()).toBe(wrong?.message);
  expect(await page.locator('.failure pre').textContent()).toBe(wrong?.picture);
});

testInBrowser('text that is edited becomes bytes', async () => {
  const page = await openInspector();
  await choose(page, 'frame');
  await page.locator('textarea.text').fill('{"in":"ping"}');
  expect(await page.locator('textarea.hex').inputValue()).toBe(
    '0d 00 00 00 7b 22 69 6e 22 3a 22 70 69 6e 67 22 7d',
  );
  await choose(page, 'varint');
  await page.locator('textarea.text').fill('300 1');
  expect(await page.locator('textarea.hex').inputValue()).toBe('ac 02 01');
  await choose(page, 'resp');
  await page.locator('textarea.text').fill('*1\n$4\nPING');
  expect(await page.locator('textarea.hex').inputValue()).toBe(
    '2a 31 0d 0a 24 34 0d 0a 50 49 4e 47 0d 0a',
  );
});

testInBrowser.each([
  ['protobuf', 'customer = "Ada"', 'Grace', '08 ac 02 12 05 47 72 61 63 65 1a 03 01 02 03'],
  ['protobuf', 'items[1] = 2', '300', '08 ac 02 12 03 41 64 61 1a 04 01 ac 02 03 21'],
  ['thrift', '1.1 = 1000', '5', '82 21 01 04 63 61 6c 63 1c 15 0a 00 00'],
  ['grpc', 'n = 1000', '5', '00 00 00 00 02 08 05'],
])('%s: %s is edited, and its bytes change', async (id, meaning, text, bytes) => {
  const page = await openInspector();
  await choose(page, 'varint');
  await choose(page, id);
  const place = await page
    .locator('tbody tr')
    .evaluateAll(
      (rows, wanted) => rows.findIndex((one) => one.textContent?.includes(wanted)),
      meaning,
    );
  const input = page.locator('tbody tr').nth(place).locator('input.value');
  await input.fill(text);
  expect(await page.locator('textarea.hex').inputValue()).toContain(bytes);
  // The field keeps the focus, so typing goes on.
  expect(await input.evaluate((one) => one === document.activeElement)).toBe(true);
});

testInBrowser('a text can become empty, and be typed again', async () => {
  const page = await openInspector();
  await choose(page, 'thrift');
  const input = page.locator('tr', { hasText: 'the method is' }).locator('.value');
  await input.focus();
  for (const key of ['End', 'Backspace', 'Backspace', 'Backspace', 'Backspace'])
    await page.keyboard.press(key);
  expect(await page.locator('textarea.hex').inputValue()).toMatch(/^82 21 01 00 1c/);
  await page.keyboard.type('pi');
  expect(await page.locator('textarea.hex').inputValue()).toMatch(/^82 21 01 02 70 69 1c/);
});

testInBrowser('a value that does not fit is refused, and the bytes stay', async () => {
  const page = await openInspector();
  await choose(page, 'varint');
  await choose(page, 'thrift');
  const before = await page.locator('textarea.hex').inputValue();
  const input = page.locator('tr', { hasText: '1.1 = 1000' }).locator('.value');
  await input.fill('2147483648');
  expect(await page.locator('.typed').textContent()).toBe(
    'expected an integer of 32 bits, got "2147483648"',
  );
  expect(await input.getAttribute('aria-invalid')).toBe('true');
  expect(await page.locator('textarea.hex').inputValue()).toBe(before);
});

testInBrowser('a byte and its meaning light up together, by mouse and by key', async () => {
  const page = await openInspector();
  await choose(page, 'frame');
  await answer(page, kindOf('frame').sample);
  await page.locator('.run').nth(1).hover();
  expect(await page.locator('tr.lit').textContent()).toContain('the object begins');
  await page.mouse.move(0, 0);
  await page.locator('tbody tr').nth(2).focus();
  expect(await page.locator('.run.lit').textContent()).toContain('22 69 6e 22');
});

testInBrowser('an address can carry the bytes', async () => {
  const page = await load('#as=varint&hex=ac02');
  expect(await page.locator('textarea.hex').inputValue()).toBe('ac02');
  expect(await page.locator('tbody').textContent()).toContain('300');
});

testInBrowser('below the bytes of a page it opens with them, and closes again', async () => {
  const page = await site().open('chapters/03-codec', { viewport: { width: 1280, height: 900 } });
  const here = page.locator('.try').first();
  const link = here.locator('a').first();
  expect(await here.locator('.wire-inspector').count()).toBe(0);
  await link.click();
  const hex = await here.locator('textarea.hex').inputValue();
  expect(await link.getAttribute('href')).toBe(`../inspector#as=frame&hex=${hex}`);
  expect(await here.locator('.kinds input:checked').getAttribute('value')).toBe('frame');
  const meanings = await here.locator('.meaning').allTextContents();
  expect(meanings).toEqual(
    kindOf('frame')
      .explain(bytesOf(hex), undefined)
      .map(({ meaning }) => meaning),
  );
  expect(page.url()).toMatch(/chapters\/03-codec$/);
  await link.click();
  await here.locator('.wire-inspector').waitFor({ state: 'detached' });
});
