/*
 * answer: what a caller is told: the Fund's answer as JSON, or a problem (RFC 9457) with the code,
 * the fields at fault, and what to do, in the caller's language.
 */
#ifndef ADAPTER_ANSWER_H
#define ADAPTER_ANSWER_H

#include "adapter/base/base.h"

struct exchange;
struct front_call;

/* Russian or English, by the weights of Accept-Language (RFC 9110, 12.5.4); Russian if in doubt. */
enum err_lang answer_language(const char *accept_language);

/* Refuses a call that has not become an exchange.  Takes call.  On the loop. */
void answer_refuse(struct front_call *call, enum err code);

/* Sends a problem made of code alone, in place of an answer that could not be made or recorded. */
void answer_unrecorded(struct exchange *x, enum err code);

#endif
