/* parameter: "; name=value" in the headers of requests and of their parts.  Private to front. */
#ifndef ADAPTER_FRONT_PARAMETER_H
#define ADAPTER_FRONT_PARAMETER_H

#include <stdbool.h>
#include <stddef.h>

enum { PARAMETER_NAME_SIZE = 32, PARAMETER_VALUE_SIZE = 1024 };

struct parameter {
	char name[PARAMETER_NAME_SIZE];         /* lower case */
	char value[PARAMETER_VALUE_SIZE];       /* out of its quotes */
};

/* Length of the RFC 9110 token at p. */
size_t front_token_len(const char *p);

/*
 * Reads the parameter at *at and moves on behind it.  False if there is none to be read: where *at is then
 * at the end of the text, all of it was good.  In quotes only \" and \\ are escapes: names of
 * Windows' folders come with single backslashes.
 */
bool front_parameter_next(const char **at, struct parameter *to);

/* That value (of Content-Type) is multipart/form-data, whatever its parameters are. */
bool front_is_form(const char *value);

/* Decodes the ext-value of RFC 5987, UTF-8 only, in its place. */
bool front_ext_value(char *value);

#endif
