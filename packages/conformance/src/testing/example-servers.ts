// The example servers in other languages, if those are installed.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeConformance } from '../jest-binding';

const EXAMPLES = join(__dirname, '../../examples');

const hasPython = spawnSync('python3', ['--version']).status === 0;
const hasGo = spawnSync('go', ['version']).status === 0;

/**
 * Defines a suite for each example server. If its language is not installed, its tests
 * are skipped by name.
 * @param only which cases; all of them by default.
 */
export function describeExamples(only?: readonly string[]): void {
  const selected = only === undefined ? {} : { only };

  (hasPython ? describe : describe.skip)('Python (skipped without python3)', () => {
    describeConformance({
      command: ['python3', join(EXAMPLES, 'python/server.py')],
      model: join(EXAMPLES, 'python/model.json'),
      ...selected,
    });
  });

  (hasGo ? describe : describe.skip)('Go (skipped without go)', () => {
    const folder = join(tmpdir(), `bytes-up-go-${process.pid}`);
    const server = join(folder, 'server');
    beforeAll(() => {
      rmSync(folder, { recursive: true, force: true });
      build(folder, server);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    describeConformance({
      command: [server],
      model: join(EXAMPLES, 'go/model.json'),
      ...selected,
    });
  });
}

/** Builds the Go server; the compiler's own temporary files stay in the folder too. */
function build(folder: string, server: string): void {
  const work = mkdtempSync(`${folder}-`);
  try {
    const env = { ...process.env, GOTMPDIR: work, GO111MODULE: 'off' };
    const source = join(EXAMPLES, 'go/server.go');
    execFileSync('go', ['build', '-o', server, source], { env, stdio: 'pipe' });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
