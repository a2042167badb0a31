/*
 * auto: locals that clean up after themselves.
 *
 * AUTO(char) p = ...; frees p when it leaves scope.  A function gives its
 * result up by *ret_x = STEAL(x), so success and failure share one way out.
 * Each folder adds the types of the library it fences in with AUTO_DEFINE in
 * its own .c files or private header; here are only those of the C library.
 */
#ifndef ADAPTER_BASE_AUTO_H
#define ADAPTER_BASE_AUTO_H

#include <stdio.h>
#include <stdlib.h>

/* AUTO_DEFINE(name, type, free): defines the clean-up for AUTO(name) type x. */
#define AUTO_DEFINE(name, type, release)                                 \
	static inline void auto_##name(type *p)                          \
	{                                                                \
		if (*p != NULL)                                          \
			release(*p);                                     \
	}
#define AUTO(name) __attribute__((cleanup(auto_##name), unused))

static inline void
auto_char(char **p)
{
	free(*p);
}

AUTO_DEFINE(file, FILE *, fclose)

/* Takes the pointer out of x, leaving NULL, so that the clean-up has nothing to do. */
#define STEAL(x)                                 \
	__extension__({                          \
		__typeof__(x) steal_ = (x);      \
		(x) = NULL;                      \
		steal_;                          \
	})

#endif
