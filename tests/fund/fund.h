/*
 * fund: a stand-in for the Social Fund's SOAP services, for tests, the benchmark and quickstart.
 *
 * It is a real server: HTTPS with client certificates by gSOAP, requests verified and replies
 * signed by adapter/seal/, dispatched by gSOAP's generated server, a registry of invented
 * citizens and what the services remember, in SQLite.  A mode file makes it slow, silent or lying.
 *
 *   main     options, and the count of applications
 *   server   connections, HTTP, files of the contract
 *   answer   one request from octets to octets: verify, dispatch, sign
 *   dispatch octets of a Body through gSOAP's server to the services and back
 *   service, services/   the services
 *   db       what they remember, in SQLite
 *   done     changes that were carried out, so that none is carried out twice
 *   modes    what is done wrong on purpose
 */
#ifndef TESTS_FUND_FUND_H
#define TESTS_FUND_FUND_H

#include <pthread.h>

#include "adapter/base/base.h"
#include "adapter/seal/seal.h"
#include "tests/fund/modes.h"

struct db;

struct fund {
	int           port;             /* 0: any */
	const char   *pki;              /* folder of certs/make-test-pki.sh */
	const char   *sign;             /* rsa, ec, gost256 or gost512: the key that replies are signed with */
	const char   *db_file;
	const char   *wsdl;             /* folder of the WSDL files; ../xsd/ has the schemas */
	const char   *mode;             /* file that names the mode; NULL: always normal */
	long          citizens;         /* how many there are: numbers 0 to citizens - 1 */
	long          pace_ms;          /* how fast an application goes on */
	struct seal  *seal;
	struct seal  *stranger;         /* signs in the Fund's place with another's key */
	struct db    *db;
	/* Of the mode "replay". */
	pthread_mutex_t last_lock;
	char           *last;           /* the reply that was sent last */
	size_t          last_len;
};

#endif
