#include "config.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/seal/replay.h"

/*
 * A hash table with linear probing, at most three quarters full.  Nothing is deleted one
 * by one; when it has filled up it is copied, without what has expired, into one of the
 * size that the rest needs.
 */
struct memory {
	unsigned char digest[SEAL_REPLAY_DIGEST];
	int64_t       until_us;                 /* 0: free */
};

struct seal_replay {
	pthread_mutex_t lock;                   /* guards all that follows */
	struct memory  *slot;
	size_t          size, used, max;        /* size and max are powers of two */
};

enum { FIRST_SIZE = 1024 };

/* The slot that holds digest, or the free one where it belongs.  The digest is its own hash. */
static struct memory *
find(struct memory *slot, size_t size, const unsigned char *digest)
{
	size_t i;

	memcpy(&i, digest, sizeof(i));
	for (i &= size - 1; slot[i].until_us != 0; i = (i + 1) & (size - 1))
		if (memcmp(slot[i].digest, digest, SEAL_REPLAY_DIGEST) == 0)
			break;
	return &slot[i];
}

/* Drops what has expired, and makes room for as much again as is left. */
static enum err
renew(struct seal_replay *r, int64_t now_us, struct err_info *e)
{
	struct memory *slot;
	size_t live = 0, size = FIRST_SIZE;

	for (size_t i = 0; i < r->size; i++)
		live += r->slot[i].until_us > now_us;
	while (size < r->max && live >= size / 4)
		size *= 2;
	if (live >= size / 2)
		FAIL(e, ERR_BUSY, "", "%zu messages are remembered, which is as many as can be", live);
	slot = calloc(size, sizeof(*slot));
	if (slot == NULL)
		FAIL(e, ERR_NOMEM, "", "the memory of messages");
	for (size_t i = 0; i < r->size; i++)
		if (r->slot[i].until_us > now_us)
			*find(slot, size, r->slot[i].digest) = r->slot[i];
	free(r->slot);
	r->slot = slot;
	r->size = size;
	r->used = live;
	return ERR_OK;
}

enum err
seal_replay_open(size_t max, struct seal_replay **ret_replay, struct err_info *e)
{
	struct seal_replay *r = calloc(1, sizeof(*r));

	CHECK(max >= FIRST_SIZE && (max & (max - 1)) == 0);
	if (r == NULL)
		FAIL(e, ERR_NOMEM, "", "the memory of messages");
	r->max = max;
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
	free(replay->slot);
	free(replay);
}

static enum err
remember(struct seal_replay *r, const unsigned char *digest, int64_t until_us, int64_t now_us,
    struct err_info *e)
{
	struct memory *m;

	if (r->used >= r->size / 4 * 3)
		TRY(renew(r, now_us, e));
	m = find(r->slot, r->size, digest);
	if (m->until_us > now_us)
		FAIL(e, ERR_SIG_REPLAY, "", "the message was taken before");
	r->used += m->until_us == 0;
	memcpy(m->digest, digest, SEAL_REPLAY_DIGEST);
	m->until_us = until_us;
	return ERR_OK;
}

enum err
seal_replay_remember(struct seal_replay *replay,
    const unsigned char digest[SEAL_REPLAY_DIGEST], int64_t until_us, int64_t now_us,
    struct err_info *e)
{
	enum err code;

	pthread_mutex_lock(&replay->lock);
	code = remember(replay, digest, until_us, now_us, e);
	pthread_mutex_unlock(&replay->lock);
	return code;
}
