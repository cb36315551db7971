// How the nodes of a service are named in the tree (chapter 15): `/demo/_c_<uuid>-rpc0000000007`.

export interface ServiceName {
  /** The node whose children are the servers. Default `/demo`, the booklet's. */
  readonly root: string;
  /** What a server's node is called, before its number. Default `rpc`. */
  readonly name: string;
}

export const DEFAULT_SERVICE: ServiceName = { root: '/demo', name: 'rpc' };

/**
 * Before the name stands who made the node: a mark that its maker has chosen before the call, and finds again when the reply to its
 * create was lost. The form is Curator's, so that its clients know it too.
 */
export function markOf(uuid: string): string {
  return `_c_${uuid}-`;
}

/** Whether a child of the root is a server of this service: ours, with a mark, or the booklet's, without one. */
export function isServer(child: string, { name }: ServiceName): boolean {
  const unmarked = child.replace(/^_c_[0-9a-f-]{36}-/, '');
  return unmarked.startsWith(name) && /^\d{10}$/.test(unmarked.slice(name.length));
}
