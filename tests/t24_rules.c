/* mapping: what must hold between values, in a reply of the Fund and in a request to it. */
#include "config.h"

#include "tests/mapping_unit.h"

#define PAYMENT(sum) "{'type':'1','sum':'" sum "'}"
#define MONTH(year, month, total, n, payments)                                    \
	"{'year':" #year ",'month':" #month ",'totalPaymentsSum':'" total "','numberOfPayments':" #n \
	",'payments':[" payments "]}"
#define REPLY(exist, months)                                                      \
	"{'familyName':'Образцова','firstName':'Вера','snils':'02773319862','birthDate':'1966-09-12'," \
	"'gender':'female','actualDate':'2015-12-31','existData':" exist ",'from':'2013-12','months':3," \
	"'monthlyPayments':[" months "]}"

#define STATUS(id, at) "{'statusId':" #id ",'statusName':'x','at':'" at "'}"
#define STATE(id, history)                                                        \
	"{'snils':'02773319862','number':'N','kind':'oldAgePension',"             \
	"'submittedAt':'2026-11-22T10:00:00Z','statusId':" #id ",'statusName':'x','history':[" history "]}"

#define APPLICATION(delivery, from, to, consent)                                  \
	"{'token':{'familyName':'Образцова','firstName':'Вера','snils':'02773319862'," \
	"'birthDate':'1966-09-12','gender':'female'},'header':{'idempotencyKey':'k'}," \
	"'body':{'kind':'oldAgePension','details':{'desiredDate':'2026-12-01','working':false," \
	"'dependants':0,'passport':{'series':'4599','number':'000001','issueDate':'2011-10-03'," \
	"'issuedBy':'ОВД'},'address':{'region':'Москва'},'contact':{},'delivery':{" delivery "}," \
	"'workPeriods':[{'employer':'А','from':" from ",'to':" to "}],'consent':" consent "}}}"
#define POST "'method':'post'"
#define BANK(bic, account) "'method':'bank','bic':'" bic "','account':'" account "'"

enum which { PAYMENTS, STATES, APPLICATIONS };

