/*
 * The service of payments.  What a citizen is paid in a month follows from the citizen's number
 * and the month alone, so that every test can foresee it and nothing need be stored.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/fund/service.h"

const char fund_payments_schema[] = "";

enum { MONTHS_MAX = 600, PAYMENTS_MAX = 8 };

/* What is paid, and to whom: citizens with number % every == rest, in months with month % each == 0. */
static const struct kind {
	const char *type, *base;
	unsigned    every, rest, each;
	long        kopecks;            /* about so much */
	unsigned    withheld;           /* percent, under a writ of execution */
} kinds[] = {
	/* clang-format off */
	{"Страховая пенсия по старости", "Федеральный закон № 400-ФЗ, статья 8",
	    1, 0, 1, 2148031, 0},
	{"Накопительная пенсия", "Федеральный закон № 424-ФЗ, статья 6",
	    4, 1, 1, 132007, 20},
	{"Ежемесячная денежная выплата", "Федеральный закон № 178-ФЗ, статья 6.2",
	    3, 1, 1, 181999, 0},
	{"Федеральная социальная доплата", NULL,
	    5, 2, 1, 57350, 0},
	{"Компенсация проезда к месту отдыха", "Закон № 4520-1, статья 34",
	    6, 2, 7, 1250000, 0},
	/* clang-format on */
};

static bool
is_paid(const struct kind *kind, unsigned number, unsigned month)
{
	return number % kind->every == kind->rest && month % kind->each == 0;
}

/* Some citizens are paid nothing at all, and everyone has months without. */
static bool
month_is_empty(unsigned number, unsigned month)
{
	return number % 7 == 3 || (number + month) % 6 == 0;
}

static char *
money(struct soap *soap, long kopecks)
{
	return dispatch_printf(soap, "%ld.%02ld", kopecks / 100, kopecks % 100);
}

/* Fills *payment and returns what is paid out, in kopecks. */
static long
make_payment(struct soap *soap, const struct kind *kind, unsigned number, unsigned year,
    struct ben__PaymentType *payment)
{
	long due = kind->kopecks + (long)(number * 7919 % 100000) + (long)(year % 10) * 10001;
	long withheld = due * kind->withheld / 100;

	memset(payment, 0, sizeof(*payment));
	payment->Type = dispatch_printf(soap, "%s", kind->type);
	payment->Base = kind->base != NULL ? dispatch_printf(soap, "%s", kind->base) : NULL;
	payment->Sum = money(soap, due - withheld);
	if (withheld != 0) {
		struct ben__PaymentDetailType *detail = soap_malloc(soap, 2 * sizeof(*detail));

		CHECK(detail != NULL);
		detail[0] = (struct ben__PaymentDetailType){
		    dispatch_printf(soap, "Начислено"), NULL, money(soap, due)};
		detail[1] = (struct ben__PaymentDetailType){dispatch_printf(soap, "Удержано"),
		    dispatch_printf(soap, "Исполнительный лист"), money(soap, withheld)};
		payment->__sizePaymentDetail = 2;
		payment->PaymentDetail = detail;
	}
	return due - withheld;
}

/* Fills *ret_month; false if nothing is paid in that month. */
static bool
make_month(struct soap *soap, unsigned number, unsigned year, unsigned month,
    struct ben__MonthlyPaymentType *ret_month)
{
	struct ben__PaymentsType *payments = soap_malloc(soap, sizeof(*payments));
	struct ben__PaymentType *payment = soap_malloc(soap, PAYMENTS_MAX * sizeof(*payment));
	long total = 0;
	int n = 0;

	CHECK(payments != NULL && payment != NULL);
	for (size_t i = 0; i < COUNT_OF(kinds) && !month_is_empty(number, month); i++)
		if (is_paid(&kinds[i], number, month))
			total += make_payment(soap, &kinds[i], number, year, &payment[n++]);
	*payments = (struct ben__PaymentsType){n, payment};
	*ret_month = (struct ben__MonthlyPaymentType){
	    .Year = dispatch_printf(soap, "%04u", year),
	    .Month = dispatch_printf(soap, "--%02u", month),
	    .TotalPaymentsSum = money(soap, total),
	    .NumberOfPayments = n,
	    .Payments = payments,
	};
	return n != 0;
}

/* The months of the answer, none after the present one; NULL if there is none. */
static struct ben__MonthlyPaymentsType *
make_months(struct soap *soap, unsigned number, unsigned year, unsigned month, int count)
{
	struct ben__MonthlyPaymentsType *months = soap_malloc(soap, sizeof(*months));
	struct ben__MonthlyPaymentType *row = soap_malloc(soap, (size_t)count * sizeof(*row));
	time_t now = time(NULL);
	struct tm tm;
	unsigned present;
	int n = 0;

	CHECK(months != NULL && row != NULL);
	gmtime_r(&now, &tm);
	present = (unsigned)tm.tm_year * 12 + (unsigned)tm.tm_mon;
	for (int i = 0; i < count; i++) {
		unsigned at = (year - 1900) * 12 + month - 1 + (unsigned)i;

		if (at > present)
			break;
		if (make_month(soap, number, 1900 + at / 12, at % 12 + 1, &row[n]))
			n++;
	}
	*months = (struct ben__MonthlyPaymentsType){n, row};
	return n != 0 ? months : NULL;
}

