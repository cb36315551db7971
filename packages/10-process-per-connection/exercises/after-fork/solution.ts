// Who closes what after fork, solved.
//
// Why the child closes the listening socket before it serves: serving may take hours. If
// the parent stopped in the meantime, the child's copy would keep the socket listening.
// Clients would connect, but sit in a backlog that is never emptied, and a new server
// could not bind.
//
// Where the child would continue if it returned: where the parent does, at the next
// accept. There would be two servers, and one of them has closed the socket that it
// accepts from.
//
// Why the parent can close the connection although the child may still be starting: the
// child got its own copy at the fork, so the connection stays open.

/** The system calls of this exercise, and two functions of the server. */
export interface System {
  /**
   * Returns twice: the pid of the child in the parent, and 0 in the child.
   * @throws an error with the code EAGAIN or ENOMEM if it cannot create a child
   */
  fork(): number;
  /** @throws an error with the code EBADF if the descriptor is not open */
  close(fd: number): void;
  /** Ends the process at once, and closes its descriptors. Does not return. */
  _exit(code: number): never;
  /**
   * Serves a client until it leaves. Does not close `fd`.
   * @throws if anything goes wrong
   */
  serve(fd: number): void;
  /** Answers UNAVAILABLE. Does not close `fd`. @throws EPIPE if the client is gone */
  refuse(fd: number): void;
}

/**
 * Forks a child that serves an accepted client. In the child it never returns.
 * @param parentOnly the descriptors that only the parent uses: those that it accepts from
 */
export function handleClient(system: System, parentOnly: readonly number[], client: number): void {
  let pid: number | undefined;
  try {
    pid = system.fork();
  } catch {
    tryToRefuse(system, client); // it is still open, and only here
  }
  if (pid === 0) system._exit(serveInChild(system, parentOnly, client));
  system.close(client); // the parent's copy
}

/** @returns the exit code */
function serveInChild(system: System, parentOnly: readonly number[], client: number): number {
  try {
    for (const fd of parentOnly) system.close(fd); // the child's copies
    system.serve(client);
    return 0;
  } catch {
    return 1; // no exception may carry the child into the parent's loop
  }
}

function tryToRefuse(system: System, client: number): void {
  try {
    system.refuse(client);
  } catch {
    // the client is gone, so it needs no answer
  }
}
