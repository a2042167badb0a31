/*
 * flow: the life of one exchange, from the caller's bytes to the caller's answer.
 *
 * The table in flow.c is the whole story.  A row names what happens, which thread does it, and
 * whether it ends at once or when somebody calls flow_wake().  Rows run in order.  When a row fails,
 * the rows that only make sense while all is well are passed over, so that a refusal takes the same
 * way out as a success: composed, journaled, sent.  Nothing leaves the process before the row
 * above it has made the record durable.
 *
 * An exchange belongs to one thread at a time.  Handing it over is the only synchronisation.
 */
#ifndef ADAPTER_FLOW_H
#define ADAPTER_FLOW_H

#include "adapter/base/base.h"

struct exchange;

enum flow_where {
	FLOW_LOOP,      /* the event loop: HTTP in and out; never blocks */
	FLOW_WORKER,    /* a worker: XML, cryptography, mapping */
};

/* What the flow keeps in each exchange. */
struct flow_state {
	size_t          row;            /* at which the exchange stands */
	bool            settled;        /* the answer is known already: rows that ask are passed over */
	struct err_info err;            /* the first failure; code ERR_OK while all is well */
};

/* Starts x at the first row, on the loop.  Takes x: the flow frees it at the end. */
void flow_start(struct exchange *x);

/* Goes on with x.  Called by whoever took x over from exchange_hand_over(), in the thread of where. */
void flow_run(struct exchange *x, enum flow_where where);

/*
 * Ends the waiting row at which x stands: why says what went wrong, NULL that nothing did.  Any
 * thread; x is handed over to the thread of its next row, and must not be touched afterwards.
 */
void flow_wake(struct exchange *x, const struct err_info *why);

/* The name of a row, or NULL past the last. */
const char *flow_row_name(size_t row);

#endif
