// The event loop by hand: one epoll_wait for all descriptors, then the watchers of those
// that are ready are called (`man 7 epoll`). Chapters 12 and 14.

import {
  close,
  EPOLL_CLOEXEC,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_CTL_MOD,
  epoll_create1,
  epoll_ctl,
  EpollEvents,
  tryEpollWait,
} from '@bytes-up/posix';

/** Is called when its descriptor is ready. */
export interface Watcher {
  /** @param events EPOLLIN, EPOLLOUT …, as bits. May be out of date: expect EAGAIN. */
  ready(events: number): void;
}

/** Descriptors that one wait reports at most; the next wait reports the others. */
const EVENTS_AT_ONCE = 1024;

export class EventLoop {
  readonly #epfd = epoll_create1(EPOLL_CLOEXEC);
  readonly #events = new EpollEvents(EVENTS_AT_ONCE);
  readonly #watchers = new Map<number, Watcher>();
  #soon: (() => void)[] = [];

  /**
   * From now on the watcher is called when its descriptor is ready for one of the events.
   */
  watch(fd: number, events: number, watcher: Watcher): void {
    epoll_ctl(this.#epfd, EPOLL_CTL_ADD, fd, events);
    this.#watchers.set(fd, watcher);
  }

  /** Waits for other events from now on; with 0 only for errors. */
  change(fd: number, events: number): void {
    epoll_ctl(this.#epfd, EPOLL_CTL_MOD, fd, events);
  }

  /** Stops watching. Call it before the descriptor is closed. */
  forget(fd: number): void {
    epoll_ctl(this.#epfd, EPOLL_CTL_DEL, fd);
    this.#watchers.delete(fd);
  }

  /** Calls back in the next turn, after the descriptors that are ready then. */
  soon(callback: () => void): void {
    this.#soon.push(callback);
  }

  // #region turn
  /**
   * One turn: waits until a descriptor is ready, a signal comes or the time has passed,
   * and calls the watchers.
   * @param timeoutMs whole milliseconds
   */
  turn(timeoutMs: number): void {
    const soon = this.#soon;
    this.#soon = [];
    const count = tryEpollWait(this.#epfd, this.#events, soon.length > 0 ? 0 : timeoutMs);
    if (count !== 'EINTR') {
      for (let i = 0; i < count; i++) {
        this.#watchers.get(this.#events.fd(i))?.ready(this.#events.mask(i));
      }
    }
    for (const callback of soon) callback();
  }
  // #endregion turn

  close(): void {
    close(this.#epfd);
  }
}
