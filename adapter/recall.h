/* recall: what must be known again after a restart, from the journal. */
#ifndef ADAPTER_RECALL_H
#define ADAPTER_RECALL_H

#include "adapter/service.h"

/*
 * Has the seal remember the replies that were taken lately, so that none of them is taken again.
 * With seal and journal open, before anything is served.
 */
MUST_USE enum err recall_replies(struct service *service, struct err_info *e);

#endif
