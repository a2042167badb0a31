#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/base/base.h"
#include "tests/fund/modes.h"

static const struct mode modes[] = {
	/* clang-format off */
	/* name            data               head                signing             wire           ms    files */
	{"normal",         DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_TRUE,     0,     FILES_TRUE},
	{"slow",           DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_SLOW,     1000,  FILES_TRUE},
	{"silent",         DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_SILENT,   0,     FILES_TRUE},
	{"close",          DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_CLOSE,    0,     FILES_TRUE},
	{"half",           DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_HALF,     0,     FILES_TRUE},
	{"garbage",        DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_GARBAGE,  0,     FILES_TRUE},
	{"html",           DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_HTML,     0,     FILES_TRUE},
	{"http500",        DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_HTTP_500, 0,     FILES_TRUE},
	{"huge",           DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_HUGE,     0,     FILES_TRUE},
	{"replay",         DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_REPLAY,   0,     FILES_TRUE},
	{"unsigned",       DATA_TRUE,         HEAD_TRUE,          SIGNING_NONE,       WIRE_TRUE,     0,     FILES_TRUE},
	{"badsignature",   DATA_TRUE,         HEAD_TRUE,          SIGNING_BAD_VALUE,  WIRE_TRUE,     0,     FILES_TRUE},
	{"baddigest",      DATA_TRUE,         HEAD_TRUE,          SIGNING_BAD_DIGEST, WIRE_TRUE,     0,     FILES_TRUE},
	{"otherkey",       DATA_TRUE,         HEAD_TRUE,          SIGNING_STRANGER,   WIRE_TRUE,     0,     FILES_TRUE},
	{"stale",          DATA_TRUE,         HEAD_TRUE,          SIGNING_STALE,      WIRE_TRUE,     0,     FILES_TRUE},
	{"otherrelates",   DATA_TRUE,         HEAD_OTHER_RELATES, SIGNING_TRUE,       WIRE_TRUE,     0,     FILES_TRUE},
	{"otheraction",    DATA_TRUE,         HEAD_OTHER_ACTION,  SIGNING_TRUE,       WIRE_TRUE,     0,     FILES_TRUE},
	{"wrongtotal",     DATA_WRONG_TOTAL,  HEAD_TRUE,          SIGNING_TRUE,       WIRE_TRUE,     0,     FILES_TRUE},
	{"wrongcount",     DATA_WRONG_COUNT,  HEAD_TRUE,          SIGNING_TRUE,       WIRE_TRUE,     0,     FILES_TRUE},
	{"wrongperson",    DATA_WRONG_PERSON, HEAD_TRUE,          SIGNING_TRUE,       WIRE_TRUE,     0,     FILES_TRUE},
	{"otherperiod",    DATA_OTHER_PERIOD, HEAD_TRUE,          SIGNING_TRUE,       WIRE_TRUE,     0,     FILES_TRUE},
	{"fault",          DATA_FAULT,        HEAD_TRUE,          SIGNING_TRUE,       WIRE_TRUE,     0,     FILES_TRUE},
	{"refuse",         DATA_REFUSE,       HEAD_TRUE,          SIGNING_TRUE,       WIRE_TRUE,     0,     FILES_TRUE},
	{"unsignedfault",  DATA_FAULT,        HEAD_TRUE,          SIGNING_NONE,       WIRE_TRUE,     0,     FILES_TRUE},
	{"badpart",        DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_TRUE,     0,     FILES_BAD},
	{"nopart",         DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_TRUE,     0,     FILES_NONE},
	{"extrapart",      DATA_TRUE,         HEAD_TRUE,          SIGNING_TRUE,       WIRE_TRUE,     0,     FILES_EXTRA},
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
