/* The command line of `mostik verify`. */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "adapter/crypto/crypto.h"
#include "adapter/inspect/inspect.h"
#include "adapter/xml/xml.h"

struct command {
	struct inspect_request request;
	const char            *file;
	bool                   json;
};

static const char usage[] =
    "usage: mostik verify [--ca FILE [--crl FILE]] [--at TIME] [--lang en|ru] [--json] FILE|-\n";

static bool
read_option(struct command *c, const char *name, const char *value)
{
	if (strcmp(name, "--ca") == 0)
		c->request.ca_file = value;
	else if (strcmp(name, "--crl") == 0)
		c->request.crl_file = value;
	else if (strcmp(name, "--at") == 0)
		c->request.at_given = clock_parse(value, &c->request.at_us);
	else if (strcmp(name, "--lang") == 0 && (strcmp(value, "ru") == 0 || strcmp(value, "en") == 0))
		c->request.lang = strcmp(value, "ru") == 0 ? ERR_RU : ERR_EN;
	else
		return false;
	return strcmp(name, "--at") != 0 || c->request.at_given;
}

static bool
read_command(int argc, char **argv, struct command *c)
{
	for (int k = 1; k < argc; k++) {
		if (strcmp(argv[k], "--json") == 0)
			c->json = true;
		else if (strncmp(argv[k], "--", 2) == 0) {
			if (k + 1 == argc || !read_option(c, argv[k], argv[k + 1]))
				return false;
			k++;
		} else if (c->file == NULL && (argv[k][0] != '-' || argv[k][1] == '\0'))
			c->file = argv[k];
		else
			return false;
	}
	return c->file != NULL && (c->request.crl_file == NULL || c->request.ca_file != NULL);
}

/* One octet past the limit is enough to know. */
static enum err
read_file(const char *name, struct buf *out, struct err_info *e)
{
	AUTO(file) FILE *opened = strcmp(name, "-") != 0 ? fopen(name, "rb") : NULL;
	FILE *file = opened != NULL ? opened : stdin;
	char chunk[1 << 14];
	size_t n;

	if (opened == NULL && strcmp(name, "-") != 0)
		FAIL(e, ERR_XML, name, "cannot be opened: %s", strerror(errno));
	while (out->len <= XML_LIMIT_BYTES && (n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		TRY(buf_add(out, chunk, n, e));
	if (ferror(file))
		FAIL(e, ERR_XML, name, "cannot be read: %s", strerror(errno));
	return buf_add(out, "", 0, e);
}

static enum err
inspect(const struct command *c, json_t **ret_report, struct err_info *e)
{
	BUF_AUTO(octets, XML_LIMIT_BYTES + (1 << 15));

	TRY(read_file(c->file, &octets, e));
	return inspect_message(octets.data, octets.len, &c->request, ret_report, e);
}

int
inspect_main(int argc, char **argv)
{
	struct command c = {.request = {.now_us = clock_now_us(), .lang = ERR_EN}};
	enum inspect_verdict verdict;
	struct err_info e = {0};
	json_t *report;

	if (!read_command(argc, argv, &c)) {
		fputs(usage, stderr);
		return INSPECT_UNREADABLE;
	}
	xml_init();
	crypto_init();
	if (inspect(&c, &report, &e) != ERR_OK) {
		fprintf(stderr, "mostik: %s: %s\n", e.at, e.text);
		return INSPECT_UNREADABLE;
	}
	if (c.json) {
		json_dumpf(report, stdout, JSON_INDENT(2) | JSON_ENSURE_ASCII);
		putchar('\n');
	} else
		inspect_print(report, c.request.lang, stdout);
	verdict = inspect_verdict_of(report);
	json_decref(report);
	return (int)verdict;
}
