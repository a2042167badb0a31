/* The service of payments, by month: two published contracts. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fund/services/paid.h"

const char fund_payments_schema[] = "";

enum { MONTHS_MAX = 600 };

/* Fills *payment. */
static void
make_payment(struct soap *soap, const struct paid *paid, struct ben__PaymentType *payment)
{
	payment->Type = service_text(soap, paid->kind->title);
	payment->Base = service_text(soap, paid->kind->base);
	payment->Sum = service_money(soap, paid->accrued - paid->withheld);
	if (paid->withheld != 0) {
		struct ben__PaymentDetailType *detail = SERVICE_LIST(soap, struct ben__PaymentDetailType, 2);

		detail[0] = (struct ben__PaymentDetailType){
		    service_text(soap, "Начислено"), NULL, service_money(soap, paid->accrued)};
		detail[1] = (struct ben__PaymentDetailType){service_text(soap, "Удержано"),
		    service_text(soap, "Исполнительный лист"), service_money(soap, paid->withheld)};
		payment->__sizePaymentDetail = 2;
		payment->PaymentDetail = detail;
	}
}

/* Fills *ret_month; false if nothing is paid in that month.  What came back was not paid. */
static bool
make_month(struct soap *soap, const struct citizen *citizen, unsigned at, bool care,
    struct ben__MonthlyPaymentType *ret_month)
{
	struct ben__PaymentsType *payments = SERVICE_NEW(soap, struct ben__PaymentsType);
	struct paid paid[PAID_MAX];
	int64_t total = 0;
	int n = paid_in_month(soap, citizen, at, paid);

	payments->Payment = SERVICE_LIST(soap, struct ben__PaymentType, n);
	for (int i = 0; i < n; i++) {
		if (paid[i].status == pay__PaymentStatusType__Returned ||
		    (care && paid[i].kind->kind != pay__PaymentKindType__CareAllowance))
			continue;
		make_payment(soap, &paid[i], &payments->Payment[payments->__sizePayment++]);
		total += paid[i].accrued - paid[i].withheld;
	}
	*ret_month = (struct ben__MonthlyPaymentType){
	    .Year = dispatch_printf(soap, "%04u", at / 12),
	    .Month = dispatch_printf(soap, "--%02u", at % 12 + 1),
	    .TotalPaymentsSum = service_money(soap, total),
	    .NumberOfPayments = payments->__sizePayment,
	    .Payments = payments,
	};
	return payments->__sizePayment != 0;
}

/* The months of the answer, none after the present one; NULL if there is none. */
static struct ben__MonthlyPaymentsType *
make_months(struct soap *soap, const struct citizen *citizen, const char *begin, int count, bool care)
{
	struct ben__MonthlyPaymentsType *months = SERVICE_NEW(soap, struct ben__MonthlyPaymentsType);
	unsigned at = (unsigned)(strtoul(begin, NULL, 10) * 12 + strtoul(begin + 5, NULL, 10) - 1), present;
	char today[11];

	paid_today(today, &present);
	months->MonthlyPayment = SERVICE_LIST(soap, struct ben__MonthlyPaymentType, count);
	for (int i = 0; i < count && at + (unsigned)i <= present; i++)
		if (make_month(soap, citizen, at + (unsigned)i, care,
		        &months->MonthlyPayment[months->__sizeMonthlyPayment]))
			months->__sizeMonthlyPayment++;
	return months->__sizeMonthlyPayment != 0 ? months : NULL;
}

/* Lies, when the mode says so. */
static void
spoil(struct soap *soap, struct ben__MonthlyPaymentsType *months)
{
	enum data data = ((struct dispatch_call *)soap->user)->data;
	char *total;

	if (data == DATA_WRONG_TOTAL && months != NULL) {
		total = months->MonthlyPayment[0].TotalPaymentsSum;
		total[strlen(total) - 1] ^= 1;
	}
	if (data == DATA_WRONG_COUNT && months != NULL)
		months->MonthlyPayment[0].NumberOfPayments++;
}

