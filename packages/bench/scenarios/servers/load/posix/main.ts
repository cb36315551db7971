// The load generator where nothing compiles C: the same arguments, commands and output as
// load.c, in JavaScript on the course's own system calls. It costs several times as much,
// so more of its rounds are invalid.

import { readSync } from 'node:fs';
import type { SocketAddress } from '@bytes-up/posix';
import { bucketOf } from '../histogram';
import { Connections, type Config } from './connections';

const NS_PER_MS = 1e6;

function main([host = '', port = '0', ...numbers]: readonly string[]): void {
  const [connections = 0, inFlight = 0, active = 0, isHttp2 = 0, numbering = 0, ...rest] =
    numbers.map(Number);
  const [requestAt = 0, alsoAt = 0, answerAt = 0, checkFrom = 0, ...sizes] = rest;
  if (isHttp2 !== 0) throw new Error('HTTP/2 needs the load generator in C: a C compiler');
  if (alsoAt !== 0) throw new Error('expected one place for the number');
  const input = new Input();
  const [preface, request, answer] = sizes.map((size) => input.bytes(size)) as [
    Buffer,
    Buffer,
    Buffer,
  ];
  const address: SocketAddress = { host, port: Number(port) };
  const config: Config = {
    ...{ address, connections, inFlight, active, preface, request, answer },
    ...{ numbering: (['none', 'digits', 'binary'] as const)[numbering] ?? 'none' },
    ...{ requestAt, answerAt, checkFrom },
  };
  const load = new Connections(config);
  for (let line = input.line(); line !== undefined; line = input.line()) {
    const [command = '', ms = 0, rate = 0] = line
      .split(' ')
      .map((word, i) => (i ? Number(word) : word));
    run(load, String(command), Number(ms), Number(rate));
  }
}

function run(load: Connections, command: string, ms: number, rate: number): void {
  const before = process.cpuUsage();
  const startMs = performance.now();
  load.tally.reset();
  if (command === 'connect') load.connect();
  else if (command === 'closed') load.closedLoop(ms);
  else if (command === 'open') load.openLoop(ms, rate);
  else if (command === 'visits') load.visits(ms);
  else throw new Error(`unknown command ${command}`);
  const { user, system } = process.cpuUsage(before);
  const counts = new Map<number, number>();
  for (const latencyMs of load.tally.latenciesMs) {
    const bucket = bucketOf(latencyMs * NS_PER_MS);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  const result = {
    calls: load.tally.calls,
    ms: performance.now() - startMs,
    userMs: user / 1e3,
    systemMs: system / 1e3,
    maxNs: Math.round(load.tally.maxMs * NS_PER_MS),
    histogram: [...counts],
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

/** Standard input, read without an event loop: epoll waits instead of it. */
class Input {
  #buffered = Buffer.alloc(0);

  bytes(count: number): Buffer {
    const bytes = Buffer.alloc(count);
    let filled = this.#buffered.copy(bytes);
    this.#buffered = this.#buffered.subarray(filled);
    while (filled < count) {
      const more = readSync(0, bytes, filled, count - filled, null);
      if (more === 0) throw new Error('standard input ended early');
      filled += more;
    }
    return bytes;
  }

  /** Undefined at the end. */
  line(): string | undefined {
    while (!this.#buffered.includes('\n')) if (!this.#read()) return undefined;
    const end = this.#buffered.indexOf('\n');
    return String(this.bytes(end + 1)).trimEnd();
  }

  #read(): boolean {
    // Only for a command, which is a short line: bytes() reads what is large in place.
    const chunk = Buffer.alloc(64 * 1024);
    const count = readSync(0, chunk);
    this.#buffered = Buffer.concat([this.#buffered, chunk.subarray(0, count)]);
    return count > 0;
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`load: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
