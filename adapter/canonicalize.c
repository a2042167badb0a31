#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "adapter/canonicalize.h"
#include "adapter/xml/xml.h"

enum { GOOD = 0, BAD = 2, MAX_OCTETS = 4 * XML_LIMIT_BYTES };

static const char usage[] =
    "usage: mostik canonicalize --exclusive [--comments] [--prefixes LIST] [--id ID] FILE|-\n"
    "       mostik canonicalize --inclusive [--comments] [--id ID] FILE|-\n"
    "       mostik canonicalize --smev [--id ID] FILE|-\n";

struct request {
	const struct form *form;
	enum xml_comments  comments;
	const char        *prefixes, *id, *file;        /* NULL: not given */
};

static enum err
exclusive(const xmlNode *element, const struct request *r, struct buf *out, struct err_info *e)
{
	struct xml_prefixes prefixes;

	TRY(xml_prefixes_read(r->prefixes != NULL ? r->prefixes : "", &prefixes, e));
	return xml_c14n_exclusive(element, &prefixes, r->comments, out, e);
}

static enum err
inclusive(const xmlNode *element, const struct request *r, struct buf *out, struct err_info *e)
{
	return xml_c14n_inclusive(element, r->comments, out, e);
}

static enum err
smev(const xmlNode *element, const struct request *r, struct buf *out, struct err_info *e)
{
	(void)r;
	return xml_transform_smev(element, out, e);
}

static const struct form {
	const char *option;
	enum err  (*run)(const xmlNode *element, const struct request *r, struct buf *out,
	    struct err_info *e);
	bool        comments, prefixes;         /* may be asked for */
} forms[] = {
	{"--exclusive", exclusive, true,  true},
	{"--inclusive", inclusive, true,  false},
	{"--smev",      smev,      false, false},
};

static const struct form *
form_of(const char *option)
{
	for (size_t i = 0; i < COUNT_OF(forms); i++)
		if (strcmp(forms[i].option, option) == 0)
			return &forms[i];
	return NULL;
}

/* False if it is no request: something is unknown, missing, repeated or of no use. */
static bool
read_arguments(int argc, char **argv, struct request *r)
{
	for (int i = 1; i < argc; i++) {
		const struct form *form = form_of(argv[i]);
		const char **value = strcmp(argv[i], "--prefixes") == 0 ? &r->prefixes :
		    strcmp(argv[i], "--id") == 0 ? &r->id : NULL;

		if (form != NULL && r->form == NULL)
			r->form = form;
		else if (strcmp(argv[i], "--comments") == 0)
			r->comments = XML_WITH_COMMENTS;
		else if (value != NULL && *value == NULL && i + 1 < argc)
			*value = argv[++i];
		else if (r->file == NULL && (argv[i][0] != '-' || argv[i][1] == '\0'))
			r->file = argv[i];
		else
			return false;
	}
	return r->form != NULL && r->file != NULL &&
	    (r->comments == XML_WITHOUT_COMMENTS || r->form->comments) &&
	    (r->prefixes == NULL || r->form->prefixes);
}

static enum err
canonicalize(const struct request *r, struct buf *out, struct err_info *e)
{
	BUF_AUTO(text, XML_LIMIT_BYTES);
	AUTO(xml_doc) xmlDocPtr doc = NULL;
	xmlNodePtr element;

	TRY(xml_read_file(r->file, &text, e));
	TRY(xml_parse(text.data, text.len, XML_LENIENT, &doc, e));
	element = xmlDocGetRootElement(doc);
	if (r->id != NULL)
		TRY(xml_tree_find(doc, r->id, &element, e));
	return r->form->run(element, r, out, e);
}

int
canonicalize_main(int argc, char **argv)
{
	struct request r = {.comments = XML_WITHOUT_COMMENTS};
	BUF_AUTO(out, MAX_OCTETS);
	struct err_info e;
	int status = GOOD;

	if (!read_arguments(argc, argv, &r)) {
		fputs(usage, stderr);
		return BAD;
	}
	xml_init();
	if (canonicalize(&r, &out, &e) != ERR_OK) {
		fprintf(stderr, "mostik: %s: %s\n", r.file, e.text);
		if (e.code >= ERR_XML && e.code <= ERR_XML_CANONICAL)
			fprintf(stderr, "  %s: %s\n", err_name(e.code), err_sentence(e.code, ERR_EN));
		status = BAD;
	} else if (fwrite(out.data, 1, out.len, stdout) != out.len || fflush(stdout) != 0) {
		fprintf(stderr, "mostik: standard output: %s\n", strerror(errno));
		status = BAD;
	}
	xml_fini();
	return status;
}
