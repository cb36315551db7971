// Parses `host:port,host:port/chroot`, the address of a ZooKeeper ensemble (chapter 15).

export interface ConnectString {
  /** `host:port,host:port`, as the library expects it. */
  readonly servers: string;
  /** The prefix of all our paths: empty, or `/some/path`. */
  readonly chroot: string;
}

const DEFAULT_PORT = 2181;
const MAX_SERVERS = 100;

/**
 * The chroot is kept apart, because the library requires its own chroot to exist before
 * any other operation.
 * @throws Error for what the library would misunderstand: it takes the `[` of
 * `[::1]:2181` for the host
 */
export function parseConnectString(text: string): ConnectString {
  const [, list = '', chroot = ''] = /^([^/]*)(\/.*)?$/s.exec(text) ?? [];
  const servers = list.split(',').map((server) => parseServer(server.trim()));
  if (servers.length > MAX_SERVERS) throw invalidValue(text, `at most ${MAX_SERVERS} servers`);
  if (chroot !== '' && chroot !== '/' && !/^(\/[\w.-]+)+$/.test(chroot)) {
    throw invalidValue(chroot, 'a chroot like /some/path');
  }
  return { servers: servers.join(','), chroot: chroot === '/' ? '' : chroot };
}

function parseServer(text: string): string {
  const [, host, port = String(DEFAULT_PORT)] = /^([\w.-]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535)
    throw invalidValue(text, 'host:port with a name or an IPv4 address');
  return `${host}:${port}`;
}

function invalidValue(got: string, expected: string): Error {
  return new Error(`expected ${expected}, got ${JSON.stringify(got.slice(0, 100))}`);
}
