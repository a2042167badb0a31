/*
 * err: what went wrong, where, and whose fault it was.
 *
 * A fallible function returns an enum err (ERR_OK is 0) and takes a
 * struct err_info * last.  On failure it fills *e exactly once, at the point
 * that detected the failure; on success it leaves *e untouched.  Nothing here
 * allocates, so a failure can be reported when memory has run out, and the
 * record can be copied from a worker thread to the loop.
 *
 * No personal data goes into an err_info: it names the field and what is
 * expected of it, never the value that was found.
 */
#ifndef ADAPTER_BASE_ERR_H
#define ADAPTER_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

enum err_who { ERR_CALLER, ERR_PEER, ERR_SELF };
enum err_lang { ERR_EN, ERR_RU };

enum err {
	ERR_OK = 0,
#define ERR(name, ...) ERR_##name,
#include "adapter/base/err_codes.h"
#undef ERR
	ERR_MAX_
};

struct err_info {
	enum err    code;
	int         line;       /* of the source file that detected it */
	const char *file;       /* static storage */
	char        at[128];    /* culprit: JSON pointer, XPath or setting; "" if none */
	char        text[192];  /* what was expected, for people; never a value found */
};

/* One of the things that are wrong with a document, for its author to read in either language. */
struct err_finding {
	struct err_info info;
	char            text_ru[256];   /* info.text in Russian; a letter takes two bytes */
};

/* All that is wrong with one document.  Past the limit only dropped counts up. */
enum { ERR_LIST_MAX = 32 };
struct err_list {
	size_t             n;
	size_t             dropped;
	struct err_finding item[ERR_LIST_MAX];
};

#define MUST_USE __attribute__((warn_unused_result))

/* Static properties of a code.  Valid for every enum err but ERR_MAX_. */
const char  *err_name(enum err code);                        /* stable: MAP_MISSING */
const char  *err_sentence(enum err code, enum err_lang lang);/* what is wrong */
const char  *err_hint(enum err code, enum err_lang lang);    /* what to do about it */
int          err_http_status(enum err code);
enum err_who err_who(enum err code);

/* The code with this name, or ERR_MAX_ if there is none. */
enum err err_by_name(const char *name);

/* Records a failure in *e (if not NULL) and returns code. */
enum err err_set(struct err_info *e, const char *file, int line, enum err code,
    const char *at, const char *fmt, ...) __attribute__((format(printf, 6, 7)));

/*
 * Adds one finding to list; counts it as dropped when the list is full.  Both formats take the same
 * arguments.  want, unless NULL, is by enum err_lang what follows after a colon.
 */
void err_list_add(struct err_list *list, const char *file, int line, enum err code,
    const char *at, const char *const want[2], const char *en, const char *ru, ...)
    __attribute__((format(printf, 7, 9), format(printf, 8, 9)));

/*
 * The only two macros in this project that return from their caller.  FAIL returns code itself,
 * not what err_set() returns, so that the compiler sees that it is not ERR_OK.
 */
#define FAIL(e, code, at, ...)                                                   \
	do {                                                                     \
		err_set((e), __FILE__, __LINE__, (code), (at), __VA_ARGS__);     \
		return (code);                                                   \
	} while (0)
#define TRY(call)                                \
	do {                                     \
		enum err try_ = (call);          \
		if (try_ != ERR_OK)              \
			return try_;             \
	} while (0)

#endif
