/* mapping: JSON to structs and back, and through gSOAP's XML; everything wrong is told at once. */
#include "config.h"

#include "tests/mapping_samples.h"
#include "tests/mapping_unit.h"

/* Each row: a request document, and what map_decode() must say of it; "" is nothing. */
static const struct {
	const char *what;
	const char *operation;
	const char *json;
	const char *want;
} requests[] = {
	{"payments", GET_PAYMENTS, GOOD_PAYMENTS, ""},
	{"application", SUBMIT_APPLICATION, GOOD_SUBMIT, ""},
	{"one application", GET_APPLICATION, GOOD_GET, ""},
	{"empty groups", GET_PAYMENTS,
	    "{" TOKEN_JSON ",'query':{'from':'2014-01','months':'60'},'path':{},'header':{}}", ""},
	{"not an object", GET_PAYMENTS, "[]", "MAP_TYPE "},
	{"nothing", GET_PAYMENTS, "{}",
	    "MAP_MISSING /token/familyName, MAP_MISSING /token/firstName, MAP_MISSING /token/snils, "
	    "MAP_MISSING /token/birthDate, MAP_MISSING /token/gender, MAP_MISSING /query/from, "
	    "MAP_MISSING /query/months"},
	{"group of another type", GET_APPLICATION, "{" TOKEN_JSON ",'path':'x'}", "MAP_TYPE /path"},
	{"all at once", GET_PAYMENTS,
	    "{'token':{'familyName':'Smith','firstName':'','patronymic':null,'snils':'20074609500',"
	    "'birthDate':'1966-02-30','gender':'x'},'query':{'from':'2014-1','months':'61','x~/y':'1'},"
	    "'extra':1}",
	    "MAP_FORMAT /token/familyName, MAP_LENGTH /token/firstName, MAP_TYPE /token/patronymic, "
	    "MAP_CHECK_DIGIT /token/snils, MAP_FORMAT /token/birthDate, MAP_CHOICE /token/gender, "
	    "MAP_FORMAT /query/from, MAP_RANGE /query/months, MAP_UNKNOWN /query/x~0~1y, "
	    "MAP_UNKNOWN /extra"},
	{"numbers in a query are text", GET_PAYMENTS,
	    "{" TOKEN_JSON ",'query':{'from':'2014-01','months':3}}", "MAP_TYPE /query/months"},
	{"with a sign", GET_PAYMENTS,
	    "{" TOKEN_JSON ",'query':{'from':'2014-01','months':'+3'}}", "MAP_FORMAT /query/months"},
	{"with a leading zero", GET_PAYMENTS,
	    "{" TOKEN_JSON ",'query':{'from':'2014-01','months':'03'}}", "MAP_FORMAT /query/months"},
	{"with a blank", GET_PAYMENTS,
	    "{" TOKEN_JSON ",'query':{'from':'2014-01','months':' 3'}}", "MAP_FORMAT /query/months"},
	{"as a fraction", GET_PAYMENTS,
	    "{" TOKEN_JSON ",'query':{'from':'2014-01','months':'3.0'}}", "MAP_FORMAT /query/months"},
	{"too long for any type", GET_PAYMENTS,
	    "{" TOKEN_JSON ",'query':{'from':'2014-01','months':'99999999999999999999'}}",
	    "MAP_FORMAT /query/months"},
	{"zero", GET_PAYMENTS,
	    "{" TOKEN_JSON ",'query':{'from':'2014-01','months':'0'}}", "MAP_RANGE /query/months"},
	{"negative", GET_PAYMENTS,
	    "{" TOKEN_JSON ",'query':{'from':'2014-01','months':'-1'}}", "MAP_RANGE /query/months"},
	{"text with a NUL", GET_APPLICATION,
	    "{" TOKEN_JSON ",'path':{'number':'a\\u0000b'}}", "MAP_FORMAT /path/number"},
	{"a body where there is none", GET_APPLICATION,
	    "{" TOKEN_JSON ",'path':{'number':'a'},'body':{}}", "MAP_UNKNOWN /body"},
	{"no kind", SUBMIT_APPLICATION,
	    "{" TOKEN_JSON ",'header':{'idempotencyKey':'k'},'body':{'details':{}}}", "MAP_MISSING /body/kind"},
	{"no details", SUBMIT_APPLICATION,
	    "{" TOKEN_JSON ",'header':{'idempotencyKey':'k'},'body':{'kind':'oldAgePension'}}",
	    "MAP_MISSING /body/details"},
	{"neither", SUBMIT_APPLICATION,
	    "{" TOKEN_JSON ",'header':{'idempotencyKey':'k'}}", "MAP_MISSING /body/details, MAP_MISSING /body/kind"},
	{"unknown kind", SUBMIT_APPLICATION,
	    "{" TOKEN_JSON ",'header':{'idempotencyKey':'k'},'body':{'kind':'x','details':{}}}",
	    "MAP_CHOICE /body/kind"},
	{"kind of another type", SUBMIT_APPLICATION,
	    "{" TOKEN_JSON ",'header':{'idempotencyKey':'k'},'body':{'kind':1,'details':[]}}",
	    "MAP_TYPE /body/kind"},
	{"details of another type", SUBMIT_APPLICATION,
	    "{" TOKEN_JSON ",'header':{'idempotencyKey':'k'},'body':{'kind':'oldAgePension','details':[]}}",
	    "MAP_TYPE /body/details"},
	{"no key", SUBMIT_APPLICATION,
	    "{" TOKEN_JSON ",'body':{'kind':'oldAgePension','details':{" DETAILS_BUT_CONSENT ",'consent':true}}}",
	    "MAP_MISSING /header/idempotencyKey"},
	{"order id as a number", SUBMIT_APPLICATION,
	    "{" TOKEN_JSON ",'header':{'idempotencyKey':'k'},'body':{'orderId':764607248,'kind':'oldAgePension',"
	    "'details':{" DETAILS_BUT_CONSENT ",'consent':true}}}", "MAP_TYPE /body/orderId"},
	{"mistyped members", SUBMIT_APPLICATION, SUBMIT(
	    "'desiredDate':20261201,'working':'false','dependants':'0','passport':'4599 000001',"
	    "'address':null,'contact':[],'delivery':{'method':'post'},'averageMonthlyEarnings':1234.5,"
	    "'workPeriods':{},'consent':1"),
	    "MAP_TYPE /body/details/desiredDate, MAP_TYPE /body/details/working, "
	    "MAP_TYPE /body/details/dependants, MAP_TYPE /body/details/passport, "
	    "MAP_TYPE /body/details/address, MAP_TYPE /body/details/contact, "
	    "MAP_TYPE /body/details/averageMonthlyEarnings, MAP_TYPE /body/details/workPeriods, "
	    "MAP_TYPE /body/details/consent"},
	{"a real number for an integer", SUBMIT_APPLICATION, SUBMIT(
	    "'desiredDate':'2026-12-01','working':true,'dependants':1.0," PASSPORT ",'address':{'region':'М'},"
	    "'contact':{},'delivery':{'method':'post'},'consent':true"), "MAP_TYPE /body/details/dependants"},
	{"no consent, with something else wrong", SUBMIT_APPLICATION, SUBMIT(
	    "'desiredDate':'2026-12-01','working':true,'dependants':21," PASSPORT ",'address':{'region':'М'},"
	    "'contact':{},'delivery':{'method':'post'},'consent':false"),
	    "MAP_RANGE /body/details/dependants, MAP_RANGE /body/details/consent"},
	{"elements of a list", SUBMIT_APPLICATION, SUBMIT(
	    "'desiredDate':'2026-12-01','working':true,'dependants':21," PASSPORT ",'address':{'region':' '},"
	    "'contact':{'email':'x'},'delivery':{'method':'post'},'consent':true,"
	    "'workPeriods':[{'employer':'a','from':'1995-02-01'},1,{'employer':'','from':null,'to':'x','y':1}]"),
	    "MAP_RANGE /body/details/dependants, MAP_FORMAT /body/details/address/region, "
	    "MAP_LENGTH /body/details/contact/email, "
	    "MAP_MISSING /body/details/workPeriods/0/to, MAP_TYPE /body/details/workPeriods/1, "
	    "MAP_LENGTH /body/details/workPeriods/2/employer, MAP_TYPE /body/details/workPeriods/2/from, "
	    "MAP_FORMAT /body/details/workPeriods/2/to, MAP_UNKNOWN /body/details/workPeriods/2/y"},
};

