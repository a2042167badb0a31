/* fund: the stand-in for the Social Fund's services.  usage: see usage[] below. */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fund/fund.h"
#include "tests/fund/server.h"
#include "tests/fund/db.h"

static const char usage[] =
    "usage: fund --pki DIR --db FILE --wsdl DIR [--port N] [--sign rsa|ec] [--citizens N] [--mode FILE]\n"
    "       [--pace MS]\n"
    "       fund count --db FILE\n";

enum { TTL_S = 300, SKEW_S = 60, CITIZENS = 1000, PACE_MS = 200 };

struct option {
	const char  *name;
	const char **text;              /* where a text goes, or */
	long        *number;            /* where a number goes */
	long         max;
};

static _Noreturn void
fail_usage(const char *what)
{
	fprintf(stderr, "fund: %s\n%s", what, usage);
	exit(2);
}

static void
set_option(const struct option *option, const char *value)
{
	char *end;

	if (value == NULL)
		fail_usage("an option needs a value");
	if (option->text != NULL) {
		*option->text = value;
		return;
	}
	errno = 0;
	*option->number = strtol(value, &end, 10);
	if (errno != 0 || end == value || *end != '\0' || *option->number < 0 ||
	    *option->number > option->max)
		fail_usage("a number is out of range");
}

static void
read_options(struct fund *fund, char **argv)
{
	long port = 0;
	const struct option options[] = {
		{"--port",     NULL,        &port,           65535},
		{"--pki",      &fund->pki,  NULL,            0},
		{"--sign",     &fund->sign, NULL,            0},
		{"--db",       &fund->db_file, NULL,            0},
		{"--wsdl",     &fund->wsdl, NULL,            0},
		{"--mode",     &fund->mode, NULL,            0},
		{"--citizens", NULL,        &fund->citizens, 99999999},
		{"--pace",     NULL,        &fund->pace_ms,  86400000},
	};

	for (; *argv != NULL; argv += 2) {
		size_t i = 0;

		while (i < COUNT_OF(options) && strcmp(options[i].name, *argv) != 0)
			i++;
		if (i == COUNT_OF(options))
			fail_usage("unknown option");
		set_option(&options[i], argv[1]);
	}
	fund->port = (int)port;
	if (fund->db_file == NULL)
		fail_usage("--db is required");
}

static enum err
open_seal(const struct fund *fund, const char *who, struct seal **ret_seal, struct err_info *e)
{
	BUF_AUTO(key, 4096);
	BUF_AUTO(certificate, 4096);
	BUF_AUTO(ca, 4096);
	struct seal_config config = {.peer_subject = "mostik", .ttl_s = TTL_S, .max_skew_s = SKEW_S,
	    .max_ttl_s = TTL_S};

	TRY(buf_addf(&key, e, "%s/%s-sign-%s.key", fund->pki, who, fund->sign));
	TRY(buf_addf(&certificate, e, "%s/%s-sign-%s.pem", fund->pki, who, fund->sign));
	TRY(buf_addf(&ca, e, "%s/sign-authorities.pem", fund->pki));
	config.key_file = key.data;
	config.certificate_file = certificate.data;
	config.ca_file = ca.data;
	return seal_open(&config, ret_seal, e);
}

static bool
is_kind(const char *sign)
{
	static const char *const kinds[] = {"rsa", "ec", "gost256", "gost512"};
	size_t i = 0;

	while (i < COUNT_OF(kinds) && strcmp(kinds[i], sign) != 0)
		i++;
	return i < COUNT_OF(kinds);
}

static enum err
serve(struct fund *fund, struct err_info *e)
{
	if (fund->pki == NULL || fund->wsdl == NULL)
		fail_usage("--pki and --wsdl are required");
	if (!is_kind(fund->sign))
		fail_usage("--sign is rsa, ec, gost256 or gost512");
	signal(SIGPIPE, SIG_IGN);
	seal_init();
	TRY(open_seal(fund, "fund", &fund->seal, e));
	TRY(open_seal(fund, "stranger", &fund->stranger, e));
	TRY(db_open(fund->db_file, &fund->db, e));
	return server_run(fund, e);
}

static enum err
count(const struct fund *fund, struct err_info *e)
{
	struct db *db;
	int64_t applications, keys;

	TRY(db_open(fund->db_file, &db, e));
	db_enter(db);
	applications = db_number(db, "SELECT count(*) FROM application", "");
	keys = db_number(db, "SELECT count(DISTINCT request_key) FROM application", "");
	if (!db_leave(db, true))
		FAIL(e, ERR_BUG, "", "the database cannot be read");
	db_close(db);
	printf("applications=%lld\nkeys=%lld\n", (long long)applications, (long long)keys);
	return ERR_OK;
}

int
main(int argc, char **argv)
{
	struct fund fund = {.sign = "ec", .citizens = CITIZENS, .pace_ms = PACE_MS,
	    .last_lock = PTHREAD_MUTEX_INITIALIZER};
	bool counts = argc > 1 && strcmp(argv[1], "count") == 0;
	struct err_info e;

	read_options(&fund, argv + (counts ? 2 : 1));
	if ((counts ? count(&fund, &e) : serve(&fund, &e)) == ERR_OK)
		return 0;
	log_failure(LOG_LEVEL_ERROR, "event=failed", &e);
	return 1;
}
