// The names of a service's nodes (chapter 15): `/demo/_c_<uuid>-rpc0000000007`.

export interface ServiceName {
  /** The node whose children are the servers. Default `/demo`, the booklet's. */
  readonly root: string;
  /** The name of a server's node, before its number. Default `rpc`. */
  readonly name: string;
}

export const DEFAULT_SERVICE: ServiceName = { root: '/demo', name: 'rpc' };

/** The flags --root and --name, or their defaults. @throws Error for an invalid one */
export function parseServiceName(flags: Partial<ServiceName> = {}): ServiceName {
  const { root = DEFAULT_SERVICE.root, name = DEFAULT_SERVICE.name } = flags;
  const wrong = (flag: string, expected: string, got: string): Error =>
    new Error(`--${flag}: expected ${expected}, got ${JSON.stringify(got.slice(0, 100))}`);
  if (!/^(\/[\w.-]+)+$/.test(root)) throw wrong('root', '/a/path', root);
  if (!/^[\w.-]{1,100}$/.test(name)) throw wrong('name', 'a name', name);
  return { root, name };
}

/**
 * A mark before the name identifies the creator of a node. The creator chose it before
 * the call, so it finds its node again when the reply to the create was lost. The form is
 * Curator's, so that its clients recognise it.
 */
export function markOf(uuid: string): string {
  return `_c_${uuid}-`;
}

/** The name of a server's node without its mark. */
export function unmarked(child: string): string {
  return child.replace(/^_c_[0-9a-f-]{36}-/, '');
}

/**
 * Whether a child of the root is a server of this service, with a mark or without one.
 */
export function isServer(child: string, { name }: ServiceName): boolean {
  const own = unmarked(child);
  return own.startsWith(name) && /^\d{10}$/.test(own.slice(name.length));
}
