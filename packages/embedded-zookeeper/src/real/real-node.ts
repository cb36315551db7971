// One process of the real ZooKeeper: seven jars from Debian's packages, unpacked into a
// folder of this package, and Java, unpacked there too if the machine has none. Nothing
// is installed, and nothing outside that folder is changed.

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
  'commons-cli', // needed by zkCli only
];
/** Downloaded only if Java is not installed, because it is 189 MB. */
const JAVA_PACKAGE = 'openjdk-17-jre-headless';
const UNPACKED_JVMS = join(CACHE, 'root/usr/lib/jvm');
/** How long to wait for a mirror that does not answer, in milliseconds. */
const DOWNLOAD_TIMEOUT_MS = 300_000;
/** Generous: on an idle machine, it is serving after less than half a second. */
const READY_TIMEOUT_MS = 30_000;
const ANSWER_TIMEOUT_MS = 300;

/** Why the real server cannot run here; undefined if it can. */
export function whyNotReal(): string | undefined {
  if (findJava() === undefined) return 'Java not found';
  return CLASS_PATH.every((name) => existsSync(jar(name)))
    ? undefined
    : 'its jars are missing: npm run real -w @bytes-up/embedded-zookeeper downloads them';
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
 * Downloads what is missing from Debian: the jars, and Java. @throws Error if a download
 * fails
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
  const options = { cwd, encoding: 'utf8', timeout: DOWNLOAD_TIMEOUT_MS } as const;
  const { status, error, stderr } = spawnSync(command, args, options);
  if (status === 0) return;
  throw new Error(`${command}: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
}

/** The configuration of a single server, or of one member of an ensemble. */
export interface NodeConfig {
  /** Its own folder: settings and data. */
  readonly folder: string;
  readonly port: number;
  /** Additional flags for Java. */
  readonly flags?: readonly string[];
  /**
   * The lines of zoo.cfg that all members of an ensemble share, and the id of this one.
   */
  readonly ensemble?: { readonly lines: readonly string[]; readonly id: number };
}

/**
 * The command line of ZooKeeper's own client, zkCli. It reads its commands from standard
 * input.
 * @param address `host:port`
 */
export function clientCommand(address: string): readonly string[] {
  const classPath = CLASS_PATH.map(jar).join(':');
  const main = 'org.apache.zookeeper.ZooKeeperMain';
  return [findJava() ?? 'java', '-cp', classPath, main, '-server', address];
}

const running = new Set<ChildProcess>();

/** When this process exits, it kills its servers. */
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Kills a server even if this process is killed by SIGKILL: then the pipe to this shell
 * closes without a second line. testkit has the same for a whole process group.
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
   * Starts the process. It is serving once `ready` resolves.
   * @param onEnd called with what ended the process: `killed by SIGKILL`, `exit code 1`
   */
  spawn(onEnd: (how: string) => void = () => undefined): void {
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

  /** Resolves when it is serving. @throws Error if it ends, or takes too long */
  async ready(): Promise<void> {
    const endsAtMs = performance.now() + READY_TIMEOUT_MS;
    while ((await this.mode()) === undefined) {
      if (performance.now() > endsAtMs || !this.isRunning)
        throw new Error('the real ZooKeeper did not become ready');
      await delay(20); // it prints no ready line, so it is polled
    }
  }

  /**
   * `standalone`, `leader` or `follower`; undefined if it is not serving. This asks srvr,
   * because ruok is answered with imok before the server is serving.
   */
  async mode(): Promise<string | undefined> {
    const socket = connect(this.config.port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', () => undefined);
    // A connection that arrives while the server starts is accepted, but may never be
    // answered.
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => socket.destroy());
    socket.write('srvr');
    await new Promise((done) => socket.once('close', done));
    return /^Mode: (\w+)$/m.exec(text)?.[1];
  }

  /** Stops the process, which takes about 0.3 s after SIGTERM. Its data is kept. */
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
