#include "config.h"

#include <string.h>

#include "tests/fund/contracts.h"

enum { PATH_SIZE = 4096 };

/* What a document may be called: the path in the URL begins and ends so. */
static const struct {
	const char *begins, *ends;
	const char *folder;             /* below the folder of WSDL files */
	const char *suffix;             /* of the file */
} kinds[] = {
	/* clang-format off */
	{"/xsd/",  ".xsd",  "../xsd", ".xsd"},
	{"/wsdl/", ".wsdl", ".",      ".wsdl"},
	{"/",      ".wsdl", ".",      ".wsdl"},
	{"/",      "?wsdl", ".",      ".wsdl"},
	/* clang-format on */
};

/* The name between; NULL if the path is none of that kind.  Letters and hyphens only, so it stays in the folder. */
static const char *
match(const char *path, const char *begins, const char *ends, size_t *ret_len)
{
	size_t before = strlen(begins), after = strlen(ends), len = strlen(path);

	if (len <= before + after || strncmp(path, begins, before) != 0 ||
	    strcasecmp(path + len - after, ends) != 0)
		return NULL;
	*ret_len = len - before - after;
	return strspn(path + before, "abcdefghijklmnopqrstuvwxyz-") >= *ret_len ? path + before : NULL;
}

static enum err
read_file(const char *name, struct buf *out, struct err_info *e)
{
	AUTO(file) FILE *f = fopen(name, "r");
	char bytes[8192];
	size_t n;

	if (f == NULL)
		FAIL(e, ERR_NOT_FOUND, "", "there is no such document");
	while ((n = fread(bytes, 1, sizeof(bytes), f)) > 0)
		TRY(buf_add(out, bytes, n, e));
	return ERR_OK;
}

enum err
contracts_read(const char *folder, const char *path, struct buf *out, struct err_info *e)
{
	char file[PATH_SIZE];

	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		size_t len;
		const char *name = match(path, kinds[i].begins, kinds[i].ends, &len);

		if (name == NULL)
			continue;
		snprintf(file, sizeof(file), "%s/%s/%.*s%s", folder, kinds[i].folder, (int)len, name,
		    kinds[i].suffix);
		return read_file(file, out, e);
	}
	FAIL(e, ERR_NOT_FOUND, "", "a service of the Fund, as in /payments.wsdl");
}
