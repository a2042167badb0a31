#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "adapter/answer.h"
#include "adapter/exchange.h"
#include "adapter/expiry.h"
#include "adapter/pages.h"
#include "adapter/recall.h"
#include "adapter/reload.h"
#include "adapter/service.h"

enum { READY_MS = 1000, COMPLAIN_MS = 1000 };

static bool
is_full(struct service *s)
{
	return s->under_way >= (size_t)s->settings->max_exchanges
	       || workers_depth(s->workers) >= (size_t)s->settings->queue;
}

/* A call that does not become an exchange: answered at once, counted, not journaled. */
static void
turn_away(struct service *s, struct front_call *call, enum err code)
{
	int64_t now = clock_mono_ms();

	s->refused++;
	s->refused_ever++;
	if (now - s->complained_ms >= COMPLAIN_MS) {
		log_warn("event=turned_away code=%s calls=%llu under_way=%zu", err_name(code),
		    (unsigned long long)s->refused, s->under_way);
		s->complained_ms = now;
		s->refused = 0;
	}
	answer_refuse(call, code);
}

/*
 * Every call ends up here.  It becomes an exchange only if it comes from a system that is let in and
 * there is room: strangers must not be able to fill the journal.
 */
static void
on_call(struct front_call *call, void *arg)
{
	struct service *s = arg;
	struct exchange *x;
	struct err_info e;

	if (pages_serve(s, call))
		return;
	if (call->caller == NULL)
		turn_away(s, call, ERR_CLIENT_CERTIFICATE);
	else if (s->stopping)
		turn_away(s, call, ERR_STOPPING);
	else if (is_full(s))
		turn_away(s, call, ERR_BUSY);
	else if (!rate_permits(&s->rate, call->thumbprint, s->settings->max_rate, clock_mono_ms()))
		turn_away(s, call, ERR_RATE);
	else if (exchange_new(s, call, &x, &e) != ERR_OK)
		turn_away(s, call, e.code);
	else {
		s->under_way++;
		flow_start(x);
	}
}

/* One exchange is one line; what is in it is in the journal. */
static void
log_exchange(const struct exchange *x)
{
	const struct err_info *e = &x->flow.err;
	const char *op = x->op != NULL ? x->op->name : "-";
	long long ms = (long long)(clock_now_us() - x->received_us) / 1000;

	if (e->code == ERR_OK) {
		log_info("event=exchange id=%s caller=%s operation=%s code=OK status=%d%s ms=%lld", x->id,
		    x->caller, op, x->status, x->flow.settled ? " repeated=1" : "", ms);
		return;
	}
	log_line(err_who(e->code) == ERR_CALLER ? LOG_LEVEL_INFO : LOG_LEVEL_WARN,
	    "event=exchange id=%s caller=%s operation=%s code=%s status=%d at=\"%s\" text=\"%s\" "
	    "source=%s:%d ms=%lld", x->id, x->caller, op, err_name(e->code), x->status, e->at, e->text,
	    e->file, e->line, ms);
}

static void
leave_loop(struct service *s)
{
	event_del(s->on_stop_late);
	event_base_loopbreak(s->base);
}

void
service_exchange_ended(struct service *service, const struct exchange *x)
{
	log_exchange(x);
	CHECK(service->under_way > 0);
	service->under_way--;
	service->served++;
	if (service->stopping && service->under_way == 0)
		leave_loop(service);
}

static void
on_stop_late(evutil_socket_t fd, short what, void *arg)
{
	struct service *s = arg;

	(void)fd, (void)what;
	/* Their records say "sent, no answer"; a repeated request finishes them. */
	log_error("event=stop_late under_way=%zu", s->under_way);
	_exit(1);
}

static void
on_signal(evutil_socket_t signal_number, short what, void *arg)
{
	struct service *s = arg;
	struct timeval late = {s->settings->stop_ms / 1000, s->settings->stop_ms % 1000 * 1000};

	(void)what;
	if (s->stopping)
		return;
	s->stopping = true;
	log_info("event=stopping signal=%d under_way=%zu", (int)signal_number, s->under_way);
	front_stop_listening(s->front);
	event_add(s->on_stop_late, &late);
	if (s->under_way == 0)
		leave_loop(s);
}

static void
on_hup(evutil_socket_t signal_number, short what, void *arg)
{
	(void)signal_number, (void)what;
	reload_run(arg);
}

static void
on_day(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	expiry_warn(arg, false);
}

bool
service_ready(struct service *service)
{
	struct err_info e;

	if (clock_mono_ms() >= service->ready_until_ms) {
		enum err code = seal_self_test(service->seal, &e);

		if (code != ERR_OK)
			log_failure(LOG_LEVEL_ERROR, "event=not_ready", &e);
		service->ready = code == ERR_OK;
		journal_probe(service->journal);        /* for the next time that somebody asks */
		service->ready_until_ms = clock_mono_ms() + READY_MS;
	}
	return service->ready && token_keys_ready(service->token_keys, clock_now_us()) &&
	    journal_healthy(service->journal) && !service->stopping;
}

