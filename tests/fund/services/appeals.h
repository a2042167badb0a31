/* appeals: what the files of the service of appeals share. */
#ifndef TESTS_FUND_SERVICES_APPEALS_H
#define TESTS_FUND_SERVICES_APPEALS_H

#include "tests/fund/service.h"

enum { ANSWER_DAYS = 30 };

#define DAY_US (24 * 3600 * INT64_C(1000000))

char *appeal_number(struct soap *soap, int64_t id);

/* The citizen's appeal of that number; 0 if there is none. */
int64_t appeal_id(struct soap *soap, const char *snils, const char *number);

enum apl__StateType appeal_state(struct soap *soap, int64_t id);

/* Notes what came with a message; 0 is the appeal itself. */
void appeal_attach(struct soap *soap, int64_t id, int64_t message, const struct cmn__AttachmentType *attachment, int n);

#endif
