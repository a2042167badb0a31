/* The order in which the records of one exchange may stand: request, sent, reply, answer. */
#include "config.h"

#include <string.h>

#include "adapter/audit/verbs.h"

enum { BUCKETS = 16384 };

struct open_exchange {
	struct open_exchange *next;
	unsigned              seen;     /* bit 1 << kind */
	char                  id[];
};

struct audit_order {
	struct journal_reader *reader;
	int64_t                answered;
	struct open_exchange  *bucket[BUCKETS];
};

enum {
	REQUEST = 1 << JOURNAL_REQUEST,
	SENT    = 1 << JOURNAL_SENT,
	REPLY   = 1 << JOURNAL_REPLY,
	ANSWER  = 1 << JOURNAL_ANSWER,
};

/* clang-format off */
static const struct rule {
	unsigned    kind;       /* a record of this kind ... */
	unsigned    needs;      /* ... must come after all of these ... */
	unsigned    bars;       /* ... and after none of these */
	const char *reason;
} rules[] = {
	{REQUEST,               0,       ANSWER,  "a request in an exchange that is answered"},
	{REQUEST,               0,       REQUEST, "a second request in the exchange"},
	{REQUEST,               0,       SENT,    "a request after the exchange was sent"},
	{SENT | REPLY | ANSWER, 0,       ANSWER,  "the exchange has its answer already"},
	{SENT | REPLY | ANSWER, REQUEST, 0,       "the exchange has no request before it"},
	{SENT,                  0,       REPLY,   "sent after the reply"},
	{REPLY,                 SENT,    0,       "a reply to what was not sent"},
};
/* clang-format on */

const char *
audit_order_judge(unsigned seen, enum journal_kind kind)
{
	for (size_t i = 0; i < COUNT_OF(rules); i++)
		if ((rules[i].kind & 1u << kind) != 0
		    && ((seen & rules[i].needs) != rules[i].needs || (seen & rules[i].bars) != 0))
			return rules[i].reason;
	return NULL;
}

/* FNV-1a */
static struct open_exchange **
find(struct audit_order *order, const char *id)
{
	uint32_t hash = 2166136261;
	struct open_exchange **link;

	for (const char *p = id; *p != '\0'; p++)
		hash = (hash ^ (unsigned char)*p) * 16777619;
	link = &order->bucket[hash % BUCKETS];
	while (*link != NULL && strcmp((*link)->id, id) != 0)
		link = &(*link)->next;
	return link;
}

struct before {
	int64_t  seq;
	unsigned seen;
};

static enum err
see_before(const struct journal_record *record, void *arg, struct err_info *e)
{
	struct before *before = arg;

	(void)e;
	if (record->seq < before->seq)
		before->seen |= 1u << record->kind;
	return ERR_OK;
}

/* An exchange not known to be open is new, was answered, or began before the part under check. */
static enum err
open_exchange(struct audit_order *order, const struct journal_record *record,
    struct open_exchange **link, struct err_info *e)
{
	struct before before = {.seq = record->seq};
	size_t size = strlen(record->exchange) + 1;
	struct open_exchange *x;

	TRY(journal_walk_heads(order->reader, INT64_MIN, record->exchange, see_before, &before, e));
	x = malloc(sizeof(*x) + size);
	if (x == NULL)
		FAIL(e, ERR_NOMEM, "", "no memory for the exchanges without an answer");
	x->next = NULL;
	x->seen = before.seen;
	memcpy(x->id, record->exchange, size);
	*link = x;
	return ERR_OK;
}

static void
drop(struct open_exchange **link)
{
	struct open_exchange *x = *link;

	*link = x->next;
	free(x);
}

enum err
audit_order_new(struct journal_reader *reader, struct audit_order **ret_order, struct err_info *e)
{
	struct audit_order *order = calloc(1, sizeof(*order));

	if (order == NULL)
		FAIL(e, ERR_NOMEM, "", "no memory for the exchanges");
	order->reader = reader;
	*ret_order = order;
	return ERR_OK;
}

void
audit_order_free(struct audit_order *order)
{
	if (order == NULL)
		return;
	for (size_t i = 0; i < BUCKETS; i++)
		while (order->bucket[i] != NULL)
			drop(&order->bucket[i]);
	free(order);
}

enum err
audit_order_add(struct audit_order *order, const struct journal_record *record,
    const char **ret_reason, struct err_info *e)
{
	struct open_exchange **link = find(order, record->exchange);

	if (*link == NULL)
		TRY(open_exchange(order, record, link, e));
	*ret_reason = audit_order_judge((*link)->seen, record->kind);
	if (record->kind == JOURNAL_ANSWER && ((*link)->seen & ANSWER) == 0)
		order->answered++;
	(*link)->seen |= 1u << record->kind;
	if (((*link)->seen & ANSWER) != 0)
		drop(link);
	return ERR_OK;
}

struct audit_counts
audit_order_counts(const struct audit_order *order)
{
	struct audit_counts counts = {.answered = order->answered};

	for (size_t i = 0; i < BUCKETS; i++)
		for (const struct open_exchange *x = order->bucket[i]; x != NULL; x = x->next) {
			counts.unanswered++;
			counts.unknown += (x->seen & SENT) != 0;
		}
	return counts;
}
