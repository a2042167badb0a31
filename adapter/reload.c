#include "config.h"

#include "adapter/expiry.h"
#include "adapter/reload.h"

AUTO_DEFINE(settings, struct settings *, settings_free)

static enum err
check_front(struct service *s, const struct settings *fresh, struct err_info *e)
{
	(void)s;
	return front_check(&fresh->front, e);
}

static enum err
take_front(struct service *s, const struct settings *fresh, struct err_info *e)
{
	return front_reload(s->front, &fresh->front, e);
}

static enum err
check_seal(struct service *s, const struct settings *fresh, struct err_info *e)
{
	struct seal *trial;
	enum err code;

	TRY(seal_reload_check(s->seal, &fresh->seal, e));
	TRY(seal_open(&fresh->seal, &trial, e));
	code = seal_self_test(trial, e);
	seal_close(trial);
	return code;
}

static enum err
take_seal(struct service *s, const struct settings *fresh, struct err_info *e)
{
	return seal_reload(s->seal, &fresh->seal, e);
}

static enum err
check_send(struct service *s, const struct settings *fresh, struct err_info *e)
{
	(void)s;
	return send_check(&fresh->send, fresh->fund_url, e);
}

static enum err
take_send(struct service *s, const struct settings *fresh, struct err_info *e)
{
	return send_reload(s->send, &fresh->send, e);
}

static enum err
check_token(struct service *s, const struct settings *fresh, struct err_info *e)
{
	return token_reload_check(s->token_keys, &fresh->token, e);
}

static enum err
take_token(struct service *s, const struct settings *fresh, struct err_info *e)
{
	return token_reload(s->token_keys, &fresh->token, e);
}

static enum err
check_citizens(struct service *s, const struct settings *fresh, struct err_info *e)
{
	struct citizen_trust *trial;

	(void)s;
	TRY(citizen_trust_open(&fresh->citizen, &trial, e));
	citizen_trust_close(trial);
	return ERR_OK;
}

static enum err
take_citizens(struct service *s, const struct settings *fresh, struct err_info *e)
{
	return citizen_trust_reload(s->citizens, &fresh->citizen, e);
}

/* Every part is asked before any is changed. */
static const struct part {
	const char *name;
	enum err  (*check)(struct service *s, const struct settings *fresh, struct err_info *e);
	enum err  (*take)(struct service *s, const struct settings *fresh, struct err_info *e);
} parts[] = {
	{"seal",  check_seal,  take_seal},
	{"front", check_front, take_front},
	{"fund",  check_send,  take_send},
	{"token", check_token, take_token},
	{"citizen", check_citizens, take_citizens},
};

static void
complain(const char *what, const char *part, struct err_info *e)
{
	log_error("event=%s part=%s code=%s at=\"%s\" text=\"%s\"", what, part, err_name(e->code), e->at,
	    e->text);
}

static bool
check_all(struct service *s, const struct settings *fresh)
{
	struct err_info e;

	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		if (parts[i].check(s, fresh, &e) != ERR_OK) {
			complain("reload_refused", parts[i].name, &e);
			return false;
		}
	}
	return true;
}

static void
tell_restart(const char *section, const char *name)
{
	log_warn("event=needs_restart setting=%s.%s", section, name);
}

void
reload_run(struct service *service)
{
	AUTO(settings) struct settings *fresh = NULL;
	struct err_info e;
	bool whole = true;

	if (settings_read(service->settings->path, &fresh, &e) != ERR_OK) {
		complain("reload_refused", "settings", &e);
		return;
	}
	if (!check_all(service, fresh))
		return;
	/* What was good a moment ago may not be now: the others are better off with the new one. */
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		if (parts[i].take(service, fresh, &e) != ERR_OK) {
			complain("reload_incomplete", parts[i].name, &e);
			whole = false;
		}
	}
	if (whole)
		log_info("event=reloaded algorithm=%s", seal_algorithm(service->seal));
	settings_tell_restart(service->settings, fresh, tell_restart);
	/* Parts may have borrowed from these; they go with the next ones. */
	settings_free(service->reloaded);
	service->reloaded = STEAL(fresh);
	service->ready_until_ms = 0;
	expiry_warn(service, true);
}
