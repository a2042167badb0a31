/* must not compile: struct cmn__DeliveryType.Method is not of type enum app__KindType */
#include "config.h"

#include "mapping/rows.h"
#include "soapH.h"

#define T struct cmn__DeliveryType
static const struct map_name names[] = {{"x", app__KindType__OldAgePension}, {NULL, 0}};
extern const struct map_field rows[];
const struct map_field rows[] = {MAP_ENUM(T, REQ, "method", Method, enum app__KindType, names), MAP_END};
