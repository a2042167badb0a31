/*
 * soap_body: the octets of a verified Body to a message, and that to JSON.
 *
 * The first octet chooses the message that is expected.  What is taken must say the same when it
 * is written and read again; a fault is told only with an error of a fault.
 */
#include "config.h"

#include "adapter/soap/soap.h"
#include "tests/fuzz/contracts.h"

AUTO_DEFINE(message, struct soap_message *, soap_message_free)

static struct soap_pool *pool;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct err_info e;

	(void)argc, (void)argv;
	CHECK(soap_pool_open(2, &pool, &e) == ERR_OK);
	return 0;
}

static struct soap_message *
new_message(void)
{
	struct soap_message *message = NULL;
	struct err_info e;

	CHECK(soap_message_new(pool, &message, &e) == ERR_OK);
	return message;
}

static enum err
read_body(struct soap_message *message, const struct map_message *content, const char *body,
    size_t len)
{
	struct soap_fault fault, none = {0};
	struct err_info e = {0};
	enum err code = soap_parse(message, content, body, len, &fault, &e);
	bool is_fault = code == ERR_FUND_FAULT || code == ERR_FUND_REFUSED || code == ERR_FUND_NOT_FOUND;

	MUST(code == e.code, "result and error differ");
	MUST(code == ERR_OK || code == ERR_REPLY_SCHEMA || is_fault, "%s", err_name(code));
	MUST(is_fault || (strcmp(fault.code, none.code) == 0 && strcmp(fault.text, none.text) == 0 &&
	    strcmp(fault.field, none.field) == 0), "a fault that is none");
	MUST(memchr(fault.code, 0, sizeof(fault.code)) != NULL &&
	    memchr(fault.field, 0, sizeof(fault.field)) != NULL &&
	    memchr(fault.text, 0, sizeof(fault.text)) != NULL, "a text without an end");
	return code;
}

static json_t *
tell(struct soap_message *message)
{
	json_t *json = NULL;
	struct err_info e = {0};
	enum err code = soap_unmap(message, &json, &e);

	MUST(code == e.code && (code == ERR_OK) == (json != NULL), "result and error differ");
	MUST(code == ERR_OK || code == ERR_REPLY_SCHEMA || code == ERR_REPLY_SENSE ||
	    code == ERR_FUND_NOT_FOUND, "%s is not a refusal of a reply", err_name(code));
	return json;
}

/* From <…Body to </…Body>, as soap_build() writes it, with the declarations that it lacks. */
static void
body_of(const struct buf *envelope, struct buf *body)
{
	const char *begin = strstr(envelope->data, "Body"), *end;

	CHECK(begin != NULL && (begin = strchr(begin, '>')) != NULL);
	end = envelope->data + envelope->len;
	while (end > begin && strncmp(end, "</SOAP-ENV:Body>", 16) != 0)
		end--;
	CHECK(end > begin);
	CHECK(buf_addf(body, NULL, "<SOAP-ENV:Body xmlns:SOAP-ENV=\"%s\">",
	    soap_version_ns(SOAP_1_1)) == ERR_OK);
	CHECK(buf_add(body, begin + 1, (size_t)(end - begin - 1), NULL) == ERR_OK);
	CHECK(buf_add_str(body, "</SOAP-ENV:Body>", NULL) == ERR_OK);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct soap_addressing addressing = {.action = "urn:a", .message_id = "urn:uuid:1"};
	const struct map_message *content;
	AUTO(message) struct soap_message *message = new_message(), *other = new_message();
	AUTO(json) json_t *json = NULL, *again = NULL;
	BUF_AUTO(envelope, 32 << 20);
	BUF_AUTO(body, 32 << 20);
	struct err_info e;

	if (size == 0)
		return 0;
	content = fuzz_message(data[0]);
	if (read_body(message, content, (const char *)data + 1, size - 1) != ERR_OK)
		return 0;
	json = tell(message);
	MUST(soap_build(message, &addressing, &envelope, &e) == ERR_OK, "read, but cannot be written");
	body_of(&envelope, &body);
	MUST(read_body(other, content, body.data, body.len) == ERR_OK, "written, but cannot be read");
	again = tell(other);
	MUST((json == NULL) == (again == NULL) && (json == NULL || json_equal(json, again)),
	    "%s: not the same when it was written", content->element);
	if (json != NULL)
		fuzz_accepted();
	return 0;
}
