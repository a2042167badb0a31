/* must not compile: struct app__OldAgePensionType.Passport is not of type struct cmn__AddressType * */
#include "config.h"

#include "mapping/rows.h"
#include "soapH.h"

#define T struct app__OldAgePensionType
static const struct map_type type = {"x", 1, NULL, NULL};
extern const struct map_field rows[];
const struct map_field rows[] = {MAP_OBJECT(T, REQ, "passport", Passport, struct cmn__AddressType, &type), MAP_END};
