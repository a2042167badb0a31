/*
 * map_encode: a contract's struct, as a peer's reply could have made it, to JSON.
 *
 * The first octet chooses the message.  The rest fills the struct along its rows: a line for each
 * text ("~" is a NULL), an octet for each number, pointer and list.  What is told as JSON must be
 * taken by map_decode(), since both read the same rows, and tell the same again.
 */
#include "config.h"

#include "soapH.h"
#include "tests/fuzz/contracts.h"

enum { LIST_MAX = 70, DEPTH_MAX = 8 };

static void fill_rows(struct fuzz_input *in, struct soap *soap, const struct map_field *fields,
    void *obj, int depth);

static void *
make(struct soap *soap, size_t size)
{
	void *p = soap_malloc(soap, size);

	CHECK(p != NULL);
	memset(p, 0, size);
	return p;
}

static void
set_pointer(void *obj, size_t offset, const void *p)
{
	memcpy((char *)obj + offset, &p, sizeof(p));
}

static void
fill_text(struct fuzz_input *in, struct soap *soap, const struct map_field *f, void *obj)
{
	AUTO(char) char *line = fuzz_line(in);

	if (strcmp(line, "~") != 0)
		set_pointer(obj, f->offset, soap_strdup(soap, line));
}

/* Small ones as they are, odd ones too: gSOAP takes any int, and numbers for enumerators. */
static void
fill_int(struct fuzz_input *in, struct soap *soap, const struct map_field *f, void *obj)
{
	static const int odd[] = {-1, INT32_MAX, INT32_MIN, 256, 2014};
	uint8_t octet = fuzz_octet(in);
	int value = octet >= '0' && octet <= '9' ? octet - '0' :
	    octet > 250 ? odd[octet - 251] : octet;
	void *place = (char *)obj + f->offset;

	if (f->indirect && octet == '~')
		return;
	if (f->indirect) {
		place = make(soap, sizeof(value));
		set_pointer(obj, f->offset, place);
	}
	memcpy(place, &value, sizeof(value));
}

static void
fill_struct(struct fuzz_input *in, struct soap *soap, const struct map_type *type, void *obj,
    size_t offset, int depth)
{
	void *sub;

	if (depth == DEPTH_MAX || fuzz_octet(in) == '~')
		return;
	sub = make(soap, type->size);
	set_pointer(obj, offset, sub);
	fill_rows(in, soap, type->fields, sub, depth + 1);
}

static void
fill_list(struct fuzz_input *in, struct soap *soap, const struct map_field *f, void *obj, int depth)
{
	int n = in->left == 0 ? 0 : (uint8_t)(fuzz_octet(in) - '0') % LIST_MAX;
	char *items;

	if (n == 0 || depth == DEPTH_MAX)
		return;
	items = make(soap, (size_t)n * f->sub->size);
	set_pointer(obj, f->offset, items);
	memcpy((char *)obj + f->count_offset, &n, sizeof(n));
	for (int i = 0; i < n; i++)
		fill_rows(in, soap, f->sub->fields, items + (size_t)i * f->sub->size, depth + 1);
}

static void
fill_choice(struct fuzz_input *in, struct soap *soap, const struct map_field *f, void *obj, int depth)
{
	for (const struct map_alternative *alt = f->alternatives; alt->kind != NULL; alt++)
		fill_struct(in, soap, alt->sub, obj, alt->offset, depth);
}

static void
fill_rows(struct fuzz_input *in, struct soap *soap, const struct map_field *fields, void *obj,
    int depth)
{
	for (const struct map_field *f = fields; f->kind != MAP_KIND_END; f++) {
		switch (f->kind) {
		case MAP_KIND_TEXT:
			fill_text(in, soap, f, obj);
			break;
		case MAP_KIND_INT:
		case MAP_KIND_ENUM:
		case MAP_KIND_BOOL:
			fill_int(in, soap, f, obj);
			break;
		case MAP_KIND_OBJECT:
		case MAP_KIND_INLINE:
		case MAP_KIND_PART:
		case MAP_KIND_FILE:
			fill_struct(in, soap, f->sub, obj, f->offset, depth);
			break;
		case MAP_KIND_LIST:
			fill_list(in, soap, f, obj, depth);
			break;
		case MAP_KIND_GROUP:
			fill_rows(in, soap, f->members, obj, depth);
			break;
		case MAP_KIND_CHOICE:
			fill_choice(in, soap, f, obj, depth);
			break;
		case MAP_KIND_END:
		case MAP_KIND_UNSENT:
			break;
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	const struct map_message *message = fuzz_message(fuzz_octet(&in));
	struct soap *soap = fuzz_soap();
	AUTO(json) json_t *json = NULL, *again = NULL;
	struct err_list problems = {0};
	void *obj = make(soap, message->type->size);

	fill_rows(&in, soap, message->type->fields, obj, 0);
	json = fuzz_encode(message, obj);
	if (json == NULL)
		return 0;
	obj = fuzz_decode(soap, message, json, &problems);
	MUST(obj != NULL, "%s: %s: told, but not taken", message->element, problems.item[0].info.at);
	again = fuzz_encode(message, obj);
	MUST(again != NULL && json_equal(json, again), "%s: not the same when told twice",
	    message->element);
	fuzz_accepted();
	return 0;
}
