/*
 * peer: an HTTP server with bad manners, for tests of those who call one.
 *
 * Runs in its own threads, one for each connection.  The last word of the path says how it
 * behaves; see the table in peer.c.  Counts what it saw, so that a test can tell whether a
 * request was sent twice.
 */
#ifndef TESTS_LIB_PEER_H
#define TESTS_LIB_PEER_H

#include <stdatomic.h>
#include <stdbool.h>

struct peer;

/* PKI files are NULL for plain HTTP.  client_ca_file, unless NULL: a client certificate is demanded. */
struct peer_config {
	const char *key_file, *certificate_file, *client_ca_file;
};

/* What a peer has seen since it was started or peer_forget() was called. */
struct peer_seen {
	atomic_int connections;         /* accepted */
	atomic_int handshakes;          /* that came through; as connections where there is no TLS */
	atomic_int requests;            /* read whole */
	atomic_int at_once, at_once_max;/* connections that were open */
	char       head[4096];          /* of the last request, when requests is read after it */
};

struct peer *peer_start(const struct peer_config *config);      /* NULL: plain HTTP */
int peer_port(const struct peer *peer);
struct peer_seen *peer_saw(struct peer *peer);
void peer_say(struct peer *peer, const char *answer);          /* what /said answers from now on */
void peer_forget(struct peer *peer);
void peer_stop(struct peer *peer);                              /* waits for its threads */

#endif
