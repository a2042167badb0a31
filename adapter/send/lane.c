#include "config.h"

#include <stdlib.h>

#include "adapter/send/private.h"

static enum err
prepare(struct lane *lane, const struct send_config *config, struct err_info *e)
{
	TRY(send_tls_read(config, &lane->tls, &lane->until_us, e));
	lane->idle = calloc((size_t)lane->send->max_connections, sizeof(*lane->idle));
	if (lane->idle == NULL)
		FAIL(e, ERR_NOMEM, "", "%d connections", lane->send->max_connections);
	return send_loop_open(lane, e);
}

enum err
send_lane_open(struct send *s, const struct send_config *config, struct lane **ret_lane,
    struct err_info *e)
{
	struct lane *lane = calloc(1, sizeof(*lane));
	enum err err;

	if (lane == NULL)
		FAIL(e, ERR_NOMEM, "", "connections");
	lane->send = s;
	err = prepare(lane, config, e);
	if (err != ERR_OK) {
		send_lane_close(lane);
		return err;
	}
	*ret_lane = lane;
	return ERR_OK;
}

void
send_lane_close(struct lane *lane)
{
	if (lane == NULL)
		return;
	CHECK(lane->n_active == 0);
	while (lane->n_idle > 0)
		curl_easy_cleanup(lane->idle[--lane->n_idle]);
	send_loop_close(lane);
	SSL_CTX_free(lane->tls);
	free(lane->idle);
	free(lane);
}

void
send_lane_retire(struct lane *lane)
{
	lane->retired = true;
	if (lane->n_active == 0)
		send_lane_close(lane);
}

enum err
send_lane_take(struct lane *lane, CURL **ret_easy, struct err_info *e)
{
	if (lane->n_idle == 0)
		return send_handle_new(lane, ret_easy, e);
	*ret_easy = lane->idle[--lane->n_idle];
	return ERR_OK;
}

/* It forgets the post that it was used for. */
void
send_lane_give(struct lane *lane, CURL *easy)
{
	if (easy == NULL)
		return;
	if (curl_easy_setopt(easy, CURLOPT_HTTPHEADER, NULL) != CURLE_OK ||
	    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, NULL) != CURLE_OK ||
	    curl_easy_setopt(easy, CURLOPT_PRIVATE, NULL) != CURLE_OK ||
	    lane->n_idle == lane->send->max_connections)
		curl_easy_cleanup(easy);
	else
		lane->idle[lane->n_idle++] = easy;
}
