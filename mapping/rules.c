#include "config.h"

#include <string.h>

#include "mapping/rows.h"

static const void *
get_ptr(const void *obj, size_t offset)
{
	const void *p;

	memcpy(&p, (const char *)obj + offset, sizeof(p));
	return p;
}

static int
get_int(const void *obj, size_t offset)
{
	int n;

	memcpy(&n, (const char *)obj + offset, sizeof(n));
	return n;
}

static bool
holds(const struct map_rule *rule, const void *obj)
{
	struct map_sum sum = {0};
	const void *wrap;
	int n;

	if (rule->kind == MAP_RULE_HOLDS)
		return rule->holds(obj);
	wrap = get_ptr(obj, rule->wrap);
	n = wrap != NULL ? get_int(wrap, rule->count) : 0;
	if (rule->kind == MAP_RULE_COUNT)
		return get_int(obj, rule->total) == n;
	for (int i = 0; i < n; i++) {
		const char *elem = (const char *)get_ptr(wrap, rule->list) + (size_t)i * rule->elem_size;

		if (!map_sum_add(&sum, get_ptr(elem, rule->elem_member)))
			return false;
	}
	return map_sum_equals(&sum, get_ptr(obj, rule->total));
}

const struct map_rule *
map_rule_broken(const struct map_rule *rules, const void *obj)
{
	if (rules == NULL)
		return NULL;
	for (; rules->kind != MAP_RULE_END; rules++)
		if (!holds(rules, obj))
			return rules;
	return NULL;
}
