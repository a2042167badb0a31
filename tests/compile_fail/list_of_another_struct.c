/* must not compile: struct app__OldAgePensionType.WorkPeriod is not of type struct cmn__StatusType * */
#include "config.h"

#include "mapping/rows.h"
#include "soapH.h"

#define T struct app__OldAgePensionType
static const struct map_type type = {"x", 1, NULL, NULL};
extern const struct map_field rows[];
const struct map_field rows[] = {MAP_LIST(T, OPT, "w", WorkPeriod, struct cmn__StatusType, &type, 0, 1), MAP_END};
