/* modes: what the stand-in Fund does wrong on purpose, each in one of five places. */
#ifndef TESTS_FUND_MODES_H
#define TESTS_FUND_MODES_H

/* What the services answer. */
enum data {
	DATA_TRUE,
	DATA_WRONG_TOTAL,       /* the sum of a month is a kopeck off */
	DATA_WRONG_COUNT,       /* the number of payments of a month is one off */
	DATA_WRONG_PERSON,      /* about the next citizen */
	DATA_OTHER_PERIOD,      /* from another month on */
	DATA_FAULT,             /* unexpected fault of the server */
	DATA_REFUSE,            /* declared fault */
};

/* What the reply's addressing says. */
enum head {
	HEAD_TRUE,
	HEAD_OTHER_RELATES,
	HEAD_OTHER_ACTION,
};

/* How the reply is signed. */
enum signing {
	SIGNING_TRUE,
	SIGNING_NONE,
	SIGNING_STRANGER,       /* by another member */
	SIGNING_STALE,          /* an hour ago */
	SIGNING_BAD_VALUE,      /* the signature's value is altered */
	SIGNING_BAD_DIGEST,     /* the Body is altered after signing */
};

/* What goes over the wire. */
enum wire {
	WIRE_TRUE,
	WIRE_SLOW,              /* after so many milliseconds */
	WIRE_SILENT,            /* nothing; the connection stays */
	WIRE_CLOSE,             /* nothing; the connection is closed */
	WIRE_HALF,              /* half of the reply, then closed */
	WIRE_GARBAGE,           /* text that claims to be XML */
	WIRE_HTML,              /* a page, with status 200 */
	WIRE_HTTP_500,          /* a page, with status 500 */
	WIRE_HUGE,              /* more than anyone would read */
	WIRE_REPLAY,            /* the reply to the request before */
};

/* What goes beside a reply that has a file. */
enum files {
	FILES_TRUE,
	FILES_BAD,              /* octets other than those of the digest */
	FILES_NONE,             /* nothing */
	FILES_EXTRA,            /* a file more than the reply names */
};

struct mode {
	const char  *name;
	enum data    data;
	enum head    head;
	enum signing signing;
	enum wire    wire;
	int          slow_ms;   /* of WIRE_SLOW */
	enum files   files;
};

/*
 * The mode that the file names by its first word; "slow" is followed by milliseconds.  A file
 * that is missing or empty, or file NULL, is "normal"; a word that is no mode stops the program.
 */
struct mode modes_read(const char *file);

#endif
