// The event loop by hand: one epoll_wait for all descriptors, then whoever is ready is told. `man 7 epoll`. Chapters 12 and 14.

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

/** Somebody who waits for a descriptor. */
export interface Watcher {
  /** @param events EPOLLIN, EPOLLOUT …, added by |. May be out of date: a call may still say EAGAIN. */
  ready(events: number): void;
}

/** Descriptors that one wait reports at most; the others come with the next. */
const EVENTS_AT_ONCE = 1024;

export class EventLoop {
  readonly #epfd = epoll_create1(EPOLL_CLOEXEC);
  readonly #events = new EpollEvents(EVENTS_AT_ONCE);
  readonly #watchers = new Map<number, Watcher>();
  #soon: (() => void)[] = [];

  /** Tells the watcher from now on when its descriptor is ready for one of the events. */
  watch(fd: number, events: number, watcher: Watcher): void {
    epoll_ctl(this.#epfd, EPOLL_CTL_ADD, fd, events);
    this.#watchers.set(fd, watcher);
  }

  /** Other events from now on; 0 is none but an error. */
  change(fd: number, events: number): void {
    epoll_ctl(this.#epfd, EPOLL_CTL_MOD, fd, events);
  }

  /** To be called before the descriptor is closed. */
  forget(fd: number): void {
    epoll_ctl(this.#epfd, EPOLL_CTL_DEL, fd);
    this.#watchers.delete(fd);
  }

  /** Calls back after the descriptors that are ready now have had their turn. */
  soon(callback: () => void): void {
    this.#soon.push(callback);
  }

  // #region turn
  /**
   * One turn: waits until a descriptor is ready, a signal comes, or the time has passed, and tells whom it concerns.
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
