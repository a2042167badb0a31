/* decode: JSON to structs, what its two files share; private to mapping/. */
#ifndef MAPPING_DECODE_H
#define MAPPING_DECODE_H

#include "mapping/at.h"
#include "mapping/rows.h"

struct map_decoder {
	struct soap     *soap;          /* owns the memory */
	struct err_list *problems;
	const json_t    *files;         /* what came beside the body, see mapping.h; NULL: nothing */
	bool             as_text;       /* integers come as strings: path, query, header */
};

/* REPORT(d, code, where, en, ru, arguments of both); _WANT: with the texts that follow them. */
#define REPORT(d, code, where, ...) REPORT_WANT(d, code, where, NULL, __VA_ARGS__)
#define REPORT_WANT(d, code, where, want, ...)                                    \
	do {                                                                      \
		char pointer_[sizeof(((struct err_info *)0)->at)];                \
		map_at_print((where), pointer_, sizeof(pointer_));                \
		err_list_add((d)->problems, __FILE__, __LINE__, (code), pointer_, \
		    (want), __VA_ARGS__);                                         \
	} while (0)

/* Adds a name to a list of those that are permitted; where it is long, the documentation has the rest. */
enum { MAP_NAMES_SIZE = 128 };
void map_add_name(char names[MAP_NAMES_SIZE], const char *name);

/* Zeroed memory that lives as long as the struct; NULL after a report. */
void *map_allocate(struct map_decoder *d, size_t size, const struct map_at *at);

/* A FILE: the part that v names, into the struct cmn__FileType *obj, or reported. */
void map_decode_file(struct map_decoder *d, const struct map_field *f, const json_t *v, void *obj,
    const struct map_at *at);

/* One TEXT, INT, ENUM or BOOL: into obj, or reported. */
void map_decode_leaf(struct map_decoder *d, const struct map_field *f, const json_t *v, void *obj,
    const struct map_at *at);

#endif
