/*
 * service: the parts of the running daemon, opened in order, joined, stopped and closed.
 *
 * Threads: opened, run and closed on one thread, the event loop's.  Steps read the parts' pointers
 * from any thread; they do not change while the service runs.
 */
#ifndef ADAPTER_SERVICE_H
#define ADAPTER_SERVICE_H

#include <event2/event.h>

#include "adapter/base/base.h"
#include "adapter/citizen.h"
#include "adapter/docs.h"
#include "adapter/front/front.h"
#include "adapter/journal/journal.h"
#include "adapter/rate.h"
#include "adapter/route.h"
#include "adapter/seal/seal.h"
#include "adapter/send/send.h"
#include "adapter/settings.h"
#include "adapter/soap/soap.h"
#include "adapter/token/token.h"
#include "adapter/workers.h"

struct exchange;

struct service {
	const struct settings *settings;
	struct settings       *reloaded;        /* what a reload took something from; NULL: none yet */
	struct event_base     *base;
	struct seal           *seal;
	struct token_keys     *token_keys;
	struct citizen_trust  *citizens;
	struct soap_pool      *soap_pool;
	struct journal        *journal;
	struct send           *send;
	struct workers        *workers;
	struct inbox          *inbox;
	struct front          *front;
	struct rate            rate;            /* of the callers */
	struct routes         *routes;          /* paths to operations */
	struct docs           *docs;            /* /docs and the OpenAPI document */
	/* The loop's own. */
	struct event          *on_term, *on_int, *on_hup, *on_day, *on_stop_late;
	struct buf             page;            /* the last one made for /metrics */
	uint64_t               served;          /* exchanges that ended */
	size_t                 under_way;       /* exchanges */
	int64_t                expiry_told_us;  /* when ends of certificates were last looked at */
	bool                   stopping;
	int64_t                complained_ms;   /* when "busy" was last logged */
	uint64_t               refused;         /* calls turned away since then … */
	uint64_t               refused_ever;    /* … and since the start */
	int64_t                ready_until_ms;  /* the last answer to "can we sign" holds until then */
	bool                   ready;
};

/* Opens everything; settings must outlive the service.  On failure nothing is left open. */
MUST_USE enum err service_open(const struct settings *settings, struct service **ret_service,
    struct err_info *e);

/* Serves until SIGTERM or SIGINT, then finishes what is under way; SIGHUP: see reload.h. */
void service_run(struct service *service);
void service_close(struct service *service);

/*
 * True if an exchange begun now could be authenticated, signed and recorded.  Signing is tried at once, writing by the
 * journal's own thread: a disk that filled up while nothing was written shows a second later.
 */
bool service_ready(struct service *service);

/* Called on the loop when x is about to be freed. */
void service_exchange_ended(struct service *service, const struct exchange *x);

#endif
