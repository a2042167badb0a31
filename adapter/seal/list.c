#include "config.h"

#include <string.h>

#include "adapter/seal/list.h"

bool
seal_list_next(const char **list, char *name, size_t size)
{
	const char *p = *list != NULL ? *list : "";
	size_t n = 0, end = 0;

	for (p += strspn(p, " \t,"); *p != '\0' && *p != ','; p++) {
		bool kept = *p == '\\' && p[1] != '\0';

		p += kept;
		if (n + 1 == size)
			continue;               /* cut, to the end of the name */
		name[n++] = *p;
		if (kept || (*p != ' ' && *p != '\t'))
			end = n;
	}
	name[end] = '\0';
	*list = p;
	return end > 0;
}
