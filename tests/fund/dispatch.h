/*
 * dispatch: the octets of a Body through gSOAP's server to the services and back, in memory.
 *
 * The services are the functions that gSOAP's dispatcher calls: services/.
 */
#ifndef TESTS_FUND_DISPATCH_H
#define TESTS_FUND_DISPATCH_H

#include "adapter/soap/soap.h"
#include "tests/fund/fund.h"

struct cmn__FileType;
struct soap;
struct _flt__ServiceFault;

/* What a service knows besides its request: soap->user points to it. */
struct dispatch_call {
	const struct fund *fund;
	enum data          data;
	enum files         files;
	const struct part_list *parts;  /* that came with the request, under the Content of its files; NULL: none */
	struct part_list  *given;       /* that go with the answer; the caller's to free */
	const struct map_operation *operation;
	bool               represented; /* somebody acts for the citizen */
	bool               keep;        /* set by a service: what it changed is kept, although the answer is a fault */
	/* dispatch's own */
	const char        *in;
	size_t             in_left;
	struct buf        *out;
};

/* The content of the Body that answers. */
struct dispatch_answer {
	struct buf content;             /* the caller's to buf_fini() */
	bool       fault;
	bool       sender;              /* the fault is the sender's */
};

/* Serves one verified Body.  The answer may be a fault; an error is the stand-in's own. */
MUST_USE enum err dispatch_serve(struct dispatch_call *call, enum soap_version version,
    const char *body, size_t len, struct dispatch_answer *answer, struct err_info *e);

/* Answers with a declared fault, without asking a service. */
MUST_USE enum err dispatch_refuse(enum soap_version version, const char *code, const char *text,
    struct dispatch_answer *answer, struct err_info *e);

/* For a service: makes soap answer with a declared fault; returns what the service must return. */
int dispatch_set_fault(struct soap *soap, const char *code, const char *field, const char *text);

/* For a service: a file that goes beside the answer (len > 0), to be put where it stands. */
struct cmn__FileType *dispatch_attach(struct soap *soap, const char *octets, size_t len, const char *name,
    const char *media_type);

/* For a service: a string that lives as long as the answer. */
char *dispatch_printf(struct soap *soap, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
