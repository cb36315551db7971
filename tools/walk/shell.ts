// Runs commands as a learner types them: to completion, or until ctrl-C. Their output
// goes to the walk's log.

import type { Children } from '../test-run/children';

export interface Ended {
  readonly code: number;
  /** Its output, both streams. */
  readonly output: string;
  readonly seconds: number;
}

export interface Running {
  readonly command: string;
  /** Sends ctrl-C, and waits for the end. */
  readonly stop: () => Promise<Ended>;
}

/** Only a failure waits this long, in milliseconds. */
const READY_WITHIN_MS = 120_000;
const ENDS_WITHIN_MS = 30 * 60_000;
const STOPS_WITHIN_MS = 60_000;
/** After ctrl-C a server of the course ends with 0, and a shell with 128 + 2. */
export const AFTER_CTRL_C: readonly number[] = [0, 130];

export class Shell {
  constructor(
    private readonly children: Children,
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly log: (text: string) => void,
  ) {}

  /** Runs a command to completion. Its standard input is empty. */
  run(command: string): Promise<Ended> {
    return this.#start(command, () => undefined).ended;
  }

  /**
   * Starts a command that keeps running. @throws Error if it ends, or prints no match in
   * time
   */
  async start(command: string, ready: RegExp): Promise<Running> {
    let output = '';
    let onReady = (): void => undefined;
    const isReady = new Promise<void>((resolve) => (onReady = resolve));
    // Without a shell in between, which would be the first to end at ctrl-C.
    const { ended, interrupt } = this.#start(`exec ${command}`, (chunk) => {
      output += chunk;
      if (ready.test(output)) onReady();
    });
    const early = ended.then(({ code }) => {
      throw new Error(`ended with exit code ${code} before it printed ${String(ready)}`);
    });
    try {
      await before(READY_WITHIN_MS, `did not print ${String(ready)}`, isReady, early);
    } catch (error) {
      interrupt('SIGKILL');
      throw error;
    }
    return {
      command,
      stop: async () => {
        interrupt('SIGINT');
        try {
          return await before(STOPS_WITHIN_MS, 'did not end after ctrl-C', ended);
        } finally {
          interrupt('SIGKILL');
        }
      },
    };
  }

  #start(
    command: string,
    onOutput: (chunk: string) => void,
  ): { ended: Promise<Ended>; interrupt: (signal: NodeJS.Signals) => void } {
    const began = performance.now();
    let output = '';
    let pid: number | undefined;
    this.log(`\n$ ${command.replace(/^exec /, '')}\n`);
    const ended = this.children
      .run(['/bin/sh', '-c', `exec 2>&1; ${command}`], {
        cwd: this.folder,
        env: this.env,
        limitMs: ENDS_WITHIN_MS,
        group: true,
        onStart: (started) => (pid = started),
        stdout: (chunk) => {
          output += chunk;
          this.log(chunk);
          onOutput(chunk);
        },
      })
      .then((code) => ({ code, output, seconds: (performance.now() - began) / 1000 }));
    // As a terminal does: to the whole foreground process group.
    const interrupt = (signal: NodeJS.Signals): void => {
      try {
        if (pid !== undefined) process.kill(-pid, signal);
      } catch {
        // ESRCH: it has ended.
      }
    };
    return { ended, interrupt };
  }
}

/** The first promise to settle, or an error at the timeout. */
async function before<T>(ms: number, why: string, ...promises: Promise<T>[]): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${why} within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([...promises, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether a program is installed. */
export async function isInstalled(shell: Pick<Shell, 'run'>, program: string): Promise<boolean> {
  return (await shell.run(`command -v ${program}`)).code === 0;
}
