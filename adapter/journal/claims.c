#include "config.h"

#include <string.h>

#include "adapter/journal/claims.h"

enum { BUCKETS = 4096 };        /* keys are digests: any 12 bits of one are a fair hash */

struct hold {
	unsigned char key[ID_DIGEST_SIZE];
	bool          before;           /* held before the transaction under way */
	bool          now;              /* held, as the next job of that transaction sees it */
	struct hold  *next;             /* in the bucket */
	struct hold  *touched;          /* the next that this transaction has changed */
	char          exchange[];
};

struct claims {
	struct hold *bucket[BUCKETS];
	struct hold *touched;
};

static struct hold **
bucket_of(struct claims *claims, const unsigned char key[ID_DIGEST_SIZE])
{
	return &claims->bucket[(key[0] | (unsigned)key[1] << 8) % BUCKETS];
}

/* The link to the hold on key, of exchange (NULL: of any); its target is NULL if there is none. */
static struct hold **
find(struct claims *claims, const unsigned char key[ID_DIGEST_SIZE], const char *exchange)
{
	struct hold **link = bucket_of(claims, key);

	for (; *link != NULL; link = &(*link)->next)
		if ((*link)->now && memcmp((*link)->key, key, ID_DIGEST_SIZE) == 0
		    && (exchange == NULL || strcmp((*link)->exchange, exchange) == 0))
			break;
	return link;
}

static void
drop(struct hold **link)
{
	struct hold *hold = *link;

	*link = hold->next;
	free(hold);
}

static void
drop_hold(struct claims *claims, struct hold *hold)
{
	struct hold **link = bucket_of(claims, hold->key);

	while (*link != hold)
		link = &(*link)->next;
	drop(link);
}

static enum err
hold_key(struct claims *claims, const unsigned char key[ID_DIGEST_SIZE], const char *exchange,
    struct err_info *e)
{
	struct hold **bucket = bucket_of(claims, key);
	size_t size = strlen(exchange) + 1;
	struct hold *hold = malloc(sizeof(*hold) + size);

	if (hold == NULL)
		FAIL(e, ERR_NOMEM, "claim", "no memory to hold a key");
	memcpy(hold->key, key, ID_DIGEST_SIZE);
	memcpy(hold->exchange, exchange, size);
	hold->before = false;
	hold->now = true;
	hold->next = *bucket;
	*bucket = hold;
	hold->touched = claims->touched;
	claims->touched = hold;
	return ERR_OK;
}

/* Ends the transaction: what it changed is so from now on, or is as it was before. */
static void
end(struct claims *claims, bool commit)
{
	struct hold *next;

	for (struct hold *hold = claims->touched; hold != NULL; hold = next) {
		next = hold->touched;
		if (commit)
			hold->before = hold->now;
		else
			hold->now = hold->before;
		if (!hold->now)
			drop_hold(claims, hold);
	}
	claims->touched = NULL;
}

enum err
journal_claims_new(struct claims **ret_claims, struct err_info *e)
{
	struct claims *claims = calloc(1, sizeof(*claims));

	if (claims == NULL)
		FAIL(e, ERR_NOMEM, "claims", "no memory for the keys");
	*ret_claims = claims;
	return ERR_OK;
}

void
journal_claims_free(struct claims *claims)
{
	if (claims == NULL)
		return;
	for (size_t i = 0; i < BUCKETS; i++)
		while (claims->bucket[i] != NULL)
			drop(&claims->bucket[i]);
	free(claims);
}

enum err
journal_claims_take(struct claims *claims, struct store *store, struct journal_claim *claim,
    const char *exchange, struct err_info *e)
{
	struct store_claim stored;

	TRY(journal_store_claim_get(store, claim->key, &stored, e));
	if (stored.found && memcmp(stored.request, claim->request, ID_DIGEST_SIZE) != 0) {
		claim->result = CLAIM_MISMATCH;
	} else if (*find(claims, claim->key, NULL) != NULL) {
		claim->result = CLAIM_BUSY;
	} else if (stored.answer != 0) {
		TRY(journal_store_answer(store, stored.answer, claim, e));
		claim->result = CLAIM_ANSWERED;
	} else {
		TRY(journal_store_claim_put(store, claim, exchange, e));
		TRY(hold_key(claims, claim->key, exchange, e));
		claim->result = CLAIM_TAKEN;
		claim->tried = stored.found;
	}
	return ERR_OK;
}

enum err
journal_claims_settle(struct claims *claims, struct store *store, const struct journal_claim *claim,
    const char *exchange, int64_t answer, struct err_info *e)
{
	struct hold *hold = *find(claims, claim->key, exchange);

	if (hold == NULL && answer != 0)
		FAIL(e, ERR_JOURNAL_WRITE, "claim", "the exchange does not hold the key it answers");
	if (answer != 0)
		TRY(journal_store_claim_answer(store, claim->key, answer, e));
	if (hold == NULL)
		return ERR_OK;
	if (hold->before) {     /* else it was taken in this transaction and is on the list */
		hold->touched = claims->touched;
		claims->touched = hold;
	}
	hold->now = false;
	return ERR_OK;
}

void
journal_claims_commit(struct claims *claims)
{
	end(claims, true);
}

void
journal_claims_rollback(struct claims *claims)
{
	end(claims, false);
}

void
journal_claims_release(struct claims *claims, const struct journal_claim *claim,
    const char *exchange)
{
	struct hold **link = find(claims, claim->key, exchange);

	if (*link != NULL)
		drop(link);
}
