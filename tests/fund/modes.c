#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/base/base.h"
#include "tests/fund/modes.h"

static const struct mode modes[] = {
	/* clang-format off */
	/* name            data               head                signing             wire          ms */
	{"normal",         DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_TRUE,     0},
	{"slow",           DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_SLOW,     1000},
	{"silent",         DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_SILENT,   0},
	{"close",          DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_CLOSE,    0},
	{"half",           DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_HALF,     0},
	{"garbage",        DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_GARBAGE,  0},
	{"html",           DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_HTML,     0},
	{"http500",        DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_HTTP_500, 0},
	{"huge",           DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_HUGE,     0},
	{"replay",         DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_REPLAY,   0},
	{"unsigned",       DATA_TRUE,         HEAD_TRUE,          SIGNING_NONE,       WIRE_TRUE,     0},
	{"badsignature",   DATA_TRUE,         HEAD_TRUE,          SIGNING_BAD_VALUE,  WIRE_TRUE,     0},
	{"baddigest",      DATA_TRUE,         HEAD_TRUE,          SIGNING_BAD_DIGEST, WIRE_TRUE,     0},
	{"otherkey",       DATA_TRUE,         HEAD_TRUE,          SIGNING_STRANGER,   WIRE_TRUE,     0},
	{"stale",          DATA_TRUE,         HEAD_TRUE,          SIGNING_STALE,      WIRE_TRUE,     0},
	{"otherrelates",   DATA_TRUE,         HEAD_OTHER_RELATES, SIGNING_TRUE,       WIRE_TRUE,     0},
	{"otheraction",    DATA_TRUE,         HEAD_OTHER_ACTION,  SIGNING_TRUE,       WIRE_TRUE,     0},
	{"wrongtotal",     DATA_WRONG_TOTAL,  HEAD_TRUE,          SIGNING_TRUE,       WIRE_TRUE,     0},
	{"wrongcount",     DATA_WRONG_COUNT,  HEAD_TRUE,          SIGNING_TRUE,       WIRE_TRUE,     0},
	{"wrongperson",    DATA_WRONG_PERSON, HEAD_TRUE,          SIGNING_TRUE,       WIRE_TRUE,     0},
	{"otherperiod",    DATA_OTHER_PERIOD, HEAD_TRUE,          SIGNING_TRUE,       WIRE_TRUE,     0},
	{"fault",          DATA_FAULT,        HEAD_TRUE,          SIGNING_TRUE,       WIRE_TRUE,     0},
	{"refuse",         DATA_REFUSE,       HEAD_TRUE,          SIGNING_TRUE,       WIRE_TRUE,     0},
	{"unsignedfault",  DATA_FAULT,        HEAD_TRUE,          SIGNING_NONE,       WIRE_TRUE,     0},
	/* clang-format on */
};

struct mode
modes_read(const char *file)
{
	AUTO(file) FILE *f = file != NULL ? fopen(file, "r") : NULL;
	char line[64] = "";
	struct mode mode = modes[0];
	size_t len, i = 0;

	if (f == NULL || fgets(line, sizeof(line), f) == NULL)
		return mode;
	len = strcspn(line, " \n");
	if (len == 0)
		return mode;
	while (i < COUNT_OF(modes) &&
	    (strlen(modes[i].name) != len || strncmp(modes[i].name, line, len) != 0))
		i++;
	CHECK(i < COUNT_OF(modes));
	mode = modes[i];
	if (mode.wire == WIRE_SLOW && line[len] == ' ')
		mode.slow_ms = (int)strtol(line + len, NULL, 10);
	return mode;
}
