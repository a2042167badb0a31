/* must not compile: struct ben__MonthlyPaymentType.NumberOfPayments is not of type char * */
#include "config.h"

#include "mapping/rows.h"
#include "soapH.h"

#define T struct ben__MonthlyPaymentType
extern const struct map_rule rules[];
const struct map_rule rules[] = {RULE_SUM(T, "/x", NumberOfPayments, struct ben__PaymentsType, Payments,
    struct ben__PaymentType, Payment, Sum), RULE_END};
