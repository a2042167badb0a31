/*
 * workers: the threads that do XML and cryptography, and the inbox of the event loop: the two
 * places where an exchange waits for its next row.
 *
 * Push from any thread; it gives the exchange away.  First in, first out.  Neither refuses: how
 * many exchanges there are is bounded where they begin (service.c), so that one that has begun
 * can always go on.
 */
#ifndef ADAPTER_WORKERS_H
#define ADAPTER_WORKERS_H

#include <event2/event.h>

#include "adapter/base/base.h"

struct exchange;
struct workers;
struct inbox;

/* Starts n threads that call flow_run(x, FLOW_WORKER). */
MUST_USE enum err workers_open(int n, struct workers **ret_workers, struct err_info *e);
void workers_push(struct workers *workers, struct exchange *x);

/* How many wait now. */
size_t workers_depth(struct workers *workers);

/* When nothing waits any more: ends the threads. */
void workers_close(struct workers *workers);

/* Calls flow_run(x, FLOW_LOOP) on the loop for each exchange pushed. */
MUST_USE enum err inbox_open(struct event_base *base, struct inbox **ret_inbox, struct err_info *e);
void inbox_push(struct inbox *inbox, struct exchange *x);
void inbox_close(struct inbox *inbox);

#endif
