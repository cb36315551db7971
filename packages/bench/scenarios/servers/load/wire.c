// What goes over the wire: a request with a number of its own, and the comparison of
// answers with what is expected. All protocols but HTTP/2 have answers of a fixed length.

#include "load.h"

#include <fcntl.h>
#include <stdarg.h>
#include <time.h>

enum { FIRST_NUMBER = 100000, NUMBER_DIGITS = 6, STREAMS = 4096, CONTROL_BYTES = 65536 };
enum { DATA = 0, HEADERS = 1, RST_STREAM = 3, SETTINGS = 4, PING = 6, GOAWAY = 7 };
enum { END_STREAM = 1, ACK = 1, HEAD_BYTES = 9 };

Config config;

void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fprintf(stderr, "load: ");
  vfprintf(stderr, format, arguments);
  fprintf(stderr, "\n");
  va_end(arguments);
  exit(1);
}

uint64_t now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000ull + (uint64_t)time.tv_nsec;
}

void set_non_blocking(int fd) { fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }

static void *memory(size_t count, size_t bytes) {
  void *result = calloc(count > 0 ? count : 1, bytes);
  if (result == NULL) fail("out of memory");
  return result;
}

static uint8_t *read_bytes(size_t count) {
  uint8_t *bytes = memory(count, 1);
  if (fread(bytes, 1, count, stdin) != count) fail("standard input ended early");
  return bytes;
}

void read_config(char **arguments) {
  size_t numbers[12];
  for (int i = 0; i < 12; i++) numbers[i] = (size_t)strtoull(arguments[i], NULL, 10);
  config = (Config){
      .connections = (int)numbers[0],
      .in_flight = (int)numbers[1],
      .active = (int)numbers[2],
      .wire = (enum wire)numbers[3],
      .id = (enum id)numbers[4],
      .request_at = numbers[5],
      .also_at = numbers[6],
      .answer_at = numbers[7],
      .check_from = numbers[8],
      .preface_bytes = numbers[9],
      .request_bytes = numbers[10],
      .answer_bytes = numbers[11],
  };
  config.preface = read_bytes(config.preface_bytes);
  config.request = read_bytes(config.request_bytes);
  config.answer = read_bytes(config.answer_bytes);
}

Conn *make_conns(void) {
  Conn *conns = memory((size_t)config.connections, sizeof *conns);
  size_t slots = (size_t)config.in_flight;
  for (int i = 0; i < config.connections; i++) {
    conns[i].out = memory(config.preface_bytes + slots * config.request_bytes + CONTROL_BYTES, 1);
    conns[i].slots = memory(slots, sizeof(Slot));
    conns[i].free_slots = memory(slots, sizeof(int));
    conns[i].in_order = memory(slots, sizeof(int));
    if (config.wire == HTTP2) conns[i].slot_of_stream = memory(STREAMS, sizeof(int));
  }
  return conns;
}

static void put(Conn *conn, const void *bytes, size_t count) {
  memcpy(conn->out + conn->out_end, bytes, count);
  conn->out_end += count;
}

void reset_conn(Conn *conn) {
  conn->in_flight = conn->oldest = 0;
  conn->at = conn->out_at = conn->out_end = 0;
  conn->waits_to_send = false;
  conn->next_stream = 1;
  for (int i = 0; i < config.in_flight; i++) {
    conn->free_slots[i] = config.in_flight - 1 - i;
    conn->slots[i].is_busy = false;
  }
  put(conn, config.preface, config.preface_bytes);
}

static void put_number(uint8_t *at, uint32_t number) {
  if (config.id == DIGITS)
    for (int i = NUMBER_DIGITS - 1; i >= 0; i--, number /= 10) at[i] = (uint8_t)('0' + number % 10);
  else
    for (int i = 3; i >= 0; i--, number >>= 8) at[i] = (uint8_t)number;
}

void put_request(Conn *conn, uint64_t due_ns) {
  int slot = conn->free_slots[config.in_flight - 1 - conn->in_flight];
  conn->slots[slot] = (Slot){.is_busy = true, .due_ns = due_ns};
  conn->in_order[(conn->oldest + conn->in_flight) % config.in_flight] = slot;
  conn->in_flight++;
  if (conn->out_at > 0) { // a few bytes may still wait
    memmove(conn->out, conn->out + conn->out_at, conn->out_end - conn->out_at);
    conn->out_end -= conn->out_at;
    conn->out_at = 0;
  }
  uint8_t *request = conn->out + conn->out_end;
  put(conn, config.request, config.request_bytes);
  uint32_t number = FIRST_NUMBER + (uint32_t)slot;
  if (config.wire == HTTP2) {
    number = conn->next_stream;
    conn->next_stream += 2;
    conn->slot_of_stream[(number >> 1) % STREAMS] = slot;
  }
  if (config.id == NO_ID) return;
  put_number(request + config.request_at, number);
  if (config.also_at > 0) put_number(request + config.also_at, number);
}

static void complete(Conn *conn, int slot, uint64_t now, Tally *tally) {
  if (slot < 0 || slot >= config.in_flight || !conn->slots[slot].is_busy)
    fail("an answer matches no call in flight");
  conn->slots[slot].is_busy = false;
  conn->in_flight--;
  conn->oldest = (conn->oldest + 1) % config.in_flight;
  conn->free_slots[config.in_flight - 1 - conn->in_flight] = slot;
  tally->calls++;
  record(tally, now - conn->slots[slot].due_ns);
}

