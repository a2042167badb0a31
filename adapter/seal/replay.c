#include "config.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/seal/replay.h"

/*
 * The generations: each remembers what expires within one stretch of time, and is dropped
 * whole when that is over.  A repeat expires when the first did, so that one generation is
 * all that has to be asked.
 */
enum {
	SPAN        = 60,       /* generations to which the span is divided */
	GENERATIONS = 128,      /* also what is left of another span after the clock was set */
	FIRST_SIZE  = 256
};

/* 128 bits of a digest; all zero: free. */
struct key {
	unsigned char bytes[16];
};

/* A hash table with linear probing, at most three quarters full. */
struct generation {
	int64_t     number;                     /* until_us / width_us */
	struct key *slot;                       /* NULL: there is no such generation */
	size_t      size, used;                 /* size is a power of two */
};

struct seal_replay {
	pthread_mutex_t   lock;                 /* guards all that follows */
	struct generation generation[GENERATIONS];
	int64_t           width_us;
	int64_t           swept;                /* the number of the last sweep's now */
	size_t            used, max;            /* of all generations */
};

static bool
is_free(const struct key *key)
{
	static const struct key zero;

	return memcmp(key, &zero, sizeof(zero)) == 0;
}

/* The slot that holds the key, or the free one where it belongs.  The key is its own hash. */
static struct key *
find(struct key *slot, size_t size, const struct key *key)
{
	size_t i;

	memcpy(&i, key->bytes, sizeof(i));
	for (i &= size - 1; !is_free(&slot[i]); i = (i + 1) & (size - 1))
		if (memcmp(&slot[i], key, sizeof(*key)) == 0)
			break;
	return &slot[i];
}

/* Room for twice as many. */
static enum err
grow(struct generation *g, struct err_info *e)
{
	size_t size = g->slot == NULL ? FIRST_SIZE : 2 * g->size;
	struct key *slot = calloc(size, sizeof(*slot));

	if (slot == NULL)
		FAIL(e, ERR_NOMEM, "", "the memory of messages");
	for (size_t i = 0; g->slot != NULL && i < g->size; i++)
		if (!is_free(&g->slot[i]))
			*find(slot, size, &g->slot[i]) = g->slot[i];
	free(g->slot);
	g->slot = slot;
	g->size = size;
	return ERR_OK;
}

/*
 * Drops the generations that are over.  One more is kept, for a thread that asks with a
 * time which was taken a little earlier, or a clock that was set back a little.
 */
static void
sweep(struct seal_replay *r, int64_t now)
{
	if (now == r->swept)
		return;
	r->swept = now;
	for (size_t i = 0; i < GENERATIONS; i++) {
		struct generation *g = &r->generation[i];

		if (g->slot == NULL || g->number + 1 >= now)
			continue;
		r->used -= g->used;
		free(g->slot);
		*g = (struct generation){0};
	}
}

/* The generation of that number, which is new if there was none; NULL if there is no room. */
static struct generation *
generation_of(struct seal_replay *r, int64_t number)
{
	struct generation *empty = NULL;

	for (size_t i = 0; i < GENERATIONS; i++) {
		struct generation *g = &r->generation[i];

		if (g->slot == NULL)
			empty = g;
		else if (g->number == number)
			return g;
	}
	if (empty != NULL)
		empty->number = number;
	return empty;
}

enum err
seal_replay_open(size_t max, int64_t span_us, struct seal_replay **ret_replay,
    struct err_info *e)
{
	struct seal_replay *r = calloc(1, sizeof(*r));

	CHECK(max > 0 && span_us > 0);
	if (r == NULL)
		FAIL(e, ERR_NOMEM, "", "the memory of messages");
	r->max = max;
	r->width_us = span_us / SPAN + 1;
	CHECK(pthread_mutex_init(&r->lock, NULL) == 0);
	*ret_replay = r;
	return ERR_OK;
}

void
seal_replay_close(struct seal_replay *replay)
{
	if (replay == NULL)
		return;
	pthread_mutex_destroy(&replay->lock);
	for (size_t i = 0; i < GENERATIONS; i++)
		free(replay->generation[i].slot);
	free(replay);
}

static enum err
remember(struct seal_replay *r, const struct key *key, int64_t until_us, int64_t now_us,
    struct err_info *e)
{
	struct generation *g;

	sweep(r, now_us / r->width_us);
	g = generation_of(r, until_us / r->width_us);
	if (g != NULL && g->slot != NULL && !is_free(find(g->slot, g->size, key)))
		FAIL(e, ERR_SIG_REPLAY, "", "the message was taken before");
	if (g == NULL || r->used >= r->max)
		FAIL(e, ERR_BUSY, "", "%zu messages are remembered, which is as many as can be",
		    r->used);
	if (g->used >= g->size / 4 * 3)
		TRY(grow(g, e));
	*find(g->slot, g->size, key) = *key;
	g->used++;
	r->used++;
	return ERR_OK;
}

enum err
seal_replay_remember(struct seal_replay *replay,
    const unsigned char digest[SEAL_REPLAY_DIGEST], int64_t until_us, int64_t now_us,
    struct err_info *e)
{
	struct key key;
	enum err code;

	memcpy(key.bytes, digest, sizeof(key.bytes));
	if (is_free(&key))
		key.bytes[sizeof(key.bytes) - 1] = 1;
	pthread_mutex_lock(&replay->lock);
	code = remember(replay, &key, until_us, now_us, e);
	pthread_mutex_unlock(&replay->lock);
	return code;
}

size_t
seal_replay_bytes(struct seal_replay *replay)
{
	size_t bytes = sizeof(*replay);

	pthread_mutex_lock(&replay->lock);
	for (size_t i = 0; i < GENERATIONS; i++)
		bytes += replay->generation[i].size * sizeof(struct key);
	pthread_mutex_unlock(&replay->lock);
	return bytes;
}
