// `host:port,host:port/chroot`: the way to a ZooKeeper, or to several that are one
// (chapter 15).

export interface ConnectString {
  /** `host:port,host:port`, as the library wants it. */
  readonly servers: string;
  /** Where our nodes begin: empty, or `/some/path`. */
  readonly chroot: string;
}

const DEFAULT_PORT = 2181;
const MAX_SERVERS = 100;

/**
 * Reads a connect string. The chroot is kept apart: the library's own one must exist
 * before anything else can be done.
 * @throws Error that says what is wrong, for what the library would take and
 * misunderstand: `[::1]:2181` is a host `[` to it
 */
export function parseConnectString(text: string): ConnectString {
  const [, list = '', chroot = ''] = /^([^/]*)(\/.*)?$/s.exec(text) ?? [];
  const servers = list.split(',').map((server) => parseServer(server.trim()));
  if (servers.length > MAX_SERVERS) throw wrong(text, `at most ${MAX_SERVERS} servers`);
  if (chroot !== '' && chroot !== '/' && !/^(\/[\w.-]+)+$/.test(chroot)) {
    throw wrong(chroot, 'a chroot like /some/path');
  }
  return { servers: servers.join(','), chroot: chroot === '/' ? '' : chroot };
}

function parseServer(text: string): string {
  const [, host, port = String(DEFAULT_PORT)] = /^([\w.-]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535)
    throw wrong(text, 'host:port with a name or an IPv4 address');
  return `${host}:${port}`;
}

function wrong(got: string, expected: string): Error {
  return new Error(`expected ${expected}, got ${JSON.stringify(got.slice(0, 100))}`);
}
