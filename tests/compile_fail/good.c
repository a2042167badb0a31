/* must compile */
#include "config.h"

#include "mapping/rows.h"
#include "soapH.h"

#define T struct cmn__PassportType
extern const struct map_field rows[];
const struct map_field rows[] = {MAP_DIGITS(T, REQ, "series", Series, 4, 4), MAP_END};
