// What a learner types, in a made-up checkout and with a fake shell that only records it.

import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CHAPTERS } from '@bytes-up/course';
import { Learner } from './learner';
import { Report } from './report';

let root: string;
beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'bytes-up-learner-'))));
afterEach(() => rmSync(root, { recursive: true }));

function put(name: string, text: string): void {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const PAGE = `# Message protocols

\`\`\`sh
npm start -- serve 3 --port 8080
npm start -- exercise 03-one
npm start -- serve 3 --port 8080 --engine pool
\`\`\`
`;

function course(): void {
  const about = { title: 'One', minutes: 5, size: 'short', teaches: [], after: [], version: 1 };
  const folder = 'packages/03-codec/exercises/one';
  put('docs/chapters/03-codec.md', PAGE);
  put(`${folder}/about.json`, JSON.stringify({ ...about, file: 'one.ts' }));
  put(`${folder}/solution.ts`, 'export const one = 1;\n');
  put('.bytes-up-progress', '');
}

/** @returns what was typed, and what failed */
async function walk({ readsWhole = true, codeAfterCtrlC = 0 } = {}): Promise<{
  typed: string[];
  failed: string[];
}> {
  const typed: string[] = [];
  const file = path.join(root, 'my/one.ts');
  const isSolved = (): boolean => {
    try {
      return readFileSync(file, 'utf8') === 'export const one = 1;\n// mine\n';
    } catch {
      return false;
    }
  };
  const progress = (line: string): void =>
    appendFileSync(path.join(root, '.bytes-up-progress'), line);
  const run = (command: string) => {
    typed.push(command);
    if (command.includes('-- read')) progress(readsWhole ? '03-codec read 2025-01-31\n' : '');
    const isVerify = command.includes('-- verify');
    if (isVerify && isSolved()) progress('03-one v1 passed 2025-01-31\n');
    const code = isVerify && !isSolved() ? 1 : 0;
    return Promise.resolve({ code, output: 'x'.repeat(5000), seconds: 0 });
  };
  const start = (command: string) => {
    typed.push(command);
    const stop = () => {
      typed.push(`^C ${command}`);
      return Promise.resolve({ code: codeAfterCtrlC, output: '', seconds: 0 });
    };
    return Promise.resolve({ command, stop });
  };
  const report = new Report(() => undefined);
  const [, , chapter] = CHAPTERS;
  if (chapter === undefined) throw new Error('no chapter 03');
  await new Learner(root, { run, start }, report, ['read', 'predict']).chapter(chapter);
  return { typed, failed: report.failed.map(({ command, why }) => `${command}: ${why}`) };
}

test('the page, its predictions, its commands as printed; exercises fail, then pass', async () => {
  course();
  const { typed, failed } = await walk();
  expect(failed).toEqual([]);
  expect(typed).toEqual([
    'npm start -- read 3',
    'npm start -- predict 3 < /dev/null',
    'npm start -- serve 3 --port 8080',
    'npm start -- exercise 03-one',
    'npm start -- verify 03-one',
    'npm start -- verify 03-one',
    '^C npm start -- serve 3 --port 8080',
    'npm start -- serve 3 --port 8080 --engine pool',
    '^C npm start -- serve 3 --port 8080 --engine pool',
  ]);
});

test('a page that does not count as read is a failure', async () => {
  course();
  expect((await walk({ readsWhole: false })).failed).toEqual([
    'npm start -- read 3: it does not count as read',
  ]);
});

test('a server that ends with 1 at ctrl-C is a failure, clients that still wait are not', async () => {
  course();
  const hold = 'npm start -- clients 3 --connect 127.0.0.1:8080 --hold';
  put('docs/chapters/03-codec.md', `# A\n\n\`\`\`sh\nnpm start -- serve 3\n${hold}\n\`\`\`\n`);
  expect((await walk({ codeAfterCtrlC: 1 })).failed).toEqual([
    'ctrl-C: npm start -- serve 3: exit code 1',
  ]);
});

test('a file that a command writes is removed after the last command that reads it', async () => {
  course();
  const bench = 'npm run bench -- --json servers.json';
  const demo = 'npm start -- demo 20 --results servers.json';
  put('docs/chapters/03-codec.md', `# A\n\n\`\`\`sh\n${bench}\n${demo}\n\`\`\`\n`);
  put('servers.json', '{}');
  expect((await walk()).failed).toEqual([]);
  expect(existsSync(path.join(root, 'servers.json'))).toBe(false);
});
