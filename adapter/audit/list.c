/* journal list: one line for each exchange, in the order in which they began. */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "adapter/audit/verbs.h"

/* An exchange as its records tell it. */
struct row {
	int64_t first_seq;
	int64_t began_us, ended_us;
	char    exchange[64], operation[64], caller[64], code[32];
	int     status;
	bool    sent, answered;
};

struct list {
	const struct audit *audit;
	struct row         *kept;       /* --limit: the last so many, as a ring */
	int64_t             n;          /* rows that match */
};

/* Cuts what is too long between two characters of UTF-8. */
static void
copy(char *to, size_t size, const char *from)
{
	size_t len = strlen(from);

	if (len >= size)
		for (len = size - 1; len > 0 && ((unsigned char)from[len] & 0xc0) == 0x80;)
			len--;
	memcpy(to, from, len);
	to[len] = '\0';
}

static enum err
gather(const struct journal_record *record, void *arg, struct err_info *e)
{
	struct row *row = arg;

	(void)e;
	if (row->first_seq == 0) {
		row->first_seq = record->seq;
		row->began_us = record->at_us;
		copy(row->exchange, sizeof(row->exchange), record->exchange);
		copy(row->caller, sizeof(row->caller), record->caller);
	}
	/* Who calls and what is asked may be known only later than the request. */
	if (record->operation[0] != '\0')
		copy(row->operation, sizeof(row->operation), record->operation);
	row->sent |= record->kind == JOURNAL_SENT;
	if (record->kind == JOURNAL_ANSWER) {
		row->answered = true;
		row->ended_us = record->at_us;
		row->status = record->status;
		copy(row->code, sizeof(row->code), record->code);
	}
	return ERR_OK;
}

static bool
matches(const struct audit *audit, const struct row *row)
{
	return (!audit->open || !row->answered)
	       && (audit->operation == NULL || strcmp(audit->operation, row->operation) == 0)
	       && (audit->code == NULL || strcmp(audit->code, row->code) == 0)
	       && row->began_us >= audit->since_us && row->began_us < audit->until_us;
}

static enum err
print_json(const struct row *row, struct err_info *e)
{
	char time[CLOCK_TEXT_SIZE];
	json_t *doc;

	clock_print_us(row->began_us, time);
	doc = json_pack("{s:s, s:s, s:s, s:s, s:s}", "time", time, "exchange", row->exchange,
	    "operation", row->operation, "caller", row->caller,
	    "state", audit_state(row->answered, row->sent));
	if (row->answered && doc != NULL)
		json_object_update_new(doc, json_pack("{s:s, s:i, s:I}", "code", row->code,
		    "status", row->status, "duration_us", (json_int_t)(row->ended_us - row->began_us)));
	return audit_print_json(doc, e);
}

/* A column; "-" where there is nothing to say. */
static void
print_column(const char *value, int width)
{
	int len = (int)strlen(value);

	audit_print_safely(len != 0 ? value : "-", len != 0 ? (size_t)len : 1, "");
	printf("%*s  ", len < width ? width - (len != 0 ? len : 1) : 0, "");
}

static enum err
print_row(const struct audit *audit, const struct row *row, struct err_info *e)
{
	char time[CLOCK_TEXT_SIZE], status[16] = "", duration[32] = "";
	int64_t us = row->ended_us - row->began_us;

	if (audit->json)
		return print_json(row, e);
	clock_print_ms(row->began_us, time);
	if (row->answered) {
		snprintf(status, sizeof(status), "%d", row->status);
		snprintf(duration, sizeof(duration), "%" PRId64 ".%01d ms", us / 1000,
		    (int)(us % 1000 / 100));
	}
	print_column(time, 24);
	print_column(row->exchange, 36);
	print_column(row->operation, 18);
	print_column(row->caller, 12);
	print_column(row->code, 16);
	print_column(status, 3);
	print_column(audit_state(row->answered, row->sent), 10);
	printf("%s\n", duration[0] != '\0' ? duration : "-");
	return ERR_OK;
}

static enum err
take_row(struct list *list, const struct row *row, struct err_info *e)
{
	if (!matches(list->audit, row))
		return ERR_OK;
	list->n++;
	if (list->kept == NULL)
		return print_row(list->audit, row, e);
	list->kept[(list->n - 1) % list->audit->limit] = *row;
	return ERR_OK;
}

/* An exchange is listed where its first record stands, whatever stands in between. */
static enum err
visit(const struct journal_record *record, void *arg, struct err_info *e)
{
	struct list *list = arg;
	struct row row = {0};

	if (record->kind != JOURNAL_REQUEST && record->kind != JOURNAL_SENT)
		return ERR_OK;
	TRY(journal_walk_heads(list->audit->reader, INT64_MIN, record->exchange, gather, &row, e));
	return row.first_seq == record->seq ? take_row(list, &row, e) : ERR_OK;
}

static enum err
print_kept(const struct list *list, struct err_info *e)
{
	int64_t limit = list->audit->limit;

	for (int64_t i = list->n > limit ? list->n - limit : 0; i < list->n; i++)
		TRY(print_row(list->audit, &list->kept[i % limit], e));
	return ERR_OK;
}

enum err
audit_list(const struct audit *audit, int *ret_status, struct err_info *e)
{
	struct list list = {.audit = audit};
	enum err code;

	if (audit->limit != 0) {
		list.kept = calloc((size_t)audit->limit, sizeof(*list.kept));
		if (list.kept == NULL)
			FAIL(e, ERR_NOMEM, "--limit", "no memory for so many; leave it out to list all");
	}
	code = journal_walk_heads(audit->reader, INT64_MIN, NULL, visit, &list, e);
	if (code == ERR_OK && list.kept != NULL)
		code = print_kept(&list, e);
	free(list.kept);
	*ret_status = AUDIT_GOOD;
	return code;
}
