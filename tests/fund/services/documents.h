/* documents: what the service of documents keeps of each, and how it writes it. */
#ifndef TESTS_FUND_SERVICES_DOCUMENTS_H
#define TESTS_FUND_SERVICES_DOCUMENTS_H

#include "tests/fund/service.h"

/* By doc__KindType. */
struct document_kind {
	enum doc__KindType kind;
	const char *title;
	int64_t     forming_s, ready_s;         /* after it was ordered */
	bool        by_period;                  /* made for a part of the time too, and not only for all of it */
	bool        certificate;                /* is renewed, and handed to organisations */
	/* Who has such a thing: citizens with number % every == rest, or all but them. */
	unsigned    every, rest;
	bool        only_them;
};
extern const struct document_kind document_kinds[];

/* A row of the table; texts live as long as the answer. */
struct document {
	int64_t id;
	const struct document_kind *kind;
	enum doc__PeriodKindType period;
	char   *from, *to;                      /* NULL: none */
	char   *purpose, *email;                /* NULL: none */
	int64_t ordered_us, forming_us, ready_us, expires_us, renewed_us;
};

char *document_number(struct soap *soap, int64_t id);

/* The citizen's document of that number, which is written as document_number() does; false if there is none. */
bool document_find(struct soap *soap, const char *snils, const char *number, struct document *document);
#define DOCUMENT_NONE(soap) SERVICE_FAULT(soap, doc, Documents, "NOT_FOUND", "Id", "Документ не найден.")

/* What stands in the way of having the document, as a fault; SOAP_OK if nothing does. */
int document_refuse(struct soap *soap, const struct document *document);

/* Appends the document as PDF; the same octets as long as its row is the same. */
MUST_USE enum err document_print(struct soap *soap, const struct citizen *citizen,
    const struct document *document, struct buf *out, struct err_info *e);

#endif
