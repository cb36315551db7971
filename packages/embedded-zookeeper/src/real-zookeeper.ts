// The real server, for tests and for whoever wants to see it: six jars of Debian's packages, unpacked into a folder of this package, and Java. Nothing is
// installed, and nothing outside that folder is changed.

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const CACHE = resolve(__dirname, '../.cache');
const JARS = join(CACHE, 'root/usr/share/java');
const PACKAGES = [
  'libzookeeper-java',
  'libslf4j-java',
  'libdropwizard-metrics-java',
  'libsnappy-java',
];
const CLASS_PATH = [
  'zookeeper',
  'zookeeper-jute',
  'slf4j-api',
  'slf4j-nop',
  'metrics-core',
  'snappy-java',
];
const MAIN = 'org.apache.zookeeper.server.ZooKeeperServerMain';
/** A mirror that does not answer must not hold anybody up, in milliseconds. */
const DOWNLOAD_WITHIN_MS = 120_000;
/** It serves after less than half a second, on a machine that is not busy. */
const READY_WITHIN_MS = 30_000;
const ANSWERS_WITHIN_MS = 300;

/** Why the real server cannot run here; undefined when it can. */
export function whyNotReal(): string | undefined {
  if (spawnSync('java', ['-version']).status !== 0) return 'there is no Java';
  return CLASS_PATH.every((name) => existsSync(jar(name))) ? undefined : 'its jars are not here';
}

function jar(name: string): string {
  return join(JARS, `${name}.jar`);
}

/** Gets the jars from Debian. @throws Error when that is not possible */
export function downloadJars(): void {
  const debs = join(CACHE, 'debs');
  mkdirSync(debs, { recursive: true });
  run('apt-get', ['-q', 'download', ...PACKAGES], debs);
  for (const deb of readdirSync(debs))
    run('dpkg', ['-x', join(debs, deb), join(CACHE, 'root')], debs);
  rmSync(debs, { recursive: true });
}

function run(command: string, args: readonly string[], cwd: string): void {
  const options = { cwd, encoding: 'utf8', timeout: DOWNLOAD_WITHIN_MS } as const;
  const { status, error, stderr } = spawnSync(command, args, options);
  if (status === 0) return;
  throw new Error(`${command}: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
}

export class RealZooKeeper {
  readonly #folder = mkdtempSync(join(tmpdir(), 'bytes-up-zookeeper-'));
  #port = 0;
  #child: ChildProcess | undefined;

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    if (this.#port === 0) this.#port = await freePort();
    const config = join(this.#folder, 'zoo.cfg');
    const lines = [
      `dataDir=${join(this.#folder, 'data')}`,
      `clientPort=${this.#port}`,
      'clientPortAddress=127.0.0.1',
      'tickTime=200',
      'minSessionTimeout=200',
      'maxSessionTimeout=60000',
      'maxClientCnxns=0',
      'admin.enableServer=false',
      '4lw.commands.whitelist=*',
    ];
    writeFileSync(config, lines.join('\n'));
    const flags = [
      '-Xmx64m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-Dzookeeper.preAllocSize=64',
    ];
    const classPath = CLASS_PATH.map(jar).join(':');
    this.#child = spawn('java', [...flags, '-cp', classPath, MAIN, config], { stdio: 'ignore' });
    const endsAtMs = performance.now() + READY_WITHIN_MS;
    while (!(await this.#answers())) {
      if (performance.now() > endsAtMs || this.#child.exitCode !== null) {
        throw new Error('the real ZooKeeper does not serve');
      }
      await delay(20); // it has no line that says when it is ready: it has to be asked
    }
  }

  /** SIGTERM, from which it is gone in about 0.3 s; SIGKILL is the other way. Its data stay, either way. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGCONT'); // it may be frozen
    child.kill(signal);
    await ended;
  }

  /** Stands still: connections stay open, and nothing is read or said. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  wipe(): void {
    rmSync(join(this.#folder, 'data'), { recursive: true, force: true });
  }

  /** Leaves nothing behind. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Not by `ruok`, which says imok before it serves. */
  async #answers(): Promise<boolean> {
    const socket = connect(this.#port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', () => undefined);
    // One that comes while the server starts is accepted, and may never be answered.
    socket.setTimeout(ANSWERS_WITHIN_MS, () => socket.destroy());
    socket.write('srvr');
    await new Promise((done) => socket.once('close', done));
    return text.includes('Mode:');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