static void
requests_are_read_or_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(requests); i++) {
		const struct map_type *type = operation(requests[i].operation)->request->type;
		AUTO(soap) struct soap *soap = new_soap();
		AUTO(json) json_t *json = load(requests[i].json);
		AUTO(char) char *obj = calloc(1, type->size);
		struct err_list problems = {0};
		char text[2048];
		bool good = map_decode(type, json, soap, obj, &problems);

		print_problems(&problems, text, sizeof(text));
		if (strcmp(text, requests[i].want) != 0)
			fail_msg("%s: '%s'", requests[i].what, text);
		assert_int_equal(good, *text == '\0');
	}
}

static void *
decode(struct soap *soap, const struct map_type *type, const char *text)
{
	AUTO(json) json_t *json = load(text);
	struct err_list problems = {0};
	void *obj = soap_malloc(soap, type->size);
	char printed[1024];

	assert_non_null(obj);
	memset(obj, 0, type->size);
	if (!map_decode(type, json, soap, obj, &problems)) {
		print_problems(&problems, printed, sizeof(printed));
		fail_msg("%s", printed);
	}
	return obj;
}

/* Through the struct, through XML, and back: nothing is lost, nothing is added. */
static void
requests_come_back_unchanged(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		const struct map_message *message = operation(requests[i].operation)->request;
		AUTO(soap) struct soap *soap = new_soap(), *other = new_soap();
		AUTO(json) json_t *back = NULL;
		AUTO(json) json_t *want = load(requests[i].json);
		struct err_info e;
		const char *xml = to_xml(soap, message, decode(soap, message->type, requests[i].json));
		void *obj = from_xml(other, message, xml);

		if (obj == NULL)
			fail_msg("%s", xml);
		assert_ok(e, map_encode(message->type, obj, &back, &e));
		/* The SNILS in its one form. */
		json_object_set_new(json_object_get(want, "token"), "snils", json_string("02773319862"));
		if (!json_equal(back, want))
			fail_msg("%s", json_dumps(back, 0));
	}
}

