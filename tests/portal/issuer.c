/*
 * issuer: the stand-in identity provider: tokens that say who the citizen is.  A test tool: it
 * gives a token for anyone to anyone.
 *
 *   issuer serve --pki DIR [--port N] [--tls NAME] [--jwks FILE] [--pidfile FILE]
 *   issuer token --pki DIR --citizen N [what is to be unlike a good token]
 *   issuer jwks  --pki DIR
 */
#include "config.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "adapter/crypto/crypto.h"
#include "tests/portal/grant.h"
#include "tests/portal/serve.h"

AUTO_DEFINE(json, json_t *, json_decref)
AUTO_DEFINE(keys, struct keys *, keys_close)

struct options {
	const char  *pki, *jwks, *pidfile, *tls;
	long         port;
	struct grant grant;
};

static int
usage(void)
{
	fputs("usage: issuer serve --pki DIR [--port N] [--tls NAME] [--jwks FILE] [--pidfile FILE]\n"
	      "                    [token options]\n"
	      "       issuer token --pki DIR [token options]\n"
	      "       issuer jwks  --pki DIR\n"
	      "token options: --citizen N  --alg RS256|ES256|GOST3410_2012_256  --scope TEXT\n"
	      "               --iss TEXT  --aud TEXT  --bind FILE (a certificate, PEM)\n"
	      "               --expires-in S  --starts-in S  --drop CLAIM  --set CLAIM=VALUE\n",
	    stderr);
	return 2;
}

/* Text options stand in a row each; numbers and lists are seen to in take(). */
static const struct option long_options[] = {
	{"pki",        required_argument, NULL, 'p'},
	{"jwks",       required_argument, NULL, 'j'},
	{"pidfile",    required_argument, NULL, 'f'},
	{"tls",        required_argument, NULL, 't'},
	{"bind",       required_argument, NULL, 'b'},
	{"port",       required_argument, NULL, 'P'},
	{"citizen",    required_argument, NULL, 'c'},
	{"alg",        required_argument, NULL, 'a'},
	{"scope",      required_argument, NULL, 's'},
	{"iss",        required_argument, NULL, 'i'},
	{"aud",        required_argument, NULL, 'u'},
	{"expires-in", required_argument, NULL, 'e'},
	{"starts-in",  required_argument, NULL, 'n'},
	{"drop",       required_argument, NULL, 'd'},
	{"set",        required_argument, NULL, 'S'},
	{NULL, 0, NULL, 0},
};

static bool
take_number(const char *text, long min, long max, long *ret_value)
{
	char *end;

	errno = 0;
	*ret_value = strtol(text, &end, 10);
	return errno == 0 && end != text && *end == '\0' && *ret_value >= min && *ret_value <= max;
}

static bool
take_item(const char *text, const char *list[GRANT_CHANGES_MAX])
{
	for (size_t i = 0; i < GRANT_CHANGES_MAX; i++)
		if (list[i] == NULL) {
			list[i] = text;
			return true;
		}
	return false;
}

static bool
take(struct options *o, int option, const char *value)
{
	long citizen;

	switch (option) {
	case 'p': o->pki = value; return true;
	case 'j': o->jwks = value; return true;
	case 'f': o->pidfile = value; return true;
	case 't': o->tls = value; return true;
	case 'b': o->grant.bind = value; return true;
	case 'P': return take_number(value, 0, 65535, &o->port);
	case 'a': o->grant.alg = value; return true;
	case 's': o->grant.scope = value; return true;
	case 'i': o->grant.iss = value; return true;
	case 'u': o->grant.aud = value; return true;
	case 'e': return take_number(value, LONG_MIN, LONG_MAX, &o->grant.expires_in_s);
	case 'n': return take_number(value, LONG_MIN, LONG_MAX, &o->grant.starts_in_s);
	case 'd': return take_item(value, o->grant.drop);
	case 'S': return strchr(value, '=') != NULL && take_item(value, o->grant.set);
	case 'c':
		if (!take_number(value, 0, 99999999, &citizen))
			return false;
		o->grant.citizen = (unsigned)citizen;
		return true;
	default: return false;
	}
}

static enum err
write_file(const char *path, const char *text, struct err_info *e)
{
	char next[PATH_MAX];
	AUTO(file) FILE *f = NULL;

	snprintf(next, sizeof(next), "%s.next", path);
	f = fopen(next, "w");
	if (f == NULL || fputs(text, f) == EOF || fputc('\n', f) == EOF || fflush(f) != 0 ||
	    rename(next, path) != 0)
		FAIL(e, ERR_CONFIG, path, "cannot be written: %m");
	return ERR_OK;
}

static enum err
key_set_text(const struct keys *keys, char **ret_text, struct err_info *e)
{
	AUTO(json) json_t *set = NULL;

	TRY(keys_public(keys, NULL, &set, e));
	*ret_text = json_dumps(set, JSON_INDENT(2));
	CHECK(*ret_text != NULL);
	return ERR_OK;
}

static enum err
do_serve(const struct options *o, const struct keys *keys, struct err_info *e)
{
	struct serve_config config = {.pki = o->pki, .port = (int)o->port, .tls = o->tls,
	    .defaults = &o->grant};
	AUTO(char) char *set = NULL;
	char pid[32];

	TRY(key_set_text(keys, &set, e));
	if (o->jwks != NULL)
		TRY(write_file(o->jwks, set, e));
	snprintf(pid, sizeof(pid), "%ld", (long)getpid());
	if (o->pidfile != NULL)
		TRY(write_file(o->pidfile, pid, e));
	return serve_run(&config, keys, e);
}

static enum err
do_token(const struct options *o, const struct keys *keys, struct err_info *e)
{
	AUTO(char) char *jwt = NULL;

	TRY(grant_issue(&o->grant, keys, clock_now_us(), &jwt, e));
	puts(jwt);
	return ERR_OK;
}

static enum err
do_jwks(const struct options *o, const struct keys *keys, struct err_info *e)
{
	AUTO(char) char *set = NULL;

	(void)o;
	TRY(key_set_text(keys, &set, e));
	puts(set);
	return ERR_OK;
}

static const struct {
	const char *name;
	enum err  (*run)(const struct options *o, const struct keys *keys, struct err_info *e);
} verbs[] = {
	{"serve", do_serve},
	{"token", do_token},
	{"jwks",  do_jwks},
};

int
main(int argc, char **argv)
{
	struct options o = {0};
	struct err_info e = {0};
	AUTO(keys) struct keys *keys = NULL;
	size_t verb = 0;
	int option;

	crypto_init();
	grant_init(&o.grant);
	if (argc < 2)
		return usage();
	while (verb < COUNT_OF(verbs) && strcmp(verbs[verb].name, argv[1]) != 0)
		verb++;
	while ((option = getopt_long(argc - 1, argv + 1, "", long_options, NULL)) != -1)
		if (!take(&o, option, optarg))
			return usage();
	if (verb == COUNT_OF(verbs) || optind != argc - 1 || o.pki == NULL)
		return usage();
	if (keys_open(o.pki, &keys, &e) != ERR_OK || verbs[verb].run(&o, keys, &e) != ERR_OK) {
		fprintf(stderr, "issuer: %s: %s: %s\n", err_name(e.code), e.at, e.text);
		return 1;
	}
	return 0;
}
