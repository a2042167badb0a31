/*
 * shot: one post of the tests of send, and what they all set up: a loop, a plain peer and one
 * with TLS, and posts that count their ends.
 */
#ifndef TESTS_LIB_SHOT_H
#define TESTS_LIB_SHOT_H

#include <event2/event.h>

#include "adapter/send/send.h"
#include "tests/lib/peer.h"

#define SHOT_PKI "tests/send.pki/"

enum { LONG_MS = 60000, SHORT_MS = 300, MAX_REPLY = 100000, AT_ONCE = 8 };

struct shot {
	char            url[128];
	struct send_job job;
	int             n_done;
};

extern struct event_base *shot_base;
extern struct peer *shot_plain, *shot_tls;
extern const struct send_config shot_config;    /* mutual TLS, limits as above */

/* For cmocka. */
int shot_set_up(void **state);
int shot_tear_down(void **state);

struct send *shot_open(const struct send_config *config);

/* Fills *shot: a small post to path of peer. */
void shot_aim(struct shot *shot, struct peer *peer, const char *path, int64_t timeout_ms);

/* Posts n and runs the loop until all have ended, each once. */
void shot_fire(struct send *send, struct shot *shots, size_t n);

/* Runs the loop until n posts that were aimed and posted by hand have ended. */
void shot_wait(int n);

#endif
