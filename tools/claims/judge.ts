// Runs the cited test on a mutant and says what became of it.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Children } from '../test-run/children';
import { citation, fromRoot, mutate, titlePattern, type Mutant } from './mutant';

/** `red` is what a mutant must be, `green` what the unchanged source must be. */
export type Verdict = 'red' | 'green' | 'no test ran' | 'does not load' | 'does not fit' | 'no end';

/**
 * A test that waits this long has failed: many mutants are servers that never answer.
 */
const TEST_TIMEOUT_MS = 60_000;
/** jest ends by itself, unless a test leaves something behind that runs. */
const LIMIT_MS = 240_000;

export interface Outcome {
  readonly verdict: Verdict;
  /** What jest says of the tests that failed, or why none ran; possibly empty. */
  readonly failures: string;
}

/** The part of jest's report that is read here. */
interface Report {
  readonly testResults: readonly {
    readonly status: string;
    /** Of the whole file: all failures, or why it could not be loaded. */
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

export class Judge {
  readonly #copy: string;
  readonly #children: Children;

  /** @param copy the folder in which files are changed */
  constructor(copy: string, children: Children) {
    this.#copy = copy;
    this.#children = children;
  }

  /** Runs the mutant's test with the change, and restores the file. */
  async judge(chapter: string, mutant: Mutant): Promise<Outcome> {
    const file = join(this.#copy, fromRoot(chapter, mutant.file));
    const source = readFileSync(file, 'utf8');
    try {
      writeFileSync(file, mutate(mutant, source));
    } catch (error) {
      return { verdict: 'does not fit', failures: String(error) };
    }
    try {
      return await this.run(chapter, [mutant.claim]);
    } finally {
      writeFileSync(file, source);
    }
  }

  /** Runs the tests that these claims of one test file name. */
  async run(chapter: string, claims: readonly string[]): Promise<Outcome> {
    const testFile = fromRoot(chapter, citation(claims[0] ?? '').file);
    const report = join(this.#copy, 'claims-report.json');
    rmSync(report, { force: true });
    await this.#children.run(
      [
        process.execPath,
        ...[join(this.#copy, 'node_modules', 'jest', 'bin', 'jest.js'), '-i', '--silent'],
        // a test of a mutant is cut where it fails, whatever it waits for there
        '--forceExit',
        ...['--cacheDirectory', join(this.#copy, '.cache')],
        ...['--runTestsByPath', testFile, '-t', titlePattern(claims)],
        ...['--json', '--outputFile', report],
      ],
      {
        cwd: this.#copy,
        env: { ...process.env, BYTES_UP_TEST_TIMEOUT_MS: String(TEST_TIMEOUT_MS) },
        limitMs: LIMIT_MS,
        stdout: 'ignore',
        stderr: 'ignore',
      },
    );
    return outcomeOf(report);
  }
}

function outcomeOf(report: string): Outcome {
  let text: string;
  try {
    text = readFileSync(report, 'utf8');
  } catch {
    return { verdict: 'no end', failures: '' }; // jest writes it last
  }
  const { testResults } = JSON.parse(text) as Report;
  const failures = testResults.map(({ message }) => message).join('\n');
  const statuses = testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ status }) => status),
  );
  if (statuses.includes('failed')) return { verdict: 'red', failures };
  if (statuses.includes('passed')) return { verdict: 'green', failures };
  const isBroken = testResults.some(({ status }) => status === 'failed');
  return { verdict: isBroken ? 'does not load' : 'no test ran', failures };
}
