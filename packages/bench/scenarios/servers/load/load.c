// The load generator: many connections in one process, on epoll. It must cost much less
// than the servers that it measures, so it is C, sends all requests of a turn at once,
// and compares answers with a template instead of parsing them.
//
// load HOST PORT CONNECTIONS IN_FLIGHT ACTIVE WIRE ID REQUEST_AT ALSO_AT ANSWER_AT
//      CHECK_FROM PREFACE_BYTES REQUEST_BYTES ANSWER_BYTES
//
// Standard input: the preface, the request and the answer, then one command a line. Each
// command prints one line of JSON. The end of standard input ends the process.
//   connect           opens the connections and makes one call on each
//   closed MS         each connection keeps IN_FLIGHT calls in flight; with ACTIVE less
//                     than CONNECTIONS, the next call goes to one that is idle
//   open MS RATE      RATE calls a second, when they are due, whatever the server does
//   visits MS         ACTIVE visitors: connect, one call, close, again

#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static const int TIMER = -1; // in an event, instead of a connection's number
static const uint64_t GIVE_UP_NS = 30000000000ull; // without a single answer

static struct sockaddr_in address;
static Conn *conns;
static int epoll_fd, timer_fd;
static int total_in_flight;
static int next_conn; // where the search for a connection that is idle begins
static Tally tally;

static void watch(Conn *conn, int operation, uint32_t events) {
  struct epoll_event event = {.events = events, .data.u64 = (uint64_t)(conn - conns)};
  if (epoll_ctl(epoll_fd, operation, conn->fd, &event) < 0) fail("epoll_ctl: %s", strerror(errno));
}

