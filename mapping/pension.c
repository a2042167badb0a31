/*
 * The individual account: urn:mostik:pension:1.0.0 and two published contracts, wsdl/pension.wsdl.
 */
#include "config.h"

#include "mapping/benefits.h"
#include "mapping/pension.h"
#include "soapH.h"

/* clang-format off */
#define T struct _pen__PensionFault
static const struct map_field fault_rows[] = {
	FAULT_ROWS(T),
	MAP_NUMBER(T, OPT, "number",    Number, 1, 40,
	    DOC("Of what is open already.", "Номер того, что уже рассматривается.")),
	MAP_DATE  (T, OPT, "notBefore", NotBefore,
	    DOC("From which day on it may be asked for again.", "С какого дня можно обратиться снова.")),
	MAP_END
};
static const struct map_type fault_type = {"PensionFault", sizeof(T), fault_rows, NULL};
#undef T
MAP_MESSAGE_FUNCTIONS(pen, PensionFault)
static const struct map_message fault = MAP_MESSAGE(pen, PensionFault, &fault_type);

static const struct map_refusal refusals[] = {
	COMMON_REFUSALS,
	{"VERSION_CONFLICT", 412, "The payout details have changed since", "Реквизиты доставки с тех пор изменились",
	    "Read them again, decide anew, and send the new version in If-Match.",
	    "Запросите их снова, примите решение заново и передайте новую версию в If-Match."},
	{"DOCUMENTS_REQUIRED", 422, "A dispute of this kind needs documents", "К такому заявлению об ошибке нужны документы",
	    "Attach a copy of the employment book, a contract or a certificate.",
	    "Приложите копию трудовой книжки, договор или справку."},
	{"DISPUTE_OPEN", 409, "The same is under review already", "Такое заявление об ошибке уже рассматривается",
	    "Wait for the answer to the one whose number is given.", "Дождитесь ответа по указанному номеру."},
	{"NO_PAYMENT_DUE", 409, "There is no payment that could be made earlier", "Нет выплаты, которую можно ускорить",
	    "Look at the planned payments of the account.", "Посмотрите предстоящие выплаты в сведениях о счёте."},
	{"ALREADY_REQUESTED", 409, "A payment was accelerated not long ago", "Ускоренная выплата уже запрошена недавно",
	    "Ask again on the day that is given, or later.", "Обратитесь снова в указанный день или позже."},
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE pension
MAP_MESSAGES(pen, GetIndividualAccount)
MAP_MESSAGES(pen, ListAccountOperations)
MAP_MESSAGES(pen, GetAccountOperation)
MAP_MESSAGES(pen, GetServiceRecord)
MAP_MESSAGES(pen, ReportServiceRecordError)
MAP_MESSAGES(pen, GetPayoutDetails)
MAP_MESSAGES(pen, ChangePayoutDetails)
MAP_MESSAGES(pen, RequestAcceleratedPayout)
MAP_MESSAGES(pod, PensionsOnDate)
static const struct map_message PensionsOnDate_request = MAP_MESSAGE(pod, PensionsOnDateRequest, &map_pen_on_date_request_type);
static const struct map_message PensionsOnDate_reply = MAP_REPLY(pod, PensionsOnDateResponse, &map_pen_on_date_type, &fault);
MAP_MESSAGES(wex, WorkExperience)
static const struct map_message WorkExperience_request = MAP_MESSAGE(wex, WorkExperienceRequest, &map_pen_experience_request_type);
static const struct map_message WorkExperience_reply = MAP_REPLY(wex, WorkExperienceResponse, &map_pen_experience_type, &fault);

#define SNILS_ECHO {"/snils", "/token/snils", &map_codec_snils},

static const struct map_operation operations[] = {
	MAP_OPERATION(pen, GetIndividualAccount, "GET", "/v1/pension/account", 200,
	    map_pen_account_request_type, map_pen_account_type,
	    "The individual account: balance, latest operations, what is planned and what is due",
	    "Индивидуальный лицевой счёт: баланс, последние операции, планы и обязательные взносы", ECHO(SNILS_ECHO)),
	MAP_OPERATION(pen, ListAccountOperations, "GET", "/v1/pension/account/operations", 200,
	    map_pen_operations_request_type, map_pen_operations_type,
	    "Operations on the individual account, newest first", "Операции по лицевому счёту, от новых к старым",
	    .list = "/items", ECHO(SNILS_ECHO)),
	MAP_OPERATION(pen, GetAccountOperation, "GET", "/v1/pension/account/operations/{id}", 200,
	    map_pen_operation_request_type, map_pen_operation_type,
	    "One operation on the account, with payee and purpose", "Операция по счёту: получатель и назначение",
	    ECHO(SNILS_ECHO {"/id", "/path/id", NULL},)),
	MAP_OPERATION(pen, GetServiceRecord, "GET", "/v1/pension/service-record", 200,
	    map_pen_record_request_type, map_pen_record_type,
	    "Employment, other counted periods, points by year, totals", "Стаж: работа, иные периоды, баллы по годам, итоги",
	    ECHO(SNILS_ECHO)),
	MAP_OPERATION(pen, ReportServiceRecordError, "POST", "/v1/pension/service-record/disputes", 201,
	    map_pen_dispute_request_type, map_pen_dispute_type,
	    "Report an error in the service record", "Сообщить об ошибке в сведениях о стаже",
	    .changes = true, .files = true),
	MAP_OPERATION(pen, GetPayoutDetails, "GET", "/v1/pension/payout-details", 200,
	    map_pen_payout_request_type, map_pen_payout_type,
	    "How and on which day the pension is paid out", "Способ доставки пенсии и день выплаты",
	    .version = "/version", ECHO(SNILS_ECHO)),
	MAP_OPERATION(pen, ChangePayoutDetails, "PUT", "/v1/pension/payout-details", 200,
	    map_pen_payout_change_type, map_pen_payout_changed_type,
	    "Change how or on which day the pension is paid out", "Изменить способ доставки пенсии или день выплаты",
	    .changes = true, .version = "/version",
	    ECHO(SNILS_ECHO {"/day", "/body/day", NULL}, {"/delivery/method", "/body/delivery/method", NULL},)),
	MAP_OPERATION(pen, RequestAcceleratedPayout, "POST", "/v1/pension/payout-details/acceleration", 201,
	    map_pen_acceleration_request_type, map_pen_acceleration_type,
	    "Ask that the next payment be made before its day", "Запросить ускоренную выплату", .changes = true),
	PUBLISHED_OPERATION("GetPensionsOnDate", PensionsOnDate, "/v1/pension/on-date",
	    "Pensions in force on a day", "Пенсии, действующие на дату",
	    ECHO(SNILS_ECHO {"/birthDate", "/token/birthDate", NULL}, {"/date", "/query/date", NULL},)),
	PUBLISHED_OPERATION("GetWorkExperience", WorkExperience, "/v1/pension/work-experience",
	    "Duration of the work experience on a day", "Продолжительность стажа на дату",
	    ECHO(SNILS_ECHO {"/birthDate", "/token/birthDate", NULL}, {"/date", "/query/date", NULL},)),
	{.name = NULL}
};

const struct map_service map_service_pension = {
	"pension", "Pension", "Пенсия", &fault, refusals, operations,
};
/* clang-format on */
