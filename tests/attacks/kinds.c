#include "config.h"

#include <string.h>
#include <unistd.h>

#include "adapter/seal/seal.h"
#include "tests/attacks/attack.h"
#include "tests/attacks/signer.h"
#include "tests/seal_kit.h"

const char *const attack_kinds[ATTACK_KINDS] = {"rsa", "ec", "gost256", "gost512"};

static struct {
	const char  *kind;
	int64_t      now_us;
	struct seal *fund, *mostik;
	char        *good;
	const struct attack *row;               /* that is being made */
} current;

_Noreturn void
attack_give_up(const char *what, const char *condition)
{
	fprintf(stderr, "%s, %s (%s): %s: %s\n", current.row != NULL ? current.row->ids : "-",
	    current.row != NULL ? current.row->what : "-", current.kind, what, condition);
	abort();
}

const char *
attack_kind(void)
{
	return current.kind;
}

int64_t
attack_now_us(void)
{
	return current.now_us;
}

bool
attack_is_for(const struct attack *row, size_t kind)
{
	return row->kinds == ON_ANY || (row->kinds & 1U << kind) != 0;
}

/* The seal of NAME-sign-KIND, which believes peer. */
static enum err
open_seal(const char *name, const char *kind, const char *peer, struct seal **ret_seal,
    struct err_info *e)
{
	bool all = access(kit_file("sign-authorities", ".pem"), F_OK) == 0;
	char stem[64];

	snprintf(stem, sizeof(stem), "%s-sign-%s", name, kind);
	struct seal_config config = {
		.key_file = kit_file(stem, ".key"),
		.certificate_file = kit_file(stem, ".pem"),
		.ca_file = kit_file(all ? "sign-authorities" : "sign-ca", ".pem"),
		.crl_file = kit_file(all ? "sign-authorities" : "sign-ca", ".crl.pem"),
		.peer_subject = peer,
		.ttl_s = 60,
		.max_skew_s = 5,
		.max_ttl_s = 300,
	};
	return seal_open(&config, ret_seal, e);
}

const char *
attack_begin(size_t kind, const char **ret_why)
{
	struct err_info e;
	char stem[64];

	attack_end();
	snprintf(stem, sizeof(stem), "fund-sign-%s", attack_kinds[kind]);
	*ret_why = "the test PKI has no such key";
	if (access(kit_file(stem, ".key"), F_OK) != 0)
		return NULL;
	*ret_why = "seal does not know such keys";
	if (open_seal("fund", attack_kinds[kind], "mostik", &current.fund, &e) != ERR_OK)
		return NULL;
	CHECK(open_seal("mostik", "ec", "fund", &current.mostik, &e) == ERR_OK);
	current.kind = attack_kinds[kind];
	current.now_us = clock_now_us() / 1000 * 1000;          /* Timestamps have milliseconds */
	current.good = kit_message(current.fund, current.now_us);
	return current.good;
}

static enum err
verify(struct seal *seal, const char *text, const struct attack *row, const char *relates_to,
    bool once, struct seal_verified *v, struct err_info *e)
{
	struct seal_expect expect = {.action = kit_action, .relates_to = relates_to,
	    .now_us = current.now_us + row->after_us, .once = once};

	return seal_verify(seal, text, strlen(text), &expect, v, e);
}

/* The body is the good message's, and so is what its headers say. */
static bool
means_the_same(const struct seal_verified *v)
{
	struct seal_verified good;
	struct err_info e;
	bool same;

	CHECK(verify(current.mostik, current.good, &(struct attack){0}, kit_asked, false, &good,
	    &e) == ERR_OK);
	same = strcmp(v->body, good.body) == 0 && v->body_len == good.body_len &&
	    strcmp(v->action, good.action) == 0 && strcmp(v->message_id, good.message_id) == 0 &&
	    strcmp(v->to, good.to) == 0 && strcmp(v->relates_to, good.relates_to) == 0 &&
	    strcmp(v->signer, good.signer) == 0;
	seal_verified_fini(&good);
	return same;
}

enum err
attack_judge(const struct attack *row, const char *text, struct err_info *e)
{
	struct seal *later = NULL;
	struct seal_verified v;
	enum err code;

	if (row->judged == AGAIN) {
		code = verify(current.mostik, current.good, row, kit_asked, true, &v, e);
		if (code == ERR_OK)
			seal_verified_fini(&v);
		else if (code != ERR_SIG_REPLAY)
			return ERR_BUG;
	}
	if (row->judged == LATER) {
		CHECK(open_seal("mostik", "ec", "fund", &later, e) == ERR_OK);
		code = verify(later, text, row, "urn:uuid:later", true, &v, e);
		seal_close(later);
	} else {
		code = verify(current.mostik, text, row, kit_asked, row->judged == AGAIN, &v, e);
	}
	if (code == ERR_OK) {
		code = means_the_same(&v) ? ERR_OK : ERR_BUG;
		seal_verified_fini(&v);
	}
	return code;
}

void
attack_end(void)
{
	attack_keys_forget();
	seal_close(current.fund);
	seal_close(current.mostik);
	free(current.good);
	current.fund = current.mostik = NULL;
	current.good = NULL;
}

char *
attack_make(const struct attack *row, const char *good)
{
	char *text = strdup(good);

	current.row = row;
	for (size_t i = 0; i < COUNT_OF(row->steps) && row->steps[i].fn != NULL; i++) {
		const struct attack_step *step = &row->steps[i];
		char *next = step->fn(text, step->a != NULL ? step->a : "", step->b != NULL ? step->b : "");

		free(text);
		text = next;
	}
	return text;
}