static void flush(Conn *conn) {
  while (conn->out_at < conn->out_end) {
    ssize_t sent = send(conn->fd, conn->out + conn->out_at, conn->out_end - conn->out_at, MSG_NOSIGNAL);
    if (sent < 0 && (errno == EAGAIN || errno == ENOTCONN)) break;
    if (sent < 0) fail("send: %s", strerror(errno));
    conn->out_at += (size_t)sent;
  }
  bool is_waiting = conn->out_at < conn->out_end;
  if (!is_waiting) conn->out_at = conn->out_end = 0;
  if (is_waiting == conn->waits_to_send) return;
  conn->waits_to_send = is_waiting;
  watch(conn, EPOLL_CTL_MOD, is_waiting ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

static void call(Conn *conn, uint64_t due_ns) {
  put_request(conn, due_ns);
  total_in_flight++;
}

/** Takes what has arrived. @return how many answers that were */
static int take(Conn *conn) {
  static uint8_t chunk[256 * 1024];
  ssize_t count = recv(conn->fd, chunk, sizeof chunk, 0);
  if (count < 0 && errno == EAGAIN) return 0;
  if (count < 0) fail("recv: %s", strerror(errno));
  if (count == 0) fail("the server closed a connection with %d calls in flight", conn->in_flight);
  int answers = take_bytes(conn, chunk, (size_t)count, now_ns(), &tally);
  total_in_flight -= answers;
  return answers;
}

static void connect_one(Conn *conn) {
  conn->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (conn->fd < 0) fail("socket: %s", strerror(errno));
  if (connect(conn->fd, (struct sockaddr *)&address, sizeof address) < 0)
    fail("connect: %s", strerror(errno));
  int on = 1;
  setsockopt(conn->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  set_non_blocking(conn->fd);
  reset_conn(conn);
  watch(conn, EPOLL_CTL_ADD, EPOLLIN);
}

static int wait_for_events(struct epoll_event *events, int max) {
  int count = epoll_wait(epoll_fd, events, max, (int)(GIVE_UP_NS / 1000000));
  if (count < 0 && errno == EINTR) return 0;
  if (count < 0) fail("epoll_wait: %s", strerror(errno));
  if (count == 0) fail("no answer in %d s, %d calls in flight", (int)(GIVE_UP_NS / 1000000000), total_in_flight);
  return count;
}

/** A connection that can take another call, or NULL. */
static Conn *idle_conn(void) {
  for (int i = 0; i < config.connections; i++) {
    Conn *conn = &conns[next_conn];
    next_conn = (next_conn + 1) % config.connections;
    if (conn->in_flight < config.in_flight) return conn;
  }
  return NULL;
}

static void connect_all(void) {
  for (int i = 0; i < config.connections; i++) {
    connect_one(&conns[i]);
    call(&conns[i], now_ns());
    flush(&conns[i]);
    // one by one: a server may take long for each, and its backlog is bounded
    struct epoll_event events[16];
    while (total_in_flight > 0) {
      int count = wait_for_events(events, 16);
      for (int e = 0; e < count; e++) {
        Conn *conn = &conns[events[e].data.u64];
        if (events[e].events & EPOLLOUT) flush(conn);
        if (events[e].events & ~(uint32_t)EPOLLOUT) take(conn);
        flush(conn);
      }
    }
  }
}

static void closed_loop(uint64_t for_ns) {
  uint64_t end_ns = now_ns() + for_ns;
  bool moves = config.active < config.connections;
  for (int i = 0; i < config.active; i++) {
    Conn *conn = moves ? idle_conn() : &conns[i];
    for (int n = 0; n < config.in_flight; n++) call(conn, now_ns());
    flush(conn);
  }
  struct epoll_event events[512];
  while (total_in_flight > 0) {
    int count = wait_for_events(events, 512);
    for (int e = 0; e < count; e++) {
      Conn *conn = &conns[events[e].data.u64];
      if (events[e].events & EPOLLOUT) flush(conn);
      if (!(events[e].events & ~(uint32_t)EPOLLOUT)) continue;
      int answers = take(conn);
      uint64_t now = now_ns();
      if (now < end_ns && !moves)
        for (; answers > 0; answers--) call(conn, now);
      flush(conn);
      for (; now < end_ns && answers > 0; answers--) {
        Conn *next = idle_conn();
        call(next, now);
        flush(next);
      }
    }
  }
}

static void set_timer(uint64_t at_ns) {
  struct itimerspec spec = {.it_value = {.tv_sec = (time_t)(at_ns / 1000000000), .tv_nsec = (long)(at_ns % 1000000000)}};
  timerfd_settime(timer_fd, TFD_TIMER_ABSTIME, &spec, NULL);
}

// Latency counts from when a call was due, also when all connections were busy then. A
// call that was still not sent when time is up, counts with what it has waited so far.
static void open_loop(uint64_t for_ns, double per_second) {
  uint64_t start_ns = now_ns(), give_up_ns = start_ns + for_ns + GIVE_UP_NS / 10;
  uint64_t calls = (uint64_t)(per_second * (double)for_ns / 1e9), next = 0;
  struct epoll_event events[512];
  while (next < calls || total_in_flight > 0) {
    uint64_t now = now_ns();
    Conn *conn;
    for (; next < calls; next++) {
      uint64_t due_ns = start_ns + (uint64_t)((double)next * 1e9 / per_second);
      if (due_ns > now) {
        set_timer(due_ns);
        break;
      }
      if (now > give_up_ns) record(&tally, now - due_ns);
      else if ((conn = idle_conn()) == NULL) break;
      else {
        call(conn, due_ns);
        flush(conn);
      }
    }
    if (next == calls && total_in_flight == 0) break;
    int count = wait_for_events(events, 512);
    for (int e = 0; e < count; e++) {
      uint64_t expirations;
      if (events[e].data.u64 == (uint64_t)TIMER) {
        if (read(timer_fd, &expirations, sizeof expirations) < 0 && errno != EAGAIN)
          fail("timerfd: %s", strerror(errno));
        continue;
      }
      conn = &conns[events[e].data.u64];
      if (events[e].events & EPOLLOUT) flush(conn);
      if (events[e].events & ~(uint32_t)EPOLLOUT) take(conn);
      flush(conn);
    }
  }
}

// Blocking, one visitor after the other in each turn: connect is at once, and what waits
// is only the answer.
static void visits(uint64_t for_ns) {
  uint64_t end_ns = now_ns() + for_ns;
  for (int i = 0; i < config.active; i++) {
    connect_one(&conns[i]);
    call(&conns[i], now_ns());
    flush(&conns[i]);
  }
  struct epoll_event events[512];
  while (total_in_flight > 0) {
    int count = wait_for_events(events, 512);
    for (int e = 0; e < count; e++) {
      Conn *conn = &conns[events[e].data.u64];
      if (events[e].events & EPOLLOUT) flush(conn);
      if (!(events[e].events & ~(uint32_t)EPOLLOUT) || take(conn) == 0) continue;
      close(conn->fd);
      if (now_ns() >= end_ns) continue;
      uint64_t due_ns = now_ns();
      connect_one(conn);
      call(conn, due_ns);
      flush(conn);
    }
  }
}

static double ms_of(struct timeval time) {
  return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

static void run(const char *line) {
  struct rusage before, after;
  double ms = 0, rate = 0;
  memset(&tally, 0, sizeof tally);
  getrusage(RUSAGE_SELF, &before);
  uint64_t start_ns = now_ns();
  if (strncmp(line, "connect", 7) == 0) connect_all();
  else if (sscanf(line, "closed %lf", &ms) == 1) closed_loop((uint64_t)(ms * 1e6));
  else if (sscanf(line, "open %lf %lf", &ms, &rate) == 2) open_loop((uint64_t)(ms * 1e6), rate);
  else if (sscanf(line, "visits %lf", &ms) == 1) visits((uint64_t)(ms * 1e6));
  else fail("unknown command %s", line);
  double elapsed_ms = (double)(now_ns() - start_ns) / 1e6;
  getrusage(RUSAGE_SELF, &after);
  printf("{\"calls\":%llu,\"ms\":%.6f,\"userMs\":%.3f,\"systemMs\":%.3f,\"maxNs\":%llu,\"histogram\":[",
         (unsigned long long)tally.calls, elapsed_ms, ms_of(after.ru_utime) - ms_of(before.ru_utime),
         ms_of(after.ru_stime) - ms_of(before.ru_stime), (unsigned long long)tally.max_ns);
  print_histogram(&tally);
  printf("]}\n");
  fflush(stdout);
}

int main(int argc, char **argv) {
  if (argc != 15) fail("expected 14 arguments, got %d", argc - 1);
  address.sin_family = AF_INET;
  address.sin_port = htons((uint16_t)atoi(argv[2]));
  if (inet_pton(AF_INET, argv[1], &address.sin_addr) != 1) fail("bad address %s", argv[1]);
  read_config(argv + 3);
  conns = make_conns();
  epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  struct epoll_event event = {.events = EPOLLIN, .data.u64 = (uint64_t)TIMER};
  epoll_ctl(epoll_fd, EPOLL_CTL_ADD, timer_fd, &event);
  char line[128];
  while (fgets(line, sizeof line, stdin) != NULL) run(line);
  return 0;
}
