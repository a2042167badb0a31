#include "config.h"

#include "adapter/exchange.h"
#include "adapter/flow.h"
#include "adapter/steps.h"

enum ends { RUNS, WAITS };      /* WAITS: the row ends when flow_wake() is called */
enum when { WELL, ALWAYS };     /* WELL: only while nothing has failed and no answer is known */

/* clang-format off */
static const struct row {
	const char     *name;
	enum flow_where where;
	enum ends       ends;
	enum when       when;
	enum err      (*run)(struct exchange *, struct err_info *);
} rows[] = {
	/* name           where        ends   when    does                    and leaves in the exchange             */
	{"route",        FLOW_WORKER, RUNS,  WELL,   step_route},         /* the operation; path, query, body     */
	{"authenticate", FLOW_WORKER, RUNS,  WELL,   step_authenticate},  /* the citizen, from the token alone    */
	{"map",          FLOW_WORKER, RUNS,  WELL,   step_map},           /* JSON -> struct, by the mapping rows  */
	{"build",        FLOW_WORKER, RUNS,  WELL,   step_build},         /* struct -> envelope                   */
	{"sign",         FLOW_WORKER, RUNS,  WELL,   step_sign},          /* envelope -> signed envelope          */
	{"note sending", FLOW_WORKER, WAITS, WELL,   step_note_sending},  /* durable: as received, as sent        */
	{"send",         FLOW_LOOP,   WAITS, WELL,   step_send},          /* the reply's bytes                    */
	{"verify",       FLOW_WORKER, RUNS,  WELL,   step_verify},        /* the octets that the signature covers */
	{"parse",        FLOW_WORKER, RUNS,  WELL,   step_parse},         /* those octets -> struct               */
	{"unmap",        FLOW_WORKER, RUNS,  WELL,   step_unmap},         /* struct -> JSON, checked for sense    */
	{"answer",       FLOW_WORKER, RUNS,  ALWAYS, step_answer},        /* JSON or problem -> the answer        */
	{"note answer",  FLOW_WORKER, WAITS, ALWAYS, step_note_answer},   /* durable: raw reply, answer           */
	{"reply",        FLOW_LOOP,   RUNS,  ALWAYS, step_reply},         /* nothing: the caller has it           */
};
/* clang-format on */

const char *
flow_row_name(size_t row)
{
	return row < COUNT_OF(rows) ? rows[row].name : NULL;
}

/* Moves on from a row that has ended; why is NULL if it succeeded. */
static void
leave_row(struct flow_state *f, const struct err_info *why)
{
	if (why != NULL && f->err.code == ERR_OK)
		f->err = *why;          /* the first failure is the one reported */
	do
		f->row++;
	while (f->row < COUNT_OF(rows) && rows[f->row].when == WELL
	       && (f->settled || f->err.code != ERR_OK));
}

void
flow_run(struct exchange *x, enum flow_where where)
{
	struct flow_state *f = exchange_flow(x);

	while (f->row < COUNT_OF(rows)) {
		const struct row *r = &rows[f->row];
		struct err_info e = {0};
		enum err code;

		if (r->where != where) {
			exchange_hand_over(x, r->where);
			return;
		}
		code = r->run(x, &e);
		if (code == ERR_OK && r->ends == WAITS)
			return;         /* x may be another thread's already */
		leave_row(f, code == ERR_OK ? NULL : &e);
	}
	exchange_end(x);
}

void
flow_start(struct exchange *x)
{
	exchange_flow(x)->row = 0;
	exchange_hand_over(x, rows[0].where);
}

void
flow_wake(struct exchange *x, const struct err_info *why)
{
	struct flow_state *f = exchange_flow(x);

	CHECK(f->row < COUNT_OF(rows) && rows[f->row].ends == WAITS);
	leave_row(f, why);
	CHECK(f->row < COUNT_OF(rows));         /* the last row does not wait */
	exchange_hand_over(x, rows[f->row].where);
}
