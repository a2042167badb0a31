#include "config.h"

#include <string.h>

#include "adapter/xml/xml.h"

enum err
xml_prefixes_read(const char *list, struct xml_prefixes *ret, struct err_info *e)
{
	static const char space[] = " \t\r\n";

	ret->n = 0;
	for (const char *p = list + strspn(list, space); *p != '\0'; p += strspn(p, space)) {
		if (ret->n == XML_LIMIT_PREFIXES)
			FAIL(e, ERR_XML_LIMIT, "PrefixList", "more than %d prefixes", XML_LIMIT_PREFIXES);
		ret->word[ret->n].text = p;
		ret->word[ret->n++].len = strcspn(p, space);
		p += strcspn(p, space);
	}
	return ERR_OK;
}
