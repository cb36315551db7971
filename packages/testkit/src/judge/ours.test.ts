import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as protocol from '@bytes-up/protocol';
import { oursAmong } from './ours';

// next to this file, where Node finds the packages
const folder = mkdtempSync(path.join(__dirname, 'ours-'));
const file = path.join(folder, 'frames.ts');
afterAll(() => rmSync(folder, { recursive: true }));

test('what a file imports from a package and re-exports is ours', () => {
  writeFileSync(file, "export { RpcError } from '@bytes-up/protocol';\n");
  const exports = { RpcError: protocol.RpcError, encodeFrame: () => undefined };
  expect(oursAmong(exports, ['RpcError', 'encodeFrame'], file)).toEqual(['RpcError']);
});

test('what it only uses is not', () => {
  writeFileSync(file, "import { RpcError } from '@bytes-up/protocol';\n");
  expect(oursAmong({ dispatch: () => undefined }, ['dispatch'], file)).toEqual([]);
});

test('our solution of an exercise is ours', () => {
  const solution = path.join(folder, 'exercises/it/solution.ts');
  mkdirSync(path.dirname(solution), { recursive: true });
  writeFileSync(solution, 'export const it = () => 1;\n');
  writeFileSync(file, "export { it as mine } from './exercises/it/solution';\n");
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it was made just now
  const { it } = require(solution) as { it: unknown };
  expect(oursAmong({ mine: it }, ['mine'], file)).toEqual(['mine']);
});
