// Who closes what after fork. The task: npm start -- exercise 10-after-fork

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
  throw new Error('not written yet: handleClient');
}