static enum err
listen_to_signals(struct service *s, struct err_info *e)
{
	static const struct timeval day = {24 * 60 * 60, 0};

	s->on_term = evsignal_new(s->base, SIGTERM, on_signal, s);
	s->on_int = evsignal_new(s->base, SIGINT, on_signal, s);
	s->on_hup = evsignal_new(s->base, SIGHUP, on_hup, s);
	s->on_day = event_new(s->base, -1, EV_PERSIST, on_day, s);
	s->on_stop_late = evtimer_new(s->base, on_stop_late, s);
	if (s->on_term == NULL || s->on_int == NULL || s->on_hup == NULL || s->on_day == NULL
	    || s->on_stop_late == NULL || event_add(s->on_term, NULL) != 0
	    || event_add(s->on_int, NULL) != 0 || event_add(s->on_hup, NULL) != 0
	    || event_add(s->on_day, &day) != 0)
		FAIL(e, ERR_NOMEM, "", "signals");
	return ERR_OK;
}

/* On the thread that fetches. */
static void
on_keys(const struct err_info *e, void *arg)
{
	(void)arg;
	if (e->code == ERR_OK)
		log_info("event=token_keys_fetched");
	else
		log_failure(LOG_LEVEL_WARN, "event=token_keys_not_fetched", e);
}

static enum err
open_token(struct service *s, struct err_info *e)
{
	struct token_config config = s->settings->token;

	config.told = on_keys;
	return token_keys_open(&config, &s->token_keys, e);
}

/* In the order in which one part needs another; the doors to the outside open last. */
static enum err
open_parts(struct service *s, struct err_info *e)
{
	const struct settings *set = s->settings;
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int n = set->workers != 0 ? set->workers : (int)(cores > 0 ? cores : 1);

	s->base = event_base_new();
	if (s->base == NULL)
		FAIL(e, ERR_NOMEM, "", "event loop");
	TRY(routes_open(map_operation_at, &s->routes, e));
	TRY(docs_open(set->docs_dir, &s->docs, e));
	TRY(seal_open(&set->seal, &s->seal, e));
	TRY(seal_self_test(s->seal, e));
	TRY(open_token(s, e));
	TRY(citizen_trust_open(&set->citizen, &s->citizens, e));
	TRY(soap_pool_open((size_t)n * 4, &s->soap_pool, e));
	TRY(journal_open(set->journal_path, &s->journal, e));
	TRY(recall_replies(s, e));
	TRY(inbox_open(s->base, &s->inbox, e));
	TRY(workers_open(n, &s->workers, e));
	TRY(send_open(s->base, &set->send, &s->send, e));
	TRY(listen_to_signals(s, e));
	TRY(token_keys_start(s->token_keys, e));
	TRY(front_open(s->base, &set->front, on_call, s, &s->front, e));
	log_info("event=listening address=%s port=%d workers=%d algorithm=%s unanswered=%lld",
	    set->front.address, front_port(s->front), n, seal_algorithm(s->seal),
	    (long long)journal_unanswered(s->journal));
	expiry_warn(s, true);
	return ERR_OK;
}

enum err
service_open(const struct settings *settings, struct service **ret_service, struct err_info *e)
{
	struct service *s = calloc(1, sizeof(*s));
	enum err code;

	if (s == NULL)
		FAIL(e, ERR_NOMEM, "", "service");
	s->settings = settings;
	buf_init(&s->page, 64 << 10);
	code = open_parts(s, e);
	if (code != ERR_OK) {
		service_close(s);
		return code;
	}
	*ret_service = s;
	return ERR_OK;
}

void
service_run(struct service *service)
{
	event_base_dispatch(service->base);
	log_info("event=stopped");
}

static void
free_event(struct event *event)
{
	if (event != NULL)
		event_free(event);
}

void
service_close(struct service *service)
{
	if (service == NULL)
		return;
	CHECK(service->under_way == 0);
	front_close(service->front);
	send_close(service->send);
	workers_close(service->workers);
	journal_close(service->journal);
	inbox_close(service->inbox);
	soap_pool_close(service->soap_pool);
	citizen_trust_close(service->citizens);
	token_keys_close(service->token_keys);
	seal_close(service->seal);
	free_event(service->on_term);
	free_event(service->on_int);
	free_event(service->on_hup);
	free_event(service->on_day);
	free_event(service->on_stop_late);
	if (service->base != NULL)
		event_base_free(service->base);
	docs_close(service->docs);
	routes_close(service->routes);
	buf_fini(&service->page);
	settings_free(service->reloaded);
	free(service);
}
