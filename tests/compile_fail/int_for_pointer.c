/* must not compile: struct cmn__StatusType.StatusId is not of type int * */
#include "config.h"

#include "mapping/rows.h"
#include "soapH.h"

#define T struct cmn__StatusType
extern const struct map_field rows[];
const struct map_field rows[] = {MAP_INT_PTR(T, OPT, "statusId", StatusId, 0, 1), MAP_END};
