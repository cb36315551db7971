// The load generator as a process of its own: started for one server and one workload, it
// holds its connections until it is closed, and does one run for each command.

import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { typescriptCommand } from '@bytes-up/testkit';
import { BenchError, type LoadGenerator } from '../../../src';
import type { KnownWire } from '../wire';
import { compileC } from './compile';
import type { HistogramEntry } from './histogram';

/** What one run of the load generator did. */
export interface LoadRun {
  readonly calls: number;
  readonly ms: number;
  /** Processor time of the load generator. */
  readonly userMs: number;
  readonly systemMs: number;
  readonly maxNs: number;
  readonly histogram: readonly HistogramEntry[];
}

export interface LoadPlan {
  readonly address: { readonly host: string; readonly port: number };
  readonly connections: number;
  readonly inFlight: number;
  /** Connections that call at a time, or visitors. Default: all. */
  readonly active?: number;
  readonly wire: KnownWire;
}

export type LoadKind = LoadGenerator['kind'];

const SOURCES = ['load.c', 'wire.c', 'load.h'].map((file) => join(__dirname, file));

/** The program, and what it is: C where it can be compiled. */
export function loadCommand(kind?: LoadKind): { kind: LoadKind; command: readonly string[] } {
  const compiled = kind === 'posix' ? undefined : compileC('load', SOURCES);
  if (compiled !== undefined) return { kind: 'c', command: [compiled] };
  return { kind: 'posix', command: typescriptCommand(join(__dirname, 'posix/main.ts')) };
}

export class Load {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #waiting: { resolve: (run: LoadRun) => void; reject: (error: Error) => void } | undefined;
  #errors = '';

  constructor([file = '', ...args]: readonly string[], plan: LoadPlan) {
    this.#child = spawn(file, [...args, ...argumentsOf(plan)], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const { stdin, stdout, stderr } = this.#child;
    stdin?.on('error', () => undefined); // EPIPE: it has ended, and its end says why
    const { preface = Buffer.alloc(0), request, answer } = plan.wire;
    stdin?.write(Buffer.concat([preface, request, answer]));
    stderr?.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
    if (stdout) createInterface(stdout).on('line', (line) => this.#take(line));
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#errors += error.message;
        this.#fail();
        resolve();
      });
      this.#child.once('close', () => {
        this.#fail();
        resolve();
      });
    });
  }

  /** Opens the connections and makes one call on each. */
  connect(): Promise<LoadRun> {
    return this.#run('connect');
  }

  /** @throws BenchError CONTENDER_FAILED if the server answered wrongly, or closed */
  closedLoop(ms: number): Promise<LoadRun> {
    return this.#run(`closed ${ms}`);
  }

  openLoop(ms: number, callsPerSecond: number): Promise<LoadRun> {
    return this.#run(`open ${ms} ${callsPerSecond}`);
  }

  visits(ms: number): Promise<LoadRun> {
    return this.#run(`visits ${ms}`);
  }

  /** Closes its connections, and resolves when the process has ended. */
  async close(): Promise<void> {
    this.#child.stdin?.end();
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  #run(command: string): Promise<LoadRun> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) this.#fail();
      else this.#child.stdin?.write(`${command}\n`);
    });
  }

  #take(line: string): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(JSON.parse(line) as LoadRun);
  }

  #fail(): void {
    const why = this.#errors.trim().split('\n').at(-1) ?? '';
    this.#waiting?.reject(
      new BenchError('CONTENDER_FAILED', why === '' ? 'the load generator ended' : why),
    );
    this.#waiting = undefined;
  }
}

function argumentsOf(plan: LoadPlan): string[] {
  const { wire, connections, inFlight, active = connections } = plan;
  const { numbered, preface = Buffer.alloc(0) } = wire;
  const numbering = numbered === undefined ? 0 : numbered.as === 'digits' ? 1 : 2;
  return [
    plan.address.host,
    ...[plan.address.port, connections, inFlight, active, wire.isHttp2 ? 1 : 0, numbering],
    ...[numbered?.requestAt ?? 0, numbered?.alsoAt ?? 0, numbered?.answerAt ?? 0, wire.checkFrom],
    ...[preface.length, wire.request.length, wire.answer.length],
  ].map(String);
}
