/* must not compile: struct cmn__PassportType.Number is not of type int */
#include "config.h"

#include "mapping/rows.h"
#include "soapH.h"

#define T struct cmn__PassportType
extern const struct map_field rows[];
const struct map_field rows[] = {MAP_INT(T, REQ, "number", Number, 0, 999999), MAP_END};
