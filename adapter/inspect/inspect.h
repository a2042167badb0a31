/*
 * inspect: what holds of a signed message and what does not, step by step, for people.
 *
 * A second implementation of verification, independent of seal and of xmlsec: on xml and crypto
 * alone.  seal decides what is acted upon and refuses at the first fault; inspect decides nothing,
 * goes on after a fault, reads what others sign (WS-Security of any profile, SMEV 3, plain XML
 * Signature, several signatures in a document), and looks for the cause of what does not hold.
 *
 * A cause is stated only if it was proven: with that one change undone, the digest or the
 * signature holds.  Call crypto_init() and xml_init() before.  One thread at a time.
 */
#ifndef ADAPTER_INSPECT_INSPECT_H
#define ADAPTER_INSPECT_INSPECT_H

#include <stdint.h>

#include <jansson.h>

#include "adapter/base/base.h"

enum inspect_verdict {
	INSPECT_HOLDS = 0,              /* all that was looked at; the exit status of the verb */
	INSPECT_FAILS = 1,              /* something does not hold */
	INSPECT_UNREADABLE = 2          /* no XML within the limits, or a wrong command line */
};

struct inspect_request {
	const char   *ca_file;          /* authorities, PEM; NULL: chains are not asked for */
	const char   *crl_file;         /* their revocation lists, PEM; NULL: not asked for */
	bool          at_given;
	int64_t       at_us;            /* when it was signed, if at_given; otherwise Timestamp says */
	int64_t       now_us;
	enum err_lang lang;             /* of the texts in the report */
};

/*
 * Inspects one message.  *ret_report is an object with the members that mostik(1) documents,
 * the caller's to json_decref().  ERR_KEY_UNUSABLE if a file of the request cannot be used;
 * whatever is wrong with the message is in the report.
 */
MUST_USE enum err inspect_message(const char *octets, size_t len,
    const struct inspect_request *request, json_t **ret_report, struct err_info *e);

enum inspect_verdict inspect_verdict_of(const json_t *report);

/* The report as text, in the language it was made in.  Nothing in it can steer a terminal. */
void inspect_print(const json_t *report, enum err_lang lang, FILE *out);

/* The verb `verify`: argv[0] is its name.  Returns the exit status. */
int inspect_main(int argc, char **argv);

#endif
