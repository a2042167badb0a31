/*
 * steps: what the rows of flow.c do, each a few lines that hand the exchange's fields to the part
 * that does the work.  identify.c who asks and which message it is, ask.c the rest
 * of the way out (route … send), hear.c the way back (verify … unmap),
 * answer.c what the caller is told, note.c what the journal is told.
 *
 * A step returns ERR_OK or fills *e; a step of a waiting row that returned ERR_OK has given the
 * exchange away and will have flow_wake() called.
 */
#ifndef ADAPTER_STEPS_H
#define ADAPTER_STEPS_H

#include "adapter/base/base.h"

struct exchange;

#define STEP(name) MUST_USE enum err name(struct exchange *x, struct err_info *e)
STEP(step_route);
STEP(step_authenticate);
STEP(step_map);
STEP(step_build);
STEP(step_sign);
STEP(step_note_sending);
STEP(step_send);
STEP(step_verify);
STEP(step_parse);
STEP(step_unmap);
STEP(step_answer);
STEP(step_note_answer);
STEP(step_reply);
#undef STEP

#endif
