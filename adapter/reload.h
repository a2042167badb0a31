/* reload: new keys, certificates, revocation lists and callers, without losing an exchange. */
#ifndef ADAPTER_RELOAD_H
#define ADAPTER_RELOAD_H

#include "adapter/service.h"

/*
 * Reads the settings anew and has every part take what may change while the program runs, all of
 * it or, where anything is wrong, nothing; says in the log which.  On the loop.
 */
void reload_run(struct service *service);

#endif