/* Each row: an element as the Fund may send it, and the JSON of it, or the code and the pointer. */
static const struct {
	const char *what;
	const char *operation;
	const char *xml;
	const char *json;
	enum err    code;
	const char *at;
} replies[] = {
	{"one month with one payment: arrays stay arrays", GET_PAYMENTS,
	    ONE_MONTH_XML(PAYMENT_XML("100")),
	    "{" PERSON_JSON ",'existData':true,'monthlyPayments':[{'year':2014,'month':1,"
	    "'totalPaymentsSum':'100.00','numberOfPayments':1,'payments':"
	    "[{'type':'ПЕН 1.1','base':'','sum':'100.00','details':[]}]}]}", 0, NULL},
	{"nothing paid", GET_PAYMENTS, REPLY_XML("false", ""),
	    "{" PERSON_JSON ",'existData':false,'monthlyPayments':[]}", 0, NULL},
	{"unknown citizen", GET_PAYMENTS, PAYMENTS_XML(""), NULL, ERR_FUND_NOT_FOUND, ""},
	{"parts of a kopeck", GET_PAYMENTS, ONE_MONTH_XML(PAYMENT_XML("100.001")), NULL,
	    ERR_REPLY_SCHEMA, "/monthlyPayments/0/payments/0/sum"},
	{"no amount", GET_PAYMENTS, ONE_MONTH_XML(PAYMENT_XML("")), NULL,
	    ERR_REPLY_SCHEMA, "/monthlyPayments/0/payments/0/sum"},
	{"no day of the calendar", GET_PAYMENTS,
	    PAYMENTS_XML(PERSON_XML "<b:ActualDate>2015-02-29</b:ActualDate><b:ExistData>false</b:ExistData>"
	        "<b:BeginPeriod>2014-01-01</b:BeginPeriod><b:NumberOfMonths>3</b:NumberOfMonths>"), NULL,
	    ERR_REPLY_SCHEMA, "/actualDate"},
	{"period from within a month", GET_PAYMENTS,
	    PAYMENTS_XML(PERSON_XML "<b:ActualDate>2015-02-28</b:ActualDate><b:ExistData>false</b:ExistData>"
	        "<b:BeginPeriod>2014-01-02</b:BeginPeriod><b:NumberOfMonths>3</b:NumberOfMonths>"), NULL,
	    ERR_REPLY_SCHEMA, "/from"},
	{"months out of range", GET_PAYMENTS,
	    PAYMENTS_XML(PERSON_XML "<b:ActualDate>2015-02-28</b:ActualDate><b:ExistData>false</b:ExistData>"
	        "<b:BeginPeriod>2014-01-01</b:BeginPeriod><b:NumberOfMonths>61</b:NumberOfMonths>"), NULL,
	    ERR_REPLY_SCHEMA, "/months"},
	{"accepted", SUBMIT_APPLICATION,
	    "<SubmitApplicationResponse xmlns='urn:mostik:applications:1.0.0'><Number>N-1</Number>"
	    "<AcceptedAt> 2026-11-22T10:00:00+03:00</AcceptedAt><StatusId>-1</StatusId></SubmitApplicationResponse>",
	    "{'number':'N-1','acceptedAt':'2026-11-22T10:00:00+03:00','statusId':-1}", 0, NULL},
	{"the longest name", SUBMIT_APPLICATION,
	    "<SubmitApplicationResponse xmlns='urn:mostik:applications:1.0.0'><Number>N-1</Number>"
	    "<AcceptedAt>2026-11-22T10:00:00Z</AcceptedAt><StatusId>2</StatusId><StatusName>" E250
	    "</StatusName></SubmitApplicationResponse>",
	    "{'number':'N-1','acceptedAt':'2026-11-22T10:00:00Z','statusId':2,'statusName':'" E250 "'}", 0, NULL},
	{"number of another form", SUBMIT_APPLICATION,
	    "<SubmitApplicationResponse xmlns='urn:mostik:applications:1.0.0'><Number>N 1</Number>"
	    "<AcceptedAt>2026-11-22T10:00:00+03:00</AcceptedAt><StatusId>2</StatusId></SubmitApplicationResponse>",
	    NULL, ERR_REPLY_SCHEMA, "/number"},
	{"moment without a zone", SUBMIT_APPLICATION,
	    "<SubmitApplicationResponse xmlns='urn:mostik:applications:1.0.0'><Number>N-1</Number>"
	    "<AcceptedAt>2026-11-22T10:00:00</AcceptedAt><StatusId>2</StatusId></SubmitApplicationResponse>",
	    NULL, ERR_REPLY_SCHEMA, "/acceptedAt"},
	{"history", GET_APPLICATION, STATE_XML(STATE_HEAD_XML "<StatusName>Услуга оказана</StatusName>"
	    "<Status xmlns:c='urn:mostik:common:1.0.0'><c:StatusId>3</c:StatusId>"
	    "<c:StatusName>Услуга оказана</c:StatusName>"
	    "<c:At>2026-11-23T10:00:00Z</c:At><c:Comment>а\nб</c:Comment></Status>"),
	    "{'snils':'02773319862','number':'N-1','kind':'oldAgePension',"
	    "'submittedAt':'2026-11-22T10:00:00+03:00','statusId':3,'statusName':'Услуга оказана',"
	    "'history':[{'statusId':3,'statusName':'Услуга оказана','at':'2026-11-23T10:00:00Z',"
	    "'comment':'а\\nб'}],'actions':[],'documents':[],'clarifications':[]}", 0, NULL},
	/* gSOAP itself refuses these, in strict mode: the struct never comes to be. */
	{"a name too long", SUBMIT_APPLICATION,
	    "<SubmitApplicationResponse xmlns='urn:mostik:applications:1.0.0'><Number>N-1</Number>"
	    "<AcceptedAt>2026-11-22T10:00:00Z</AcceptedAt><StatusId>2</StatusId><StatusName>" E250
	    "x</StatusName></SubmitApplicationResponse>", NULL, ERR_MAX_, NULL},
	{"name of a status empty", GET_APPLICATION, STATE_XML(STATE_HEAD_XML "<StatusName/>"), NULL,
	    ERR_MAX_, NULL},
	{"member missing", GET_APPLICATION, STATE_XML(STATE_HEAD_XML), NULL, ERR_MAX_, NULL},
	{"member nil", GET_APPLICATION, STATE_XML(STATE_HEAD_XML
	    "<StatusName xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'/>"), NULL,
	    ERR_MAX_, NULL},
	{"member unknown", GET_APPLICATION, STATE_XML(STATE_HEAD_XML "<StatusName>x</StatusName><X/>"), NULL,
	    ERR_MAX_, NULL},
	{"integer of another form", GET_APPLICATION, STATE_XML("<Snils>02773319862</Snils><Number>N</Number>"
	    "<Kind>OldAgePension</Kind><SubmittedAt>2026-11-22T10:00:00Z</SubmittedAt><StatusId>x</StatusId>"
	    "<StatusName>x</StatusName>"), NULL, ERR_MAX_, NULL},
};

