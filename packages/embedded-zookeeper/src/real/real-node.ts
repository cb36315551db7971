// One process of the real ZooKeeper: seven jars of Debian's packages, unpacked into a
// folder of this package, and Java, from there too if the machine has none. Nothing is
// installed, and nothing outside that folder is changed.

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const CACHE = process.env['BYTES_UP_ZOOKEEPER_CACHE'] ?? resolve(__dirname, '../../.cache');
const JARS = join(CACHE, 'root/usr/share/java');
const PACKAGES = [
  'libzookeeper-java',
  'libslf4j-java',
  'libdropwizard-metrics-java',
  'libsnappy-java',
  'libcommons-cli-java',
];
const CLASS_PATH = [
  'zookeeper',
  'zookeeper-jute',
  'slf4j-api',
  'slf4j-nop',
  'metrics-core',
  'snappy-java',
  'commons-cli', // for its command line alone
];
/** Used only if Java is not installed, because it is 189 MB. */
const JAVA_PACKAGE = 'openjdk-17-jre-headless';
const UNPACKED_JVMS = join(CACHE, 'root/usr/lib/jvm');
/** How long to wait for a mirror that does not answer, in milliseconds. */
const DOWNLOAD_WITHIN_MS = 300_000;
/** It serves after less than half a second, on a machine that is not busy. */
const READY_WITHIN_MS = 30_000;
const ANSWERS_WITHIN_MS = 300;

/** Why the real server cannot run here; undefined when it can. */
export function whyNotReal(): string | undefined {
  if (findJava() === undefined) return 'there is no Java';
  return CLASS_PATH.every((name) => existsSync(jar(name)))
    ? undefined
    : 'its jars are not here: npm run real -w @bytes-up/embedded-zookeeper';
}

/** The machine's Java, or the one that was unpacked beside the jars. */
function findJava(): string | undefined {
  const unpacked = existsSync(UNPACKED_JVMS)
    ? readdirSync(UNPACKED_JVMS).map((name) => join(UNPACKED_JVMS, name, 'bin/java'))
    : [];
  return ['java', ...unpacked].find((java) => spawnSync(java, ['-version']).status === 0);
}

function jar(name: string): string {
  return join(JARS, `${name}.jar`);
}

/**
 * Gets from Debian what is missing: the jars, and Java.
 * @throws Error when that is not possible
 */
export function downloadReal(): void {
  const java = findJava() === undefined ? [JAVA_PACKAGE] : [];
  const debs = join(CACHE, 'debs');
  mkdirSync(debs, { recursive: true });
  run('apt-get', ['-q', 'download', ...PACKAGES, ...java], debs);
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

/** What a node is told: by itself, or one of several. */
export interface NodeConfig {
  /** Its own folder: settings and data. */
  readonly folder: string;
  readonly port: number;
  /** More of Java's flags. */
  readonly flags?: readonly string[];
  /**
   * Lines of zoo.cfg that all members of an ensemble share, and this one's number among
   * them.
   */
  readonly ensemble?: { readonly lines: readonly string[]; readonly id: number };
}

/**
 * The command line of ZooKeeper's own client, zkCli: what it is told on standard input it
 * does.
 * @param address `host:port`
 */
export function clientCommand(address: string): readonly string[] {
  const classPath = CLASS_PATH.map(jar).join(':');
  const main = 'org.apache.zookeeper.ZooKeeperMain';
  return [findJava() ?? 'java', '-cp', classPath, main, '-server', address];
}

const running = new Set<ChildProcess>();

/** A process that ends takes its Java along. */
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Also when it ends by SIGKILL: then the pipe to this shell closes without a second line.
 * The suite's launcher has the same for a whole group.
 */
function guard(child: ChildProcess): void {
  const script = 'read -r pid && { read -r over || kill -s KILL "$pid"; }';
  const shell = spawn('/bin/sh', ['-c', script], {
    detached: true, // a signal to our group must not reach it
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  (shell.stdin as Socket).unref(); // Node's pipes are sockets
  if (child.pid !== undefined) shell.stdin.write(`${child.pid}\n`);
  child.once('exit', () => shell.stdin.end('over\n'));
}

export class RealNode {
  #child: ChildProcess | undefined;

  constructor(private readonly config: NodeConfig) {}

  get isRunning(): boolean {
    const child = this.#child;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /**
   * Starts the process. It serves later: see `ready`.
   * @param onEnd told what ended the process: `killed by SIGKILL`, `exit code 1`
   */
  begin(onEnd: (how: string) => void = () => undefined): void {
    const { folder, port, ensemble, flags: more = [] } = this.config;
    mkdirSync(join(folder, 'data'), { recursive: true });
    if (ensemble !== undefined) writeFileSync(join(folder, 'data/myid'), String(ensemble.id));
    const settings = [
      `dataDir=${join(folder, 'data')}`,
      `clientPort=${port}`,
      'clientPortAddress=127.0.0.1',
      'tickTime=200',
      'minSessionTimeout=200',
      'maxSessionTimeout=60000',
      'maxClientCnxns=0',
      'admin.enableServer=false',
      '4lw.commands.whitelist=*',
      ...(ensemble?.lines ?? []),
    ];
    const file = join(folder, 'zoo.cfg');
    writeFileSync(file, settings.join('\n'));
    const flags = [
      '-Xmx64m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-Dzookeeper.preAllocSize=64',
      ...more,
    ];
    const main =
      ensemble === undefined
        ? 'org.apache.zookeeper.server.ZooKeeperServerMain'
        : 'org.apache.zookeeper.server.quorum.QuorumPeerMain';
    const classPath = CLASS_PATH.map(jar).join(':');
    const child = spawn(findJava() ?? 'java', [...flags, '-cp', classPath, main, file], {
      stdio: 'ignore',
    });
    running.add(child);
    guard(child);
    child.once('exit', (code, signal) => {
      running.delete(child);
      onEnd(signal === null ? `exit code ${code}` : `killed by ${signal}`);
    });
    this.#child = child;
  }

  /** Resolves when it serves. @throws Error when it does not */
  async ready(): Promise<void> {
    const endsAtMs = performance.now() + READY_WITHIN_MS;
    while ((await this.mode()) === undefined) {
      if (performance.now() > endsAtMs || !this.isRunning)
        throw new Error('the real ZooKeeper does not serve');
      await delay(20); // it has no line that says when it is ready: it has to be asked
    }
  }

  /**
   * `standalone`, `leader` or `follower`; undefined when it does not serve. It is asked
   * by `srvr`, not by `ruok`, which says imok before it serves.
   */
  async mode(): Promise<string | undefined> {
    const socket = connect(this.config.port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', () => undefined);
    // One that comes while the server starts is accepted, and may never be answered.
    socket.setTimeout(ANSWERS_WITHIN_MS, () => socket.destroy());
    socket.write('srvr');
    await new Promise((done) => socket.once('close', done));
    return /^Mode: (\w+)$/m.exec(text)?.[1];
  }

  /**
   * SIGTERM, from which it is gone in about 0.3 s; SIGKILL is the other way. Its data
   * stay, either way.
   */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === undefined || !this.isRunning) return;
    const ended = once(child, 'exit');
    child.kill('SIGCONT'); // it may be frozen
    child.kill(signal);
    await ended;
  }

  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.kill(name);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
