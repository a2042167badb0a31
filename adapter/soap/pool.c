#include "config.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include <stdsoap2.h>

#include "adapter/soap/message.h"

enum { MAGIC = 0x50a9e55a };

struct soap_pool {
	pthread_mutex_t      lock;      /* of idle and n_idle */
	struct soap_message *idle;
	size_t               n_idle;
	size_t               keep;
	atomic_size_t        n_lent;
};

/*
 * Strings are UTF-8.  TREE: no href and id in place of repeated values, neither written nor
 * followed.  CANONICAL: what is written is in exclusive-canonical form.  STRICT: unknown and
 * missing elements are errors.  PLAIN: XML alone, no HTTP head is looked for.
 */
enum {
	MODE_BOTH = SOAP_C_UTFSTRING | SOAP_XML_TREE | SOAP_ENC_PLAIN,
	MODE_IN   = MODE_BOTH | SOAP_XML_STRICT,
	MODE_OUT  = MODE_BOTH | SOAP_XML_CANONICAL,
};

enum err
soap_pool_open(size_t keep, struct soap_pool **ret_pool, struct err_info *e)
{
	struct soap_pool *pool = calloc(1, sizeof(*pool));

	if (pool == NULL)
		FAIL(e, ERR_NOMEM, "", "pool of messages");
	CHECK(pthread_mutex_init(&pool->lock, NULL) == 0);
	pool->keep = keep;
	*ret_pool = pool;
	return ERR_OK;
}

static void
message_destroy(struct soap_message *message)
{
	soap_message_reset(message);
	soap_free(message->ctx);
	message->magic = 0;
	free(message);
}

void
soap_pool_close(struct soap_pool *pool)
{
	struct soap_message *message;

	if (pool == NULL)
		return;
	CHECK(pool->n_lent == 0);
	while ((message = pool->idle) != NULL) {
		pool->idle = message->next;
		message_destroy(message);
	}
	pthread_mutex_destroy(&pool->lock);
	free(pool);
}

/* NULL without memory. */
static struct soap_message *
message_create(struct soap_pool *pool)
{
	struct soap_message *message = calloc(1, sizeof(*message));
	struct soap *ctx = soap_new2(MODE_IN, MODE_OUT);

	if (message == NULL || ctx == NULL) {
		if (ctx != NULL)
			soap_free(ctx);
		free(message);
		return NULL;
	}
	ctx->maxlevel = SOAP_LIMIT_LEVEL;
	ctx->maxoccurs = SOAP_LIMIT_OCCURS;
	ctx->maxlength = SOAP_LIMIT_LENGTH;
	*message = (struct soap_message){.magic = MAGIC, .pool = pool, .ctx = ctx};
	return message;
}

enum err
soap_message_new(struct soap_pool *pool, struct soap_message **ret_message, struct err_info *e)
{
	struct soap_message *message;

	pthread_mutex_lock(&pool->lock);
	message = pool->idle;
	if (message != NULL) {
		pool->idle = message->next;
		pool->n_idle--;
	}
	pthread_mutex_unlock(&pool->lock);
	if (message == NULL)
		message = message_create(pool);
	if (message == NULL)
		FAIL(e, ERR_NOMEM, "", "context of gSOAP");
	message->next = NULL;
	atomic_fetch_add(&pool->n_lent, 1);
	*ret_message = message;
	return ERR_OK;
}

void
soap_message_free(struct soap_message *message)
{
	struct soap_pool *pool;
	bool keep;

	if (message == NULL)
		return;
	soap_message_check(message);
	soap_message_reset(message);
	pool = message->pool;
	CHECK(atomic_fetch_sub(&pool->n_lent, 1) > 0);
	pthread_mutex_lock(&pool->lock);
	keep = pool->n_idle < pool->keep;
	if (keep) {
		message->next = pool->idle;
		pool->idle = message;
		pool->n_idle++;
	}
	pthread_mutex_unlock(&pool->lock);
	if (!keep)
		message_destroy(message);
}

void
soap_message_reset(struct soap_message *message)
{
	soap_destroy(message->ctx);
	soap_end(message->ctx);
	message->ctx->user = NULL;
	message->content = NULL;
	message->obj = NULL;
}

void
soap_message_check(const struct soap_message *message)
{
	CHECK(message != NULL && message->magic == MAGIC && message->ctx != NULL);
}
