// Every C function that this package calls, as in its manual page, and Node's portable
// counterpart.

// ssize_t is written intptr_t, and pid_t int, because koffi knows these without an alias,
// and an alias can be defined only once.
// #region prototypes
const SOCKET_CALLS = {
  socket: 'int socket(int domain, int type, int protocol)',
  bind: 'int bind(int fd, const void *addr, uint32_t addrlen)',
  listen: 'int listen(int fd, int backlog)',
  accept: 'int accept(int fd, void *addr, void *addrlen)',
  accept4: 'int accept4(int fd, void *addr, void *addrlen, int flags)',
  connect: 'int connect(int fd, const void *addr, uint32_t addrlen)',
  recv: 'intptr_t recv(int fd, void *buf, size_t len, int flags)',
  send: 'intptr_t send(int fd, const void *buf, size_t len, int flags)',
  shutdown: 'int shutdown(int fd, int how)',
  setsockopt: 'int setsockopt(int fd, int level, int name, const void *value, uint32_t length)',
  getsockopt: 'int getsockopt(int fd, int level, int name, void *value, void *length)',
  getsockname: 'int getsockname(int fd, void *addr, void *addrlen)',
  getpeername: 'int getpeername(int fd, void *addr, void *addrlen)',
  poll: 'int poll(void *fds, unsigned long nfds, int timeout)',
  select: 'int select(int nfds, void *read, void *write, void *except, void *timeout)',
  epoll_create1: 'int epoll_create1(int flags)',
  epoll_ctl: 'int epoll_ctl(int epfd, int op, int fd, void *event)',
  epoll_wait: 'int epoll_wait(int epfd, void *events, int maxevents, int timeout)',
} as const;

const DESCRIPTOR_PASSING_CALLS = {
  socketpair: 'int socketpair(int domain, int type, int protocol, void *fds)',
  sendmsg: 'intptr_t sendmsg(int fd, const void *msg, int flags)',
  recvmsg: 'intptr_t recvmsg(int fd, void *msg, int flags)',
} as const;

const PROCESS_CALLS = {
  madvise: 'int madvise(uintptr_t addr, size_t length, int advice)',
  fork: 'int fork()',
  waitpid: 'int waitpid(int pid, void *status, int options)',
  kill: 'int kill(int pid, int sig)',
  _exit: 'void _exit(int status)',
  getpid: 'int getpid()',
  getppid: 'int getppid()',
  getpgid: 'int getpgid(int pid)',
  setpgid: 'int setpgid(int pid, int pgid)',
  execv: 'int execv(const char *path, const char **argv)',
  execve: 'int execve(const char *path, const char **argv, const char **envp)',
  prctl: 'int prctl(int option, ...)',
  getrlimit: 'int getrlimit(int resource, void *limit)',
  setrlimit: 'int setrlimit(int resource, const void *limit)',
} as const;

const SIGNAL_CALLS = {
  sigaction: 'int sigaction(int sig, const void *action, void *old)',
  sigprocmask: 'int sigprocmask(int how, const void *set, void *old)',
  sigpending: 'int sigpending(void *set)',
} as const;

const THREAD_CALLS = {
  pthread_self: 'uintptr_t pthread_self()',
  pthread_kill: 'int pthread_kill(uintptr_t thread, int sig)',
} as const;

const FILE_CALLS = {
  close: 'int close(int fd)',
  open: 'int open(const char *path, int flags, ...)',
  read: 'intptr_t read(int fd, void *buf, size_t count)',
  write: 'intptr_t write(int fd, const void *buf, size_t count)',
  pread: 'intptr_t pread(int fd, void *buf, size_t count, int64_t offset)',
  mkfifo: 'int mkfifo(const char *path, uint32_t mode)',
  link: 'int link(const char *from, const char *to)',
  unlink: 'int unlink(const char *path)',
  pipe2: 'int pipe2(void *fds, int flags)',
  dup: 'int dup(int fd)',
  fcntl: 'int fcntl(int fd, int cmd, ...)',
} as const;

const TIME_CALLS = {
  nanosleep: 'int nanosleep(const void *wanted, void *remaining)',
} as const;

// libuv is inside Node's own executable and is found the same way (child.ts).
const EVENT_LOOP_CALLS = {
  uv_default_loop: 'uintptr_t uv_default_loop()',
  uv_loop_fork: 'int uv_loop_fork(uintptr_t loop)',
} as const;
// #endregion prototypes

/** The prototypes, and for each group its portable counterpart. */
export const GROUPS = [
  { prototypes: SOCKET_CALLS, counterpart: 'node:net' },
  { prototypes: DESCRIPTOR_PASSING_CALLS, counterpart: 'child.send(message, socket)' },
  { prototypes: PROCESS_CALLS, counterpart: 'node:child_process or node:cluster' },
  { prototypes: SIGNAL_CALLS, counterpart: 'process.on(signal)' },
  { prototypes: THREAD_CALLS, counterpart: 'node:worker_threads' },
  { prototypes: FILE_CALLS, counterpart: 'node:fs' },
  { prototypes: TIME_CALLS, counterpart: 'setTimeout' },
  { prototypes: EVENT_LOOP_CALLS, counterpart: 'node:cluster' },
] as const;

/** All of them in one type. */
export type Prototypes = typeof SOCKET_CALLS &
  typeof DESCRIPTOR_PASSING_CALLS &
  typeof PROCESS_CALLS &
  typeof SIGNAL_CALLS &
  typeof THREAD_CALLS &
  typeof FILE_CALLS &
  typeof TIME_CALLS &
  typeof EVENT_LOOP_CALLS;
