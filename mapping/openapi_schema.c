/* JSON Schema (2020-12, as OpenAPI 3.1 has it) from rows. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mapping/openapi.h"

static json_t *object_schema(struct map_doc *d, const char *name, const struct map_field *fields,
    const struct map_rule *rules, enum map_way way);

static json_t *
ref_to(struct map_doc *d, const char *name)
{
	json_t *ref = json_object();
	char target[160];

	snprintf(target, sizeof(target), "#/components/schemas/%s", name);
	map_doc_set(d, ref, "$ref", json_string(target));
	return ref;
}

/* Takes schema.  A name stands for one schema only; what looks otherwise the other way has another name there. */
static json_t *
publish(struct map_doc *d, const char *name, json_t *schema)
{
	json_t *known = json_object_get(d->schemas, name);
	char other[128];

	if (known != NULL && !d->failed && !json_equal(known, schema)) {
		snprintf(other, sizeof(other), "%s.other", name);
		name = other;
		known = json_object_get(d->schemas, name);
		CHECK(known == NULL || json_equal(known, schema));
	}
	if (known == NULL)
		map_doc_set(d, d->schemas, name, schema);
	else
		json_decref(schema);
	return ref_to(d, name);
}

json_t *
map_schema_ref(struct map_doc *d, const char *name, const struct map_field *fields,
    const struct map_rule *rules, enum map_way way)
{
	return publish(d, name, object_schema(d, name, fields, rules, way));
}

static json_t *
text_schema(struct map_doc *d, const struct map_field *f)
{
	const char *example = f->example != NULL ? f->example : f->codec->example;
	json_t *schema = json_object(), *examples = json_array(), *types;

	if (f->nillable) {
		types = json_array();
		map_doc_add(d, types, json_string("string"));
		map_doc_add(d, types, json_string("null"));
		map_doc_set(d, schema, "type", types);
	} else {
		map_doc_set(d, schema, "type", json_string(f->codec->integer ? "integer" : "string"));
	}
	if (f->codec->format != NULL)
		map_doc_set(d, schema, "format", json_string(f->codec->format));
	if (f->codec->pattern != NULL)
		map_doc_set(d, schema, "pattern", json_string(f->codec->pattern));
	if (f->codec->limited || f->codec->integer) {
		map_doc_set(d, schema, f->codec->integer ? "minimum" : "minLength", json_integer(f->min));
		map_doc_set(d, schema, f->codec->integer ? "maximum" : "maxLength", json_integer(f->max));
	}
	if (f->codec->octets) {
		map_doc_set(d, schema, "contentEncoding", json_string("base64"));
		map_doc_set(d, schema, "minLength", json_integer((f->min + 2) / 3 * 4));
		map_doc_set(d, schema, "maxLength", json_integer((f->max + 2) / 3 * 4));
	}
	map_doc_add(d, examples, f->codec->integer ? json_integer(strtol(example, NULL, 10))
	                                           : json_string(example));
	map_doc_set(d, schema, "examples", examples);
	return schema;
}

static json_t *
int_schema(struct map_doc *d, const struct map_field *f)
{
	json_t *schema = json_object();

	map_doc_set(d, schema, "type", json_string("integer"));
	map_doc_set(d, schema, "minimum", json_integer(f->min));
	map_doc_set(d, schema, "maximum", json_integer(f->max));
	return schema;
}

static json_t *
enum_schema(struct map_doc *d, const struct map_field *f)
{
	json_t *schema = json_object(), *names = json_array();

	map_doc_set(d, schema, "type", json_string("string"));
	for (const struct map_name *name = f->names; name->json != NULL; name++)
		map_doc_add(d, names, json_string(name->json));
	map_doc_set(d, schema, "enum", names);
	return schema;
}

/* An INLINE that may be absent is an empty array. */
static json_t *
list_schema(struct map_doc *d, const struct map_field *list, bool may_be_empty, enum map_way way)
{
	json_t *schema = json_object();

	map_doc_set(d, schema, "type", json_string("array"));
	map_doc_set(d, schema, "items",
	    map_schema_ref(d, list->sub->name, list->sub->fields, list->sub->rules, way));
	map_doc_set(d, schema, "minItems", json_integer(may_be_empty ? 0 : list->min));
	map_doc_set(d, schema, "maxItems", json_integer(list->max));
	return schema;
}

/* The name of a part of the request; on the way out, what there is to say of the file. */
static json_t *
file_schema(struct map_doc *d, const struct map_field *f, enum map_way way)
{
	json_t *schema;

	if (way == MAP_WAY_OUT)
		return map_schema_ref(d, f->sub->name, f->sub->fields, NULL, way);
	schema = json_object();
	map_doc_set(d, schema, "type", json_string("string"));
	map_doc_set(d, schema, "minLength", json_integer(1));
	map_doc_set(d, schema, "maxLength", json_integer(64));
	return schema;
}

static json_t *
plain_schema(struct map_doc *d, const struct map_field *f, enum map_way way)
{
	json_t *schema;

	if (f->kind == MAP_KIND_TEXT)
		return text_schema(d, f);
	if (f->kind == MAP_KIND_INT)
		return int_schema(d, f);
	if (f->kind == MAP_KIND_ENUM)
		return enum_schema(d, f);
	if (f->kind == MAP_KIND_LIST)
		return list_schema(d, f, false, way);
	if (f->kind == MAP_KIND_INLINE)
		return list_schema(d, &f->sub->fields[0], f->need == OPT, way);
	if (f->kind == MAP_KIND_FILE)
		return file_schema(d, f, way);
	if (f->kind == MAP_KIND_OBJECT)
		return map_schema_ref(d, f->sub->name, f->sub->fields, f->sub->rules, way);
	schema = json_object();
	map_doc_set(d, schema, "type", json_string("boolean"));
	if (f->min == 1)
		map_doc_set(d, schema, "const", json_true());
	return schema;
}