static void
replies_become_json_or_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(replies); i++) {
		const struct map_message *message = operation(replies[i].operation)->reply;
		AUTO(soap) struct soap *soap = new_soap();
		AUTO(json) json_t *json = NULL, *want = NULL;
		void *obj = from_xml(soap, message, replies[i].xml);
		struct err_info e;

		if ((obj == NULL) != (replies[i].code == ERR_MAX_))
			fail_msg("%s: gSOAP says %d", replies[i].what, soap->error);
		if (obj == NULL)
			continue;
		assert_err(replies[i].code, e, map_encode(message->type, obj, &json, &e));
		if (replies[i].json == NULL) {
			assert_null(json);
			assert_string_equal(e.at, replies[i].at);
			continue;
		}
		want = load(replies[i].json);
		if (!json_equal(json, want))
			fail_msg("%s: %s", replies[i].what, json_dumps(json, JSON_ENCODE_ANY));
	}
}

/* The struct of to is NULL where JSON says null, and only there; XML says it by xsi:nil. */
static void
null_is_nil_and_absent_is_not(void **state)
{
	static const char head[] = "<app:WorkPeriod><app:Employer>ООО «Пример»</app:Employer>"
	                           "<app:From>1995-02-01</app:From>";
	const struct map_message *message = operation(SUBMIT_APPLICATION)->request;
	AUTO(soap) struct soap *soap = new_soap();
	const char *xml = to_xml(soap, message, decode(soap, message->type, GOOD_SUBMIT));
	const char *period = strstr(xml, head);

	(void)state;
	assert_non_null(period);
	assert_memory_equal(period + strlen(head), "<app:To xsi:nil=\"true\"/>", 24);
	assert_null(strstr(xml, "OrderId></app:OrderId>"));
	assert_null(strstr(xml, "Email"));
	assert_null(strstr(xml, "href"));
}

/* tests/t25_published.sh has schemas judge what we write: it asks for the requests as XML. */
static int
emit(const char *name)
{
	for (size_t i = 0; i < 3; i++) {
		const struct map_message *message = operation(requests[i].operation)->request;
		AUTO(soap) struct soap *soap = new_soap();

		if (strcmp(message->element, name) == 0)
			return puts(to_xml(soap, message, decode(soap, message->type, requests[i].json))) < 0;
	}
	return 2;
}

int
main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_are_read_or_refused),
		cmocka_unit_test(requests_come_back_unchanged),
		cmocka_unit_test(replies_become_json_or_are_refused),
		cmocka_unit_test(null_is_nil_and_absent_is_not),
	};

	if (argc == 2)
		return emit(argv[1]);
	return cmocka_run_group_tests_name("mapping", tests, NULL, NULL);
}
