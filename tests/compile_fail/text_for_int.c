/* must not compile: struct cmn__StatusType.StatusId is not of type char * */
#include "config.h"

#include "mapping/rows.h"
#include "soapH.h"

#define T struct cmn__StatusType
extern const struct map_field rows[];
const struct map_field rows[] = {MAP_STR(T, REQ, "statusId", StatusId, 1, 4), MAP_END};
