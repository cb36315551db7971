// How the nodes of a service are named in the tree (chapter 15): `/demo/_c_<uuid>-rpc0000000007`.

export interface ServiceName {
  /** The node whose children are the servers. Default `/demo`, the booklet's. */
  readonly root: string;
  /** What a server's node is called, before its number. Default `rpc`. */
  readonly name: string;
}

export const DEFAULT_SERVICE: ServiceName = { root: '/demo', name: 'rpc' };

/** What the flags --root and --name say, or the defaults. @throws Error that says which one is wrong */
export function parseServiceName(flags: Partial<ServiceName> = {}): ServiceName {
  const { root = DEFAULT_SERVICE.root, name = DEFAULT_SERVICE.name } = flags;
  const wrong = (flag: string, expected: string, got: string): Error =>
    new Error(`--${flag}: expected ${expected}, got ${JSON.stringify(got.slice(0, 100))}`);
  if (!/^(\/[\w.-]+)+$/.test(root)) throw wrong('root', '/a/path', root);
  if (!/^[\w.-]{1,100}$/.test(name)) throw wrong('name', 'a name', name);
  return { root, name };
}

/**
 * Before the name stands who made the node: a mark that its maker has chosen before the call, and finds again when the reply to its
 * create was lost. The form is Curator's, so that its clients know it too.
 */
export function markOf(uuid: string): string {
  return `_c_${uuid}-`;
}

/** A server's node as people read it: without its mark. */
export function unmarked(child: string): string {
  return child.replace(/^_c_[0-9a-f-]{36}-/, '');
}

/** Whether a child of the root is a server of this service: ours, with a mark, or the booklet's, without one. */
export function isServer(child: string, { name }: ServiceName): boolean {
  const own = unmarked(child);
  return own.startsWith(name) && /^\d{10}$/.test(own.slice(name.length));
}
