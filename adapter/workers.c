#include "config.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "adapter/exchange.h"
#include "adapter/flow.h"
#include "adapter/workers.h"

/* Exchanges in a row, linked by their next; not synchronised. */
struct line {
	struct exchange *first, **last;
	size_t           n;
};

static void
line_init(struct line *l)
{
	l->first = NULL;
	l->last = &l->first;
	l->n = 0;
}

static void
line_add(struct line *l, struct exchange *x)
{
	x->next = NULL;
	*l->last = x;
	l->last = &x->next;
	l->n++;
}

static struct exchange *
line_take(struct line *l)
{
	struct exchange *x = l->first;

	if (x == NULL)
		return NULL;
	l->first = x->next;
	if (l->first == NULL)
		l->last = &l->first;
	l->n--;
	x->next = NULL;
	return x;
}

struct workers {
	pthread_mutex_t lock;
	pthread_cond_t  more;
	struct line     line;           /* under lock */
	bool            ending;         /* under lock */
	int             n_threads;
	pthread_t       thread[];
};

static void *
work(void *arg)
{
	struct workers *w = arg;
	struct exchange *x;

	for (;;) {
		pthread_mutex_lock(&w->lock);
		while ((x = line_take(&w->line)) == NULL && !w->ending)
			pthread_cond_wait(&w->more, &w->lock);
		pthread_mutex_unlock(&w->lock);
		if (x == NULL)
			return NULL;
		flow_run(x, FLOW_WORKER);
	}
}

enum err
workers_open(int n, struct workers **ret_workers, struct err_info *e)
{
	struct workers *w = calloc(1, sizeof(*w) + (size_t)n * sizeof(w->thread[0]));

	if (w == NULL)
		FAIL(e, ERR_NOMEM, "", "workers");
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->more, NULL);
	line_init(&w->line);
	for (; w->n_threads < n; w->n_threads++) {
		int why = pthread_create(&w->thread[w->n_threads], NULL, work, w);

		if (why != 0) {
			workers_close(w);
			FAIL(e, ERR_NOMEM, "flow.workers", "thread: %s", strerror(why));
		}
	}
	*ret_workers = w;
	return ERR_OK;
}

void
workers_push(struct workers *workers, struct exchange *x)
{
	pthread_mutex_lock(&workers->lock);
	line_add(&workers->line, x);
	pthread_cond_signal(&workers->more);
	pthread_mutex_unlock(&workers->lock);
}

size_t
workers_depth(struct workers *workers)
{
	size_t n;

	pthread_mutex_lock(&workers->lock);
	n = workers->line.n;
	pthread_mutex_unlock(&workers->lock);
	return n;
}

void
workers_close(struct workers *workers)
{
	if (workers == NULL)
		return;
	pthread_mutex_lock(&workers->lock);
	workers->ending = true;
	pthread_cond_broadcast(&workers->more);
	pthread_mutex_unlock(&workers->lock);
	for (int i = 0; i < workers->n_threads; i++)
		pthread_join(workers->thread[i], NULL);
	CHECK(workers->line.n == 0);
	pthread_cond_destroy(&workers->more);
	pthread_mutex_destroy(&workers->lock);
	free(workers);
}

struct inbox {
	pthread_mutex_t lock;
	struct line     line;           /* under lock */
	int             bell;           /* an eventfd: rung when the line was empty */
	struct event   *event;
};

/* Takes what waits now; what arrives meanwhile rings again, so that HTTP gets its turn. */
static void
on_bell(evutil_socket_t fd, short what, void *arg)
{
	struct inbox *in = arg;
	struct line now;
	struct exchange *x;
	uint64_t rung;

	(void)what;
	CHECK(read(fd, &rung, sizeof(rung)) == sizeof(rung) || errno == EAGAIN);
	pthread_mutex_lock(&in->lock);
	now = in->line;
	if (now.first == NULL)
		line_init(&now);
	line_init(&in->line);
	pthread_mutex_unlock(&in->lock);
	while ((x = line_take(&now)) != NULL)
		flow_run(x, FLOW_LOOP);
}

enum err
inbox_open(struct event_base *base, struct inbox **ret_inbox, struct err_info *e)
{
	struct inbox *in = calloc(1, sizeof(*in));

	if (in == NULL)
		FAIL(e, ERR_NOMEM, "", "inbox");
	pthread_mutex_init(&in->lock, NULL);
	line_init(&in->line);
	in->bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (in->bell >= 0)
		in->event = event_new(base, in->bell, EV_READ | EV_PERSIST, on_bell, in);
	if (in->event == NULL || event_add(in->event, NULL) != 0) {
		inbox_close(in);
		FAIL(e, ERR_NOMEM, "", "inbox: %s", strerror(errno));
	}
	*ret_inbox = in;
	return ERR_OK;
}

void
inbox_push(struct inbox *inbox, struct exchange *x)
{
	static const uint64_t one = 1;
	bool ring;

	pthread_mutex_lock(&inbox->lock);
	ring = inbox->line.n == 0;
	line_add(&inbox->line, x);
	pthread_mutex_unlock(&inbox->lock);
	if (ring)
		CHECK(write(inbox->bell, &one, sizeof(one)) == sizeof(one));
}

void
inbox_close(struct inbox *inbox)
{
	if (inbox == NULL)
		return;
	if (inbox->event != NULL)
		event_free(inbox->event);
	if (inbox->bell >= 0)
		close(inbox->bell);
	CHECK(inbox->line.n == 0);
	pthread_mutex_destroy(&inbox->lock);
	free(inbox);
}