json_t *
map_schema_value(struct map_doc *d, const struct map_field *f, enum map_way way)
{
	json_t *schema = plain_schema(d, f, way);

	map_doc_say(d, schema, "description", f->en, f->ru);
	return schema;
}

/* Arrays that the adapter writes are always there, if only empty. */
static bool
is_required(const struct map_field *f, enum map_way way)
{
	return f->need == REQ
	    || (way == MAP_WAY_OUT && (f->kind == MAP_KIND_LIST || f->kind == MAP_KIND_INLINE));
}

static void
add_members(struct map_doc *d, const struct map_field *fields, bool wanted, json_t *properties,
    json_t *required, enum map_way way)
{
	for (const struct map_field *f = fields; f->kind != MAP_KIND_END; f++) {
		if (f->kind == MAP_KIND_PART) {
			add_members(d, f->sub->fields, wanted && f->need == REQ, properties, required, way);
		} else if (f->kind != MAP_KIND_CHOICE) {
			map_doc_set(d, properties, f->json, map_schema_value(d, f, way));
			if (wanted && is_required(f, way))
				map_doc_add(d, required, json_string(f->json));
		}
	}
}

/* Rules have no words in JSON Schema; they are listed for people. */
static void
add_rules(struct map_doc *d, const struct map_field *fields, const struct map_rule *rules, json_t *list)
{
	for (const struct map_rule *rule = rules; rule != NULL && rule->kind != MAP_RULE_END; rule++) {
		json_t *item = json_object();

		map_doc_set(d, item, "at", json_string(rule->at));
		map_doc_say(d, item, "expected", rule->want[ERR_EN], rule->want[ERR_RU]);
		map_doc_add(d, list, item);
	}
	for (const struct map_field *f = fields; f->kind != MAP_KIND_END; f++)
		if (f->kind == MAP_KIND_PART)
			add_rules(d, f->sub->fields, f->sub->rules, list);
}

/* An object of these rows; of the kind alt where they hold a choice. */
static json_t *
members_schema(struct map_doc *d, const struct map_field *fields, const struct map_rule *rules,
    const struct map_field *choice, const struct map_alternative *alt, enum map_way way)
{
	json_t *schema = json_object(), *properties = json_object(), *required = json_array();
	json_t *kind, *list = json_array();

	map_doc_set(d, schema, "type", json_string("object"));
	add_members(d, fields, true, properties, required, way);
	if (alt != NULL) {
		kind = json_object();
		map_doc_set(d, kind, "const", json_string(alt->kind));
		map_doc_say(d, kind, "description", choice->en, choice->ru);
		map_doc_set(d, properties, choice->json, kind);
		map_doc_add(d, required, json_string(choice->json));
		map_doc_set(d, properties, choice->json_details,
		    map_schema_ref(d, alt->sub->name, alt->sub->fields, alt->sub->rules, way));
		map_doc_add(d, required, json_string(choice->json_details));
	}
	map_doc_set(d, schema, "properties", properties);
	map_doc_set(d, schema, "required", required);
	map_doc_set(d, schema, "additionalProperties", json_false());
	add_rules(d, fields, rules, list);
	if (json_array_size(list) != 0)
		map_doc_set(d, schema, "x-rules", json_incref(list));
	json_decref(list);
	return schema;
}

/* oneOf by kind: each kind is a whole object, so that nothing else is permitted in it. */
static json_t *
choice_schema(struct map_doc *d, const char *name, const struct map_field *fields,
    const struct map_rule *rules, const struct map_field *choice, enum map_way way)
{
	json_t *schema = json_object(), *one_of = json_array();
	json_t *discriminator = json_object(), *mapping = json_object();
	char full[96], target[128];

	for (const struct map_alternative *alt = choice->alternatives; alt->kind != NULL; alt++) {
		snprintf(full, sizeof(full), "%s.%s", name, alt->kind);
		snprintf(target, sizeof(target), "#/components/schemas/%s", full);
		map_doc_add(d, one_of,
		    publish(d, full, members_schema(d, fields, rules, choice, alt, way)));
		map_doc_set(d, mapping, alt->kind, json_string(target));
	}
	if (choice->need == OPT) {
		snprintf(full, sizeof(full), "%s.none", name);
		map_doc_add(d, one_of,
		    publish(d, full, members_schema(d, fields, rules, NULL, NULL, way)));
	}
	map_doc_set(d, schema, "oneOf", one_of);
	map_doc_set(d, discriminator, "propertyName", json_string(choice->json));
	map_doc_set(d, discriminator, "mapping", mapping);
	if (choice->need == REQ)
		map_doc_set(d, schema, "discriminator", json_incref(discriminator));
	json_decref(discriminator);
	return schema;
}

/* The choice among these rows, or in a struct whose members stand among them; NULL if there is none. */
static const struct map_field *
find_choice(const struct map_field *fields)
{
	const struct map_field *found = NULL;

	for (const struct map_field *f = fields; f->kind != MAP_KIND_END && found == NULL; f++)
		found = f->kind == MAP_KIND_CHOICE ? f
		    : f->kind == MAP_KIND_PART ? find_choice(f->sub->fields) : NULL;
	return found;
}

static json_t *
object_schema(struct map_doc *d, const char *name, const struct map_field *fields,
    const struct map_rule *rules, enum map_way way)
{
	const struct map_field *choice = find_choice(fields);

	if (choice != NULL)
		return choice_schema(d, name, fields, rules, choice, way);
	return members_schema(d, fields, rules, NULL, NULL, way);
}