/* Each row: a document, whether its rules hold, and what they blame if not. */
static const struct {
	enum which  which;
	const char *json;
	const char *want;       /* of map_decode(); its pointer is map_encode()'s too */
} cases[] = {
	/* clang-format off */
	{PAYMENTS, REPLY("true",  MONTH(2014, 1, "100.00", 1, PAYMENT("100.00"))), ""},
	{PAYMENTS, REPLY("true",  MONTH(2014, 1, "0.30", 2, PAYMENT("0.10") "," PAYMENT("0.20"))), ""},
	{PAYMENTS, REPLY("true",  MONTH(2014, 1, "-5.00", 2, PAYMENT("10.00") "," PAYMENT("-15.00"))), ""},
	{PAYMENTS, REPLY("false", ""), ""},
	{PAYMENTS, REPLY("true",  MONTH(2014, 1, "100.01", 1, PAYMENT("100.00"))),
	    "MAP_RANGE /monthlyPayments/0/totalPaymentsSum"},
	{PAYMENTS, REPLY("true",  MONTH(2014, 1, "100.00", 2, PAYMENT("100.00"))),
	    "MAP_RANGE /monthlyPayments/0/numberOfPayments"},
	{PAYMENTS, REPLY("true",  MONTH(2014, 1, "100.00", 1, PAYMENT("50.00") "," PAYMENT("50.00"))),
	    "MAP_RANGE /monthlyPayments/0/numberOfPayments"},
	{PAYMENTS, REPLY("true",  MONTH(2014, 1, "1.00", 1, PAYMENT("1.00")) ","
	                          MONTH(2014, 2, "1.00", 1, PAYMENT("2.00"))),
	    "MAP_RANGE /monthlyPayments/1/totalPaymentsSum"},
	{PAYMENTS, REPLY("true",  ""), "MAP_RANGE /existData"},
	{PAYMENTS, REPLY("false", MONTH(2014, 1, "1.00", 1, PAYMENT("1.00"))), "MAP_RANGE /existData"},
	/* The period is 2013-12, 2014-01, 2014-02. */
	{PAYMENTS, REPLY("true",  MONTH(2013, 12, "1.00", 1, PAYMENT("1.00")) ","
	                          MONTH(2014, 2, "1.00", 1, PAYMENT("1.00"))), ""},
	{PAYMENTS, REPLY("true",  MONTH(2014, 2, "1.00", 1, PAYMENT("1.00")) ","
	                          MONTH(2013, 12, "1.00", 1, PAYMENT("1.00"))), ""},
	{PAYMENTS, REPLY("true",  MONTH(2013, 11, "1.00", 1, PAYMENT("1.00"))), "MAP_RANGE /monthlyPayments"},
	{PAYMENTS, REPLY("true",  MONTH(2014, 3, "1.00", 1, PAYMENT("1.00"))), "MAP_RANGE /monthlyPayments"},
	{PAYMENTS, REPLY("true",  MONTH(2014, 1, "1.00", 1, PAYMENT("1.00")) ","
	                          MONTH(2014, 1, "1.00", 1, PAYMENT("1.00"))), "MAP_RANGE /monthlyPayments"},

	{STATES, STATE(3, ""), ""},
	{STATES, STATE(3, STATUS(2, "2026-11-22T10:00:00+03:00") "," STATUS(3, "2026-11-22T09:00:00Z")), ""},
	{STATES, STATE(3, STATUS(3, "2026-11-22T10:00:00Z") "," STATUS(2, "2026-11-22T10:00:00Z")),
	    "MAP_RANGE /statusId"},
	{STATES, STATE(3, STATUS(2, "2026-11-22T10:00:00Z") "," STATUS(3, "2026-11-22T12:59:59+03:00")),
	    "MAP_RANGE /history"},

	{APPLICATIONS, APPLICATION(POST, "'1995-02-01'", "null", "true"), ""},
	{APPLICATIONS, APPLICATION(POST, "'1995-02-01'", "'1995-02-01'", "true"), ""},
	{APPLICATIONS, APPLICATION(POST, "'1995-02-01'", "'1995-01-31'", "true"),
	    "MAP_RANGE /body/details/workPeriods/0/to"},
	{APPLICATIONS, APPLICATION(BANK("044525999", "40817810100000000001"), "'1995-02-01'", "null", "true"), ""},
	/* The account of a bank with the Bank of Russia itself: another three digits of the BIC. */
	{APPLICATIONS, APPLICATION(BANK("044525000", "40817810500000000001"), "'1995-02-01'", "null", "true"), ""},
	{APPLICATIONS, APPLICATION(BANK("044525999", "40817810100000000002"), "'1995-02-01'", "null", "true"),
	    "MAP_CHECK_DIGIT /body/details/delivery/account"},
	{APPLICATIONS, APPLICATION(BANK("044525998", "40817810100000000001"), "'1995-02-01'", "null", "true"),
	    "MAP_CHECK_DIGIT /body/details/delivery/account"},
	{APPLICATIONS, APPLICATION("'method':'bank'", "'1995-02-01'", "null", "true"),
	    "MAP_CHOICE /body/details/delivery/method"},
	{APPLICATIONS, APPLICATION("'method':'bank','bic':'044525999'", "'1995-02-01'", "null", "true"),
	    "MAP_CHOICE /body/details/delivery/method"},
	{APPLICATIONS, APPLICATION("'method':'post','bic':'044525999'", "'1995-02-01'", "null", "true"),
	    "MAP_CHOICE /body/details/delivery/method"},
	{APPLICATIONS, APPLICATION("'method':'post','account':'40817810100000000001'", "'1995-02-01'", "null", "true"),
	    "MAP_CHOICE /body/details/delivery/method"},
	/* While something else is wrong with a struct, its rules wait; those of others do not. */
	{APPLICATIONS, APPLICATION("'method':'x'", "'1995-02-01'", "'1995-01-31'", "false"),
	    "MAP_CHOICE /body/details/delivery/method, MAP_RANGE /body/details/workPeriods/0/to, "
	    "MAP_RANGE /body/details/consent"},
	/* clang-format on */
};