/* Lies, when the mode says so. */
static void
spoil(struct soap *soap, enum data data, struct __bap__BapForPeriodResponse_sequence *r)
{
	struct ben__MonthlyPaymentsType *months = r->ben__MonthlyPayments;
	struct citizen other;
	char *total;

	if (data == DATA_WRONG_TOTAL && months != NULL) {
		total = months->MonthlyPayment[0].TotalPaymentsSum;
		total[strlen(total) - 1] ^= 1;
	}
	if (data == DATA_WRONG_COUNT && months != NULL)
		months->MonthlyPayment[0].NumberOfPayments++;
	if (data == DATA_WRONG_PERSON) {
		citizen_make((unsigned)citizen_number(r->ben__Snils) + 1, &other);
		r->ben__Snils = dispatch_printf(soap, "%s", other.snils);
	}
}

static void
fill_answer(struct soap *soap, const struct _bap__BapForPeriodRequest *q, unsigned number,
    struct __bap__BapForPeriodResponse_sequence *r)
{
	struct dispatch_call *call = soap->user;
	char today[CLOCK_TEXT_SIZE];
	unsigned year = (unsigned)strtoul(q->ben__BeginPeriod, NULL, 10);
	unsigned month = (unsigned)strtoul(q->ben__BeginPeriod + 5, NULL, 10);

	if (call->data == DATA_OTHER_PERIOD)
		year--;
	clock_print_ms(clock_now_us(), today);
	*r = (struct __bap__BapForPeriodResponse_sequence){
	    .person__FamilyName = q->person__FamilyName,
	    .person__FirstName = q->person__FirstName,
	    .person__Patronymic = q->person__Patronymic,
	    .ben__Snils = q->ben__Snils,
	    .ben__BirthDate = q->ben__BirthDate,
	    .ben__Gender = q->ben__Gender,
	    .ben__ActualDate = dispatch_printf(soap, "%.10s", today),
	    .ben__BeginPeriod = dispatch_printf(soap, "%04u%s", year, q->ben__BeginPeriod + 4),
	    .ben__NumberOfMonths = q->ben__NumberOfMonths,
	    .ben__MonthlyPayments = make_months(soap, number, year, month, q->ben__NumberOfMonths),
	};
	r->ben__ExistData = r->ben__MonthlyPayments != NULL ? xsd__boolean__true_ : xsd__boolean__false_;
	spoil(soap, call->data, r);
}

/* A date as xs:date writes it, after 1900 (make_months() counts from there). */
static bool
is_date(const char *text)
{
	char moment[CLOCK_TEXT_SIZE];
	int64_t us;

	snprintf(moment, sizeof(moment), "%.10sT00:00:00Z", text);
	return strlen(text) == 10 && clock_parse(moment, &us) && strcmp(text, "1901") > 0;
}

int
__pay__BapForPeriod(struct soap *soap, struct _bap__BapForPeriodRequest *q,
    struct _bap__BapForPeriodResponse *r)
{
	struct dispatch_call *call = soap->user;
	struct person person = PERSON(q);
	struct citizen citizen;
	const char *field;

	if (call->data == DATA_FAULT)
		return soap_receiver_fault(soap, "The registry is not available", NULL);
	if (call->data == DATA_REFUSE)
		return dispatch_set_fault(soap, "REFUSED", NULL, "Сведения не предоставляются.");
	if (!is_date(q->ben__BeginPeriod))
		return dispatch_set_fault(soap, "REFUSED", "BeginPeriod", "Неверная дата.");
	if (q->ben__NumberOfMonths < 1 || q->ben__NumberOfMonths > MONTHS_MAX)
		return dispatch_set_fault(soap, "REFUSED", "NumberOfMonths", "Неверное число месяцев.");
	if (!person_find(call->fund, q->ben__Snils, &citizen))
		return SOAP_OK;         /* the contract: empty where the citizen is not known */
	field = person_difference(&person, &citizen);
	if (field != NULL)
		return dispatch_set_fault(soap, "REFUSED", field, "Сведения о гражданине не совпадают с учётными.");
	r->__BapForPeriodResponse_sequence = soap_malloc(soap, sizeof(*r->__BapForPeriodResponse_sequence));
	CHECK(r->__BapForPeriodResponse_sequence != NULL);
	fill_answer(soap, q, citizen.number, r->__BapForPeriodResponse_sequence);
	return SOAP_OK;
}
