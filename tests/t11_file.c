/* xml: a file as octets, whole or not at all. */
#include "config.h"

#include <unistd.h>

#include "adapter/xml/xml.h"
#include "tests/unit.h"

enum { LIMIT = 40000 };         /* more than is read at once */

/* A file of so many octets; its name is in name. */
static void
make_file(char name[32], size_t octets)
{
	int fd;

	snprintf(name, 32, "/tmp/mostik-t11-XXXXXX");
	fd = mkstemp(name);
	assert_true(fd >= 0);
	for (size_t i = 0; i < octets; i++)
		assert_int_equal(write(fd, i % 7 == 0 ? "" : "x", 1), 1);
	close(fd);
}

static void
files_are_read_up_to_the_limit(void **state)
{
	static const struct {
		size_t   octets;
		enum err code;
	} files[] = {{0, ERR_OK}, {1, ERR_OK}, {LIMIT - 1, ERR_OK}, {LIMIT, ERR_OK}, {LIMIT + 1, ERR_XML_LIMIT}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		BUF_AUTO(out, LIMIT);
		struct err_info e;
		char name[32];

		make_file(name, files[i].octets);
		assert_err(files[i].code, e, xml_read_file(name, &out, &e));
		assert_int_equal(unlink(name), 0);
		if (files[i].code != ERR_OK) {
			assert_string_equal(e.at, name);
			continue;
		}
		assert_int_equal(out.len, files[i].octets);
		for (size_t k = 0; k < out.len; k++)
			assert_int_equal(out.data[k], k % 7 == 0 ? '\0' : 'x');
		assert_int_equal(out.data[out.len], '\0');
	}
}

static void
what_cannot_be_read_is_said(void **state)
{
	static const struct {
		const char *name, *text;
	} bad[] = {{"/nonexistent/x.xml", "cannot be opened: "}, {"/", "cannot be read: "}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		BUF_AUTO(out, LIMIT);
		struct err_info e;

		assert_err(ERR_NOT_FOUND, e, xml_read_file(bad[i].name, &out, &e));
		assert_string_equal(e.at, bad[i].name);
		assert_ptr_equal(strstr(e.text, bad[i].text), e.text);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_read_up_to_the_limit),
		cmocka_unit_test(what_cannot_be_read_is_said),
	};

	return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