/* A date as xs:date writes it, after 1900. */
static bool
is_date(const char *text)
{
	char moment[CLOCK_TEXT_SIZE];
	int64_t us;

	snprintf(moment, sizeof(moment), "%.10sT00:00:00Z", text);
	return strlen(text) == 10 && clock_parse(moment, &us) && strcmp(text, "1901") > 0;
}

/* The two published contracts differ in their elements' names alone; care says which it is. */
#define FILL_ANSWER(soap, q, r, citizen, care)                                                              \
	do {                                                                                                \
		char today_[11];                                                                            \
		unsigned at_, year_ = (unsigned)strtoul((q)->ben__BeginPeriod, NULL, 10);                   \
		paid_today(today_, &at_);                                                                   \
		if (((struct dispatch_call *)(soap)->user)->data == DATA_OTHER_PERIOD)                      \
			year_--;                                                                            \
		(r)->person__FamilyName = (q)->person__FamilyName;                                          \
		(r)->person__FirstName = (q)->person__FirstName;                                            \
		(r)->person__Patronymic = (q)->person__Patronymic;                                          \
		(r)->ben__Snils = service_snils((soap), (q)->ben__Snils);                                   \
		(r)->ben__BirthDate = (q)->ben__BirthDate;                                                  \
		(r)->ben__Gender = (q)->ben__Gender;                                                        \
		(r)->ben__ActualDate = service_text((soap), today_);                                        \
		(r)->ben__BeginPeriod = dispatch_printf((soap), "%04u%s", year_, (q)->ben__BeginPeriod + 4); \
		(r)->ben__NumberOfMonths = (q)->ben__NumberOfMonths;                                        \
		(r)->ben__MonthlyPayments = make_months((soap), (citizen), (r)->ben__BeginPeriod,           \
		    (q)->ben__NumberOfMonths, (care));                                                      \
		(r)->ben__ExistData = (r)->ben__MonthlyPayments != NULL ? xsd__boolean__true_               \
		                                                        : xsd__boolean__false_;             \
		spoil((soap), (r)->ben__MonthlyPayments);                                                   \
	} while (0)

/* What stands in the way; *ret_known is false where the contract wants an empty answer. */
static int
look(struct soap *soap, const struct person *person, const char *begin, int months, bool *ret_known)
{
	struct dispatch_call *call = soap->user;
	struct citizen citizen;
	const char *field;

	if (call->data == DATA_FAULT)
		return soap_receiver_fault(soap, "The registry is not available", NULL);
	if (call->data == DATA_REFUSE)
		return dispatch_set_fault(soap, "REFUSED", NULL, "Сведения не предоставляются.");
	if (!is_date(begin))
		return dispatch_set_fault(soap, "REFUSED", "BeginPeriod", "Неверная дата.");
	if (months < 1 || months > MONTHS_MAX)
		return dispatch_set_fault(soap, "REFUSED", "NumberOfMonths", "Неверное число месяцев.");
	*ret_known = person_find(call->fund, person->snils, &citizen);
	field = *ret_known ? person_difference(person, &citizen) : NULL;
	if (field != NULL)
		return dispatch_set_fault(soap, "REFUSED", field, "Сведения о гражданине не совпадают с учётными.");
	return SOAP_OK;
}

#define ON_PERIOD(p, X, is_care)                                                                            \
	int __pay__##X(struct soap *soap, struct _##p##__##X##Request *q, struct _##p##__##X##Response *r)  \
	{                                                                                                   \
		struct person person = PERSON(q);                                                           \
		struct citizen citizen;                                                                     \
		bool known;                                                                                 \
		int error = look(soap, &person, q->ben__BeginPeriod, q->ben__NumberOfMonths, &known);       \
		if (error != SOAP_OK || !known)                                                             \
			return error;                                                                       \
		citizen = service_citizen(q->ben__Snils);                                                   \
		r->__##X##Response_sequence = SERVICE_NEW(soap, struct __##p##__##X##Response_sequence);    \
		FILL_ANSWER(soap, q, r->__##X##Response_sequence, &citizen, is_care);                       \
		return SOAP_OK;                                                                             \
	}
ON_PERIOD(bap, BapForPeriod, false)
ON_PERIOD(care, BenefitsCareForPeriod, true)
