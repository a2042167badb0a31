/* soap: every fault is read as what it is. */
#include "config.h"

#include "tests/soap_help.h"

#define FIELD "<flt:Field>OldAgePension/Passport/Series</flt:Field>"
#define NOTHING ""
#define TEN(text) text text text text text text text text text text
#define LONG TEN("ABCDEFG")

/* Each row: a Body with a fault, and what must come of it. */
static const struct {
	const char *what, *body;
	enum err    want;
	const char *code, *field;
	bool        sender;
} faults[] = {
	/* clang-format off */
	{"not found",        FAULT_11("Client", DETAIL_11(SERVICE_FAULT("NOT_FOUND", NOTHING))),   ERR_FUND_NOT_FOUND, "NOT_FOUND", "", true},
	{"not found 1.2",    FAULT_12("Sender", DETAIL_12(SERVICE_FAULT("NOT_FOUND", NOTHING))),   ERR_FUND_NOT_FOUND, "NOT_FOUND", "", true},
	{"refused",          FAULT_11("Client", DETAIL_11(SERVICE_FAULT("REFUSED", FIELD))),       ERR_FUND_REFUSED, "REFUSED", "OldAgePension/Passport/Series", true},
	{"refused 1.2",      FAULT_12("Sender", DETAIL_12(SERVICE_FAULT("DUPLICATE", FIELD))),     ERR_FUND_REFUSED, "DUPLICATE", "OldAgePension/Passport/Series", true},
	{"refused, subcode", FAULT_11("Client.Data", DETAIL_11(SERVICE_FAULT("X1", NOTHING))),     ERR_FUND_REFUSED, "X1", "", true},
	{"begins like not found", FAULT_11("Client", DETAIL_11(SERVICE_FAULT("NOT_FOUND_X", NOTHING))), ERR_FUND_REFUSED, "NOT_FOUND_X", "", true},
	{"the server's",     FAULT_11("Server", DETAIL_11(SERVICE_FAULT("BROKEN", NOTHING))),      ERR_FUND_FAULT, "BROKEN", "", false},
	{"the receiver's",   FAULT_12("Receiver", DETAIL_12(SERVICE_FAULT("BROKEN", NOTHING))),    ERR_FUND_FAULT, "BROKEN", "", false},
	{"not quite Client", FAULT_11("Clientele", DETAIL_11(SERVICE_FAULT("BROKEN", NOTHING))),   ERR_FUND_FAULT, "BROKEN", "", false},
	{"1.2's word in 1.1", FAULT_11("Sender", DETAIL_11(SERVICE_FAULT("BROKEN", NOTHING))),     ERR_FUND_FAULT, "BROKEN", "", false},
	{"internal",         FAULT_11("Client", DETAIL_11(SERVICE_FAULT("INTERNAL_DB", NOTHING))), ERR_FUND_FAULT, "INTERNAL_DB", "", true},
	{"our signature",    FAULT_11("Client", DETAIL_11(SERVICE_FAULT("SIG_VALUE", NOTHING))),   ERR_FUND_FAULT, "SIG_VALUE", "", true},
	{"our XML",          FAULT_11("Client", DETAIL_11(SERVICE_FAULT("XML_LIMIT", NOTHING))),   ERR_FUND_FAULT, "XML_LIMIT", "", true},
	{"no detail",        FAULT_11("Server", NOTHING),                                          ERR_FUND_FAULT, "", "", false},
	{"no detail, ours",  FAULT_11("Client", NOTHING),                                          ERR_FUND_FAULT, "", "", true},
	{"no detail 1.2",    FAULT_12("Receiver", NOTHING),                                        ERR_FUND_FAULT, "", "", false},
	{"foreign detail",   FAULT_11("Server", DETAIL_11("<x a=\"1\">y</x>")),                    ERR_FUND_FAULT, "", "", false},
	{"among foreign",    FAULT_11("Client", DETAIL_11("<x></x>" SERVICE_FAULT("NOT_FOUND", NOTHING))), ERR_FUND_NOT_FOUND, "NOT_FOUND", "", true},
	{"detail elsewhere", FAULT_11("Client", SERVICE_FAULT("NOT_FOUND", NOTHING)),              ERR_FUND_FAULT, "", "", true},
	{"1.2's detail in 1.1", FAULT_11("Client", DETAIL_12(SERVICE_FAULT("NOT_FOUND", NOTHING))), ERR_FUND_FAULT, "", "", true},
	{"two details",      FAULT_11("Client", DETAIL_11(SERVICE_FAULT("NOT_FOUND", NOTHING) SERVICE_FAULT("A", NOTHING))), ERR_REPLY_SCHEMA, "", "", false},
	{"two codes",        FAULT_11("Client", DETAIL_11(SERVICE_FAULT("NOT_FOUND", "<flt:Code>A</flt:Code>"))), ERR_REPLY_SCHEMA, "", "", false},
	{"two faultcodes",   FAULT_11("Client", "<faultcode>soap:Server</faultcode>"),             ERR_REPLY_SCHEMA, "", "", false},
	{"no faultcode",     BODY(SOAP_11, "<soap:Fault><faultstring>x</faultstring></soap:Fault>"), ERR_REPLY_SCHEMA, "", "", false},
	{"1.2's shape in 1.1", BODY(SOAP_11, "<soap:Fault><soap:Code><soap:Value>soap:Client</soap:Value></soap:Code></soap:Fault>"), ERR_REPLY_SCHEMA, "", "", false},
	{"markup in a code", FAULT_11("Client", DETAIL_11(SERVICE_FAULT("<b>A</b>", NOTHING))),    ERR_REPLY_SCHEMA, "", "", false},
	{"a code that is no code", FAULT_11("Client", DETAIL_11(SERVICE_FAULT("Петина", NOTHING))), ERR_REPLY_SCHEMA, "", "", false},
	{"no code",          FAULT_11("Client", DETAIL_11("<flt:ServiceFault xmlns:flt=\"urn:mostik:faults:1.0.0\"><flt:Text>x</flt:Text></flt:ServiceFault>")), ERR_REPLY_SCHEMA, "", "", false},
	{"a long code",      FAULT_11("Client", DETAIL_11(SERVICE_FAULT(LONG, NOTHING))),          ERR_REPLY_SCHEMA, "", "", false},
	{"a field that is none", FAULT_11("Client", DETAIL_11(SERVICE_FAULT("A", "<flt:Field>Поле</flt:Field>"))), ERR_REPLY_SCHEMA, "", "", false},
	{"Fault of another namespace", BODY(SOAP_11, "<x:Fault xmlns:x=\"" SOAP_12 "\"></x:Fault>"), ERR_REPLY_SCHEMA, "", "", false},
	{"Fault of none",    BODY(SOAP_11, "<Fault></Fault>"),                                     ERR_REPLY_SCHEMA, "", "", false},
	{"Fault beside another", BODY(SOAP_11, "<soap:Fault><faultcode>soap:Server</faultcode></soap:Fault>" PAYMENTS), ERR_REPLY_SCHEMA, "", "", false},
	/* clang-format on */
};

static void
faults_are_what_they_are(void **state)
{
	struct soap_pool *pool = new_pool(1);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(faults); i++) {
		AUTO(message) struct soap_message *message = new_message(pool);
		struct soap_fault fault;
		struct err_info e = {0};
		enum err got = soap_parse(message, operation("GetPaymentsByMonth")->reply,
		    faults[i].body, strlen(faults[i].body), &fault, &e);

		if (got != faults[i].want)
			fail_msg("%s: %s at '%s': %s", faults[i].what, err_name(got), e.at, e.text);
		if (strcmp(fault.code, faults[i].code) != 0 || strcmp(fault.field, faults[i].field) != 0 ||
		    fault.sender != faults[i].sender)
			fail_msg("%s: '%s', '%s', %d", faults[i].what, fault.code, fault.field, fault.sender);
		if (got == ERR_FUND_NOT_FOUND)
			assert_string_equal(fault.text, "Нет данных");
		if (strstr(e.text, "Петина") != NULL)
			fail_msg("%s: tells a value: %s", faults[i].what, e.text);
	}
	soap_pool_close(pool);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(faults_are_what_they_are),
	};

	return cmocka_run_group_tests_name("fault", tests, NULL, NULL);
}