/** Compares a piece of the answer, `conn->at` bytes after its beginning. */
static void compare(Conn *conn, const uint8_t *bytes, size_t count) {
  size_t from = conn->at, to = from + count;
  size_t id_from = config.id == NO_ID ? config.answer_bytes : config.answer_at;
  size_t id_to = config.id == NO_ID ? id_from : id_from + (config.id == DIGITS ? NUMBER_DIGITS : 4);
  size_t start = from > config.check_from ? from : config.check_from;
  size_t end = to < id_from ? to : id_from;
  if (start < end && memcmp(bytes + (start - from), config.answer + start, end - start) != 0)
    fail("wrong answer: %.*s", (int)(count < 200 ? count : 200), (const char *)bytes);
  for (size_t i = from > id_from ? from : id_from; i < to && i < id_to; i++) {
    uint8_t byte = bytes[i - from];
    conn->number = config.id == DIGITS ? conn->number * 10 + (byte - '0') : conn->number << 8 | byte;
  }
  start = start > id_to ? start : id_to;
  if (start < to && memcmp(bytes + (start - from), config.answer + start, to - start) != 0)
    fail("wrong answer: %.*s", (int)(count < 200 ? count : 200), (const char *)bytes);
}

static int take_fixed(Conn *conn, const uint8_t *bytes, size_t count, uint64_t now, Tally *tally) {
  int answers = 0;
  while (count > 0) {
    size_t piece = config.answer_bytes - conn->at;
    if (piece > count) piece = count;
    compare(conn, bytes, piece);
    conn->at += piece;
    bytes += piece;
    count -= piece;
    if (conn->at < config.answer_bytes) break;
    int slot = config.id == NO_ID ? conn->in_order[conn->oldest] : (int)conn->number - FIRST_NUMBER;
    if (conn->in_flight == 0) fail("an answer matches no call in flight");
    complete(conn, slot, now, tally);
    conn->at = 0;
    conn->number = 0;
    answers++;
  }
  return answers;
}

static uint32_t stream_of(const Conn *conn) {
  const uint8_t *head = conn->head;
  return (uint32_t)head[5] << 24 | (uint32_t)head[6] << 16 | (uint32_t)head[7] << 8 | head[8];
}

/** @return 1 when the frame ended a stream whose message was right */
static int end_of_frame(Conn *conn, uint64_t now, Tally *tally) {
  uint8_t type = conn->head[3], flags = conn->head[4];
  if (type == SETTINGS && !(flags & ACK)) put(conn, (const uint8_t[]){0, 0, 0, SETTINGS, ACK, 0, 0, 0, 0}, HEAD_BYTES);
  if (type == PING && !(flags & ACK)) {
    put(conn, (const uint8_t[]){0, 0, 8, PING, ACK, 0, 0, 0, 0}, HEAD_BYTES);
    put(conn, conn->ping, sizeof conn->ping);
  }
  if (type == RST_STREAM || type == GOAWAY) fail("the server ended a stream, or the connection");
  if (type != HEADERS && type != DATA) return 0;
  int slot = conn->slot_of_stream[(stream_of(conn) >> 1) % STREAMS];
  if (type == DATA && conn->number > 0) conn->slots[slot].has_answer = true;
  conn->number = 0;
  if (!(flags & END_STREAM)) return 0;
  if (!conn->slots[slot].has_answer) fail("a call ended without its message: an error");
  complete(conn, slot, now, tally);
  return 1;
}

static int take_http2(Conn *conn, const uint8_t *bytes, size_t count, uint64_t now, Tally *tally) {
  int answers = 0;
  while (count > 0) {
    if (conn->at < HEAD_BYTES) {
      conn->head[conn->at++] = *bytes++;
      count--;
    }
    if (conn->at < HEAD_BYTES) continue;
    size_t length = (size_t)conn->head[0] << 16 | (size_t)conn->head[1] << 8 | conn->head[2];
    size_t done = conn->at - HEAD_BYTES, piece = length - done;
    if (piece > count) piece = count;
    if (conn->head[3] == PING && length == sizeof conn->ping) memcpy(conn->ping + done, bytes, piece);
    if (conn->head[3] == DATA && piece > 0) {
      if (length != config.answer_bytes || memcmp(bytes, config.answer + done, piece) != 0)
        fail("wrong message in an answer");
      conn->number = 1;
    }
    conn->at += piece;
    bytes += piece;
    count -= piece;
    if (done + piece < length) break;
    answers += end_of_frame(conn, now, tally);
    conn->at = 0;
  }
  return answers;
}

int take_bytes(Conn *conn, const uint8_t *bytes, size_t count, uint64_t now, Tally *tally) {
  if (config.wire == HTTP2) return take_http2(conn, bytes, count, now, tally);
  return take_fixed(conn, bytes, count, now, tally);
}

void record(Tally *tally, uint64_t ns) {
  int power = ns < SUB_BUCKETS ? 0 : 63 - __builtin_clzll(ns) - 4;
  uint64_t sub = power == 0 ? ns : (ns >> (power - 1)) % SUB_BUCKETS;
  tally->histogram[power * SUB_BUCKETS + (int)sub]++;
  if (ns > tally->max_ns) tally->max_ns = ns;
}

void print_histogram(const Tally *tally) {
  const char *comma = "";
  for (int i = 0; i < BUCKETS; i++) {
    if (tally->histogram[i] == 0) continue;
    printf("%s[%d,%u]", comma, i, tally->histogram[i]);
    comma = ",";
  }
}
