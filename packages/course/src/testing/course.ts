// Starts the course as a child, without a terminal, in a made-up checkout.

import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { typescriptCommand } from '../run-child';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  /**
   * Resolves when standard output contains the text; rejects with everything that was
   * printed if the course ends without it.
   */
  readonly printed: (text: string) => Promise<void>;
  readonly ended: Promise<Outcome>;
}

const running = new Set<Running>();

afterEach(async () => {
  for (const { child, ended } of running) {
    child.kill('SIGKILL'); // only left over if a test failed half-way
    await ended;
  }
});

export function startCourse(
  argv: readonly string[],
  {
    root,
    input,
    env = {},
  }: { root?: string; input?: string | Buffer; env?: NodeJS.ProcessEnv } = {},
): Running {
  const [node = '', ...rest] = typescriptCommand(path.join(__dirname, '..', 'main.ts'));
  const child = spawn(node, [...rest, ...argv], {
    env: {
      ...process.env,
      BYTES_UP_TYPES: 'off',
      ...(root !== undefined && {
        BYTES_UP_ROOT: root,
        BYTES_UP_PROGRESS: path.join(root, 'progress'),
      }),
      ...env,
    },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.on('error', () => undefined); // the course may end without reading
  child.stdin.end(input);
  const ended = new Promise<Outcome>((resolve) => {
    child.once('close', (code) => {
      running.delete(started);
      resolve({ code, stdout, stderr });
    });
  });
  const printed = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (stdout.includes(text)) resolve();
      };
      look();
      child.stdout.on('data', look);
      void ended.then(() => reject(new Error(`"${text}" was not printed: ${stdout}${stderr}`)));
    });
  const started: Running = { child, printed, ended };
  running.add(started);
  return started;
}

export function runCourse(...args: Parameters<typeof startCourse>): Promise<Outcome> {
  return startCourse(...args).ended;
}