static const struct map_type *
type_of(enum which which)
{
	return which == PAYMENTS ? operation(GET_PAYMENTS)->reply->type
	     : which == STATES   ? operation(GET_APPLICATION)->reply->type
	                         : operation(SUBMIT_APPLICATION)->request->type;
}

static void
rules_are_kept_in_requests(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		AUTO(soap) struct soap *soap = new_soap();
		AUTO(json) json_t *json = load(cases[i].json);
		AUTO(char) char *obj = calloc(1, type_of(cases[i].which)->size);
		struct err_list problems = {0};
		char text[512];

		(void)!map_decode(type_of(cases[i].which), json, soap, obj, &problems);
		print_problems(&problems, text, sizeof(text));
		if (strcmp(text, cases[i].want) != 0)
			fail_msg("row %zu: '%s', not '%s'", i, text, cases[i].want);
	}
}

/* The struct that broke a rule while it was decoded is whole: encoding it must blame the same. */
static void
rules_are_kept_in_replies(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		AUTO(soap) struct soap *soap = new_soap();
		AUTO(json) json_t *json = load(cases[i].json), *out = NULL;
		AUTO(char) char *obj = calloc(1, type_of(cases[i].which)->size);
		struct err_list problems = {0};
		struct err_info e;

		if (strstr(cases[i].want, ", ") != NULL)
			continue;
		(void)!map_decode(type_of(cases[i].which), json, soap, obj, &problems);
		if (*cases[i].want == '\0') {
			assert_ok(e, map_encode(type_of(cases[i].which), obj, &out, &e));
			continue;
		}
		assert_err(ERR_REPLY_SENSE, e, map_encode(type_of(cases[i].which), obj, &out, &e));
		assert_string_equal(e.at, strchr(cases[i].want, ' ') + 1);
		assert_null(out);
	}
}

/* Totals foot by value, however XML wrote them. */
static void
forms_of_a_number_do_not_matter(void **state)
{
	struct ben__PaymentType payment[2] = {
	    {.Type = (char[]){"1"}, .Sum = (char[]){" 0.1"}}, {.Type = (char[]){"1"}, .Sum = (char[]){"+.20"}}};
	struct ben__PaymentsType payments = {2, payment};
	struct ben__MonthlyPaymentType month = {.Year = (char[]){"2014"}, .Month = (char[]){"--01--"},
	    .TotalPaymentsSum = (char[]){"00.300"}, .NumberOfPayments = 2, .Payments = &payments};
	struct ben__MonthlyPaymentsType months = {1, &month};
	struct __bap__BapForPeriodResponse_sequence part = {.person__FamilyName = (char[]){"А"},
	    .person__FirstName = (char[]){"Б"}, .ben__Snils = (char[]){"02773319862"},
	    .ben__BirthDate = (char[]){"1966-09-12"}, .ben__ActualDate = (char[]){"2015-12-31"},
	    .ben__ExistData = xsd__boolean__true_, .ben__BeginPeriod = (char[]){" 2014-01-01Z "},
	    .ben__NumberOfMonths = 1, .ben__MonthlyPayments = &months};
	struct _bap__BapForPeriodResponse reply = {&part};
	AUTO(json) json_t *out = NULL;
	struct err_info e;
	json_t *first;

	(void)state;
	assert_ok(e, map_encode(operation(GET_PAYMENTS)->reply->type, &reply, &out, &e));
	first = json_array_get(json_object_get(out, "monthlyPayments"), 0);
	assert_string_equal(json_string_value(json_object_get(first, "totalPaymentsSum")), "0.30");
	payment[1].Sum = (char[]){"0.21"};
	assert_err(ERR_REPLY_SENSE, e, map_encode(operation(GET_PAYMENTS)->reply->type, &reply, &out, &e));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_are_kept_in_requests),
		cmocka_unit_test(rules_are_kept_in_replies),
		cmocka_unit_test(forms_of_a_number_do_not_matter),
	};

	return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
