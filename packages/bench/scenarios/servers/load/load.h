// What load.c and wire.c share: the configuration, a connection, and the tally of a run.

#ifndef LOAD_H
#define LOAD_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum wire { FIXED, HTTP2 };
/** How requests are numbered. Without a number, answers come in the order of requests. */
enum id { NO_ID, DIGITS, BINARY };

typedef struct {
  int connections, in_flight, active;
  enum wire wire;
  enum id id;
  /** Where the number is in the request, also a second time, and in the answer. */
  size_t request_at, also_at, answer_at;
  /** The bytes of the answer before this one are not compared. */
  size_t check_from;
  size_t preface_bytes, request_bytes, answer_bytes;
  uint8_t *preface, *request, *answer;
} Config;

typedef struct {
  bool is_busy, has_answer;
  uint64_t due_ns;
} Slot;

typedef struct {
  int fd, in_flight;
  bool waits_to_send;
  uint8_t *out;
  size_t out_at, out_end;
  Slot *slots;
  /** The slots that are free, and those in flight from the oldest on. */
  int *free_slots, *in_order;
  int oldest;
  /** Bytes of the answer, or of the HTTP/2 frame, that have arrived. */
  size_t at;
  /** The number of the answer that arrives. */
  uint32_t number;
  uint8_t head[9];
  uint8_t ping[8];
  uint32_t next_stream;
  int *slot_of_stream;
} Conn;

/** Buckets of a histogram: 32 in each power of two of nanoseconds, so within 3 %. */
enum { SUB_BUCKETS = 32, BUCKETS = 64 * SUB_BUCKETS };

typedef struct {
  uint64_t calls, max_ns;
  uint32_t histogram[BUCKETS];
} Tally;

extern Config config;

_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
uint64_t now_ns(void);
void set_non_blocking(int fd);
void read_config(char **arguments);
Conn *make_conns(void);
/** For a new connection: nothing is in flight. Queues the preface. */
void reset_conn(Conn *conn);
/** Queues a request. */
void put_request(Conn *conn, uint64_t due_ns);
/** @return how many answers became complete; wrong ones end the process */
int take_bytes(Conn *conn, const uint8_t *bytes, size_t count, uint64_t now, Tally *tally);
void record(Tally *tally, uint64_t ns);
void print_histogram(const Tally *tally);

#endif
