import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markedEnv } from '@bytes-up/testkit';
import { findLeftovers } from './find-leftovers';

let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bytes-up-leftovers-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  if (child?.kill('SIGKILL') === true) await once(child, 'exit');
  child = undefined;
});

const run = (parts = {}) => ({
  ...{ mark: 'a-mark', pid: process.pid, root: '/no/such/root', tempFolder: folder },
  ...parts,
});

/** A server that listens, its port, and its process. */
async function startServer(args: string[], env: NodeJS.ProcessEnv) {
  const code = `const s = require('node:net').createServer().listen(0, '127.0.0.1', () => console.log(s.address().port));`;
  child = spawn(process.execPath, ['-e', code, ...args], { env });
  if (child.stdout === null) throw new Error('no stdout');
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return { pid: child.pid, port: Number(chunk.toString()) };
}

const linux = process.platform === 'linux' ? test : test.skip;

linux('a process with the mark, and its port', async () => {
  const { pid, port } = await startServer([], markedEnv('a-mark'));
  expect(findLeftovers(run())).toEqual([
    expect.stringMatching(`^process ${pid}, listens on port ${port}: .*node -e const s`),
  ]);
  expect(findLeftovers(run({ mark: 'another' }))).toEqual([]);
});

linux('a process of the repository whose environment is its own', async () => {
  const { pid } = await startServer([join(folder, 'server.ts')], {});
  expect(findLeftovers(run({ root: folder }))).toEqual([
    expect.stringMatching(`^process ${pid}, listens on port`),
  ]);
  expect(findLeftovers(run({ root: '/elsewhere' }))).toEqual([]);
  // One that ran before the run began is not the run's.
  expect(findLeftovers(run({ root: folder, pid: -1 }))).toEqual([]);
});

test('files, but not the caches of tools', () => {
  writeFileSync(join(folder, 'answer.json'), '');
  mkdirSync(join(folder, 'bytes-up-x'));
  mkdirSync(join(folder, 'jest_rs'));
  mkdirSync(join(folder, 'node-compile-cache'));
  expect(findLeftovers(run()).sort()).toEqual([
    `file ${join(folder, 'answer.json')}`,
    `file ${join(folder, 'bytes-up-x')}`,
  ]);
});
