// Three hosts and a router between them, as network namespaces of this machine (`man 8
// ip-netns`). Each host has its own address, and the router can drop packets. Needs
// Linux, the permission to create namespaces, and `ip`.

import { spawnSync } from 'node:child_process';

const HOSTS = [1, 2, 3] as const;
export type Host = (typeof HOSTS)[number];

/** Why it is not available here; undefined if it is. */
export function whyNoNetwork(): string | undefined {
  if (process.platform !== 'linux') return `namespaces need Linux, and this is ${process.platform}`;
  const probe = `bytes-up-${process.pid}-probe`;
  const made = spawnSync('ip', ['netns', 'add', probe], { encoding: 'utf8' });
  if (made.error !== undefined) return 'there is no ip command';
  if (made.status !== 0) return `no namespace can be made: ${made.stderr.trim()}`;
  spawnSync('ip', ['netns', 'del', probe]);
  return undefined;
}

export class Network {
  readonly #prefix = `bytes-up-${process.pid}`;

  // #region network
  /** Host n has the address 10.77.n.2, and its router is 10.77.n.1. */
  constructor() {
    ip('netns', 'add', this.#router);
    this.#inRouter('link', 'set', 'lo', 'up');
    for (const host of HOSTS) {
      const [name, ours, routers] = [this.nameOf(host), `bu${host}h`, `bu${host}r`];
      ip('netns', 'add', name);
      ip(
        '-n',
        name,
        'link',
        'add',
        ours,
        'type',
        'veth',
        'peer',
        'name',
        routers,
        'netns',
        this.#router,
      );
      ip('-n', name, 'addr', 'add', `${addressOf(host)}/30`, 'dev', ours);
      ip('-n', name, 'link', 'set', ours, 'up');
      ip('-n', name, 'link', 'set', 'lo', 'up');
      this.#inRouter('addr', 'add', `10.77.${host}.1/30`, 'dev', routers);
      this.#inRouter('link', 'set', routers, 'up');
      ip('-n', name, 'route', 'add', 'default', 'via', `10.77.${host}.1`);
    }
    ip('netns', 'exec', this.#router, 'sysctl', '-qw', 'net.ipv4.ip_forward=1');
  }
  // #endregion network

  get #router(): string {
    return `${this.#prefix}-router`;
  }

  /** The namespace of a host. */
  nameOf(host: Host): string {
    return `${this.#prefix}-${host}`;
  }

  /** The command line that runs a command on a host. */
  on(host: Host, command: readonly string[]): readonly string[] {
    return ['ip', 'netns', 'exec', this.nameOf(host), ...command];
  }

  // #region partition
  /** Drops all packets between two hosts, without an error to either. */
  part(one: Host, other: Host): void {
    this.#rules('add', one, other);
  }

  heal(one: Host, other: Host): void {
    this.#rules('del', one, other);
  }

  #rules(what: 'add' | 'del', one: Host, other: Host): void {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const)
      this.#inRouter('rule', what, 'blackhole', 'from', addressOf(from), 'to', addressOf(to));
  }
  // #endregion partition

  /** Leaves nothing behind, once the processes on the hosts have ended. */
  remove(): void {
    for (const name of [...HOSTS.map((host) => this.nameOf(host)), this.#router])
      spawnSync('ip', ['netns', 'del', name]);
  }

  #inRouter(...args: readonly string[]): void {
    ip('-n', this.#router, ...args);
  }
}

export function addressOf(host: Host): string {
  return `10.77.${host}.2`;
}

function ip(...args: readonly string[]): void {
  const { status, error, stderr } = spawnSync('ip', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
}
