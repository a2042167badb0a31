/*
 * Certificates and extracts: urn:mostik:documents:1.0.0, wsdl/documents.wsdl.
 */
#include "config.h"

#include <string.h>

#include "mapping/common.h"
#include "soapH.h"

enum { LIST_MAX = 500, TRANSFERS_MAX = 100 };

static const struct map_name kind_names[] = {
	{"pensionAmount",              doc__KindType__PensionAmount},
	{"accountStatement",           doc__KindType__AccountStatement},
	{"serviceRecord",              doc__KindType__ServiceRecord},
	{"benefits",                   doc__KindType__Benefits},
	{"personalFile",               doc__KindType__PersonalFile},
	{"income",                     doc__KindType__Income},
	{"maternityCapitalCertificate", doc__KindType__MaternityCapitalCertificate},
	{NULL, 0},
};

static const struct map_name period_names[] = {
	{"month",   doc__PeriodKindType__Month},
	{"quarter", doc__PeriodKindType__Quarter},
	{"year",    doc__PeriodKindType__Year},
	{"any",     doc__PeriodKindType__Any},
	{"full",    doc__PeriodKindType__Full},
	{NULL, 0},
};

static const struct map_name delivery_names[] = {
	{"cabinet", doc__DeliveryType__Cabinet},
	{"email",   doc__DeliveryType__Email},
	{NULL, 0},
};

static const struct map_name state_names[] = {
	{"ordered", doc__StateType__Ordered},
	{"forming", doc__StateType__Forming},
	{"ready",   doc__StateType__Ready},
	{"expired", doc__StateType__Expired},
	{NULL, 0},
};

static const struct map_name receiver_names[] = {
	{"bank",      doc__ReceiverKindType__Bank},
	{"developer", doc__ReceiverKindType__Developer},
	{"school",    doc__ReceiverKindType__School},
	{NULL, 0},
};

/* ---- a document, inmost first ---- */

#define T struct doc__DocumentPeriodType
static bool
period_has_its_dates(const void *obj)
{
	const T *period = obj;

	return (period->From == NULL) == (period->Type == doc__PeriodKindType__Full)
	    && (period->To == NULL) == (period->Type != doc__PeriodKindType__Any);
}

static bool
period_is_in_order(const void *obj)
{
	const T *period = obj;

	return period->From == NULL || period->To == NULL || map_dates_in_order(period->From, period->To);
}

/* Whether the date is the first day of such a part of a year. */
static bool
period_begins_where_it_should(const void *obj)
{
	const T *period = obj;
	char from[MAP_TEXT_SIZE];
	int month;

	if (period->From == NULL || period->Type == doc__PeriodKindType__Any)
		return true;
	if (!map_trim(period->From, from) || strncmp(from + 7, "-01", 3) != 0)
		return false;
	month = (from[5] - '0') * 10 + from[6] - '0';
	return period->Type == doc__PeriodKindType__Month
	    || (month - 1) % (period->Type == doc__PeriodKindType__Quarter ? 3 : 12) == 0;
}

/* clang-format off */
static const struct map_field period_rows[] = {
	/*       need JSON name member limits */
	MAP_ENUM(T, REQ, "type", Type, enum doc__PeriodKindType, period_names,
	    DOC("With month, quarter and year comes their first day, with any both days, with full neither.",
	        "Для месяца, квартала и года указывают первый день, для произвольного срока — оба дня, для полного — ни одного.")),
	MAP_DATE(T, OPT, "from", From, EXAMPLE("2026-01-01")),
	MAP_DATE(T, OPT, "to",   To,   EXAMPLE("2026-06-30")),
	MAP_END
};
static const struct map_rule period_rules[] = {
	RULE(period_has_its_dates, "/type", ERR_MAP_CHOICE, "from with month, quarter and year; from and to with any; none with full",
	    "первый день; для произвольного срока — оба дня; для полного — ни одного"),
	RULE(period_is_in_order, "/to", ERR_MAP_RANGE, "not before 'from'", "не раньше даты в поле from"),
	RULE(period_begins_where_it_should, "/from", ERR_MAP_RANGE, "the first day of the month, quarter or year",
	    "первый день месяца, квартала или года"),
	RULE_END
};
static const struct map_type period_type = {"DocumentPeriod", sizeof(T), period_rows, period_rules};
#undef T

#define T struct doc__TransferType
static const struct map_field transferred_rows[] = {
	/*           need JSON name       member        limits */
	MAP_INN_ORG (T, REQ, "receiverInn",  ReceiverInn),
	MAP_LINES   (T, REQ, "receiverName", ReceiverName, 1, 250, EXAMPLE("АО «Образцовый банк»")),
	MAP_ENUM    (T, REQ, "receiverKind", ReceiverKind, enum doc__ReceiverKindType, receiver_names),
	MAP_LINES   (T, OPT, "basis",        Basis,        1, 250, EXAMPLE("Договор ипотечного кредита")),
	MAP_DATETIME(T, REQ, "at",           At),
	MAP_END
};
static const struct map_type transferred_type = {"DocumentTransfer", sizeof(T), transferred_rows, NULL};
#undef T

#define T struct doc__DocumentType
/* clang-format on */
static bool
email_has_its_address(const void *obj)
{
	const T *document = obj;

	return (document->Email != NULL) == (document->Delivery == doc__DeliveryType__Email);
}

static bool
good_documents_say_how_long(const void *obj)
{
	const T *document = obj;
	bool made = document->State == doc__StateType__Ready || document->State == doc__StateType__Expired;

	return (document->ValidUntil != NULL) == made;
}

/* clang-format off */
static const struct map_field document_rows[] = {
	/*           need JSON name     member      limits */
	MAP_NUMBER  (T, REQ, "id",         Id,         1, 40),
	MAP_ENUM    (T, REQ, "kind",       Kind,       enum doc__KindType, kind_names),
	MAP_LINES   (T, REQ, "title",      Title,      1, 250, EXAMPLE("Справка о размере пенсии")),
	MAP_OBJECT  (T, REQ, "period",     Period,     struct doc__DocumentPeriodType, &period_type),
	MAP_LINES   (T, OPT, "purpose",    Purpose,    1, 250, EXAMPLE("Для предоставления в банк")),
	MAP_ENUM    (T, REQ, "delivery",   Delivery,   enum doc__DeliveryType, delivery_names),
	MAP_EMAIL   (T, OPT, "email",      Email),
	MAP_ENUM    (T, REQ, "state",      State,      enum doc__StateType, state_names),
	MAP_DATETIME(T, REQ, "orderedAt",  OrderedAt),
	MAP_DATETIME(T, REQ, "readyAt",    ReadyAt,
	    DOC("When it was ready; until then, when it is expected to be.", "Когда документ готов; до того — когда ожидается.")),
	MAP_DATE    (T, OPT, "validUntil", ValidUntil,
	    DOC("The last day on which it is good.", "Последний день срока годности.")),
	MAP_BOOL    (T, REQ, "renewable",  Renewable,
	    DOC("Whether it can be renewed now.", "Можно ли продлить срок годности сейчас.")),
	MAP_DATETIME(T, OPT, "renewedAt",  RenewedAt),
	MAP_LIST    (T, OPT, "transfers",  Transfer,   struct doc__TransferType, &transferred_type, 0, TRANSFERS_MAX,
	    DOC("To whom it was handed, oldest first.", "Кому документ передан, от старых записей к новым.")),
	MAP_END
};
static const struct map_rule document_rules[] = {
	RULE(email_has_its_address, "/email", ERR_MAP_CHOICE, "an address exactly where it goes by e-mail",
	    "адрес — только при доставке на почту"),
	RULE(good_documents_say_how_long, "/validUntil", ERR_MAP_RANGE, "exactly where the document was made",
	    "только у готового документа"),
	RULE_END
};
static const struct map_type document_type = {"Document", sizeof(T), document_rows, document_rules};
#undef T

/* ---- OrderDocument ---- */

#define T struct _doc__OrderDocumentRequest
/* clang-format on */
static bool
order_has_its_address(const void *obj)
{
	const T *order = obj;

	return (order->Email != NULL) == (order->Delivery == doc__DeliveryType__Email);
}

/* clang-format off */
static const struct map_field order_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	BODY(
		MAP_ENUM  (T, REQ, "kind",     Kind,     enum doc__KindType, kind_names),
		MAP_OBJECT(T, OPT, "period",   Period,   struct doc__DocumentPeriodType, &period_type,
		    DOC("All that there is, if it is left out.", "Если не указан — за всё время.")),
		MAP_LINES (T, OPT, "purpose",  Purpose,  1, 250, EXAMPLE("Для предоставления в банк")),
		MAP_ENUM  (T, REQ, "delivery", Delivery, enum doc__DeliveryType, delivery_names),
		MAP_EMAIL (T, OPT, "email",    Email,
		    DOC("With delivery by e-mail only.", "Только при доставке на почту.")),
	),
	MAP_END
};
static const struct map_rule order_rules[] = {
	RULE(order_has_its_address, "/body/email", ERR_MAP_CHOICE, "an address exactly where it goes by e-mail",
	    "адрес — только при доставке на почту"),
	RULE_END
};
static const struct map_type order_type = {"DocumentOrder", sizeof(T), order_rows, order_rules};
#undef T

#define T struct _doc__OrderDocumentResponse
static const struct map_field ordered_rows[] = {
	MAP_SNILS(T, REQ, "snils",    Snils),
	MAP_BOOL (T, REQ, "existing", Existing,
	    DOC("Whether it had been ordered before and is good still.", "Был ли документ заказан раньше и годен ли он до сих пор.")),
	MAP_PART (T, REQ, Document, struct doc__DocumentType, &document_type),
	MAP_END
};
static const struct map_type ordered_type = {"OrderedDocument", sizeof(T), ordered_rows, NULL};
#undef T

/* ---- ListDocuments ---- */

#define T struct _doc__ListDocumentsRequest
/* clang-format on */
static bool
filter_is_in_order(const void *obj)
{
	const T *q = obj;

	return q->cmn__From == NULL || q->cmn__To == NULL || map_dates_in_order(q->cmn__From, q->cmn__To);
}

/* clang-format off */
static const struct map_field list_rows[] = {
	CITIZEN(T),
	QUERY(
		MAP_ENUM_PTR(T, OPT, "kind",  Kind,  enum doc__KindType,  kind_names),
		MAP_ENUM_PTR(T, OPT, "state", State, enum doc__StateType, state_names),
		PERIOD_FILTER_ROWS(T),
		PAGE_ROWS(T),
	),
	MAP_END
};
static const struct map_rule list_rules[] = {
	RULE(filter_is_in_order, "/query/to", ERR_MAP_RANGE, "not before 'from'", "не раньше даты в поле from"),
	RULE_END
};
static const struct map_type list_type = {"DocumentsRequest", sizeof(T), list_rows, list_rules};
#undef T

#define T struct _doc__ListDocumentsResponse
static const struct map_field listed_rows[] = {
	MAP_SNILS(T, REQ, "snils",     Snils),
	MAP_LIST (T, OPT, "documents", Document, struct doc__DocumentType, &document_type, 0, LIST_MAX,
	    DOC("Newest first.", "Сначала новые.")),
	NEXT_PAGE_ROWS(T),
	MAP_END
};
static const struct map_type listed_type = {"Documents", sizeof(T), listed_rows, NULL};
#undef T

/* ---- GetDocument, GetDocumentContent, GetDocumentSignature, RenewDocument ---- */

#define ID_ROWS(T) \
	MAP_NUMBER(T, REQ, "id", Id, 1, 40, DOC("The Fund's number of the document.", "Номер документа в Фонде."))

/* A request that says nothing but which document, and replies that are it and its file. */
#define BY_ID(T, what, title, ...)                                                        \
	static const struct map_field what##_rows[] = {CITIZEN(T), PATH(ID_ROWS(T),), __VA_ARGS__ MAP_END}; \
	static const struct map_type what##_type = {title, sizeof(T), what##_rows, NULL};
#define DOCUMENT(T, what, title)                                                          \
	static const struct map_field what##_rows[] = {                                   \
		MAP_SNILS(T, REQ, "snils", Snils),                                        \
		MAP_PART (T, REQ, Document, struct doc__DocumentType, &document_type),    \
		MAP_END                                                                   \
	};                                                                                \
	static const struct map_type what##_type = {title, sizeof(T), what##_rows, NULL};
#define FILE_OF(T, what, title)                                                           \
	static const struct map_field what##_rows[] = {                                   \
		MAP_SNILS (T, REQ, "snils", Snils),                                       \
		MAP_NUMBER(T, REQ, "id",    Id, 1, 40),                                   \
		MAP_OBJECT(T, REQ, "file",  File, struct cmn__FileType, &map_file_type),  \
		MAP_END                                                                   \
	};                                                                                \
	static const struct map_type what##_type = {title, sizeof(T), what##_rows, NULL};

BY_ID   (struct _doc__GetDocumentRequest,           get,           "DocumentRequest")
DOCUMENT(struct _doc__GetDocumentResponse,          got,           "OneDocument")
BY_ID   (struct _doc__GetDocumentContentRequest,    content,       "DocumentContentRequest")
FILE_OF (struct _doc__GetDocumentContentResponse,   the_content,   "DocumentContent")
BY_ID   (struct _doc__GetDocumentSignatureRequest,  signature,     "DocumentSignatureRequest")
FILE_OF (struct _doc__GetDocumentSignatureResponse, the_signature, "DocumentSignature")
BY_ID   (struct _doc__RenewDocumentRequest,         renew,         "DocumentRenewal", CHANGE(struct _doc__RenewDocumentRequest),)
DOCUMENT(struct _doc__RenewDocumentResponse,        renewed,       "RenewedDocument")

/* ---- TransferDocument ---- */

#define T struct _doc__TransferDocumentRequest
static const struct map_field transfer_rows[] = {
	CITIZEN(T),
	PATH(ID_ROWS(T),),
	CHANGE(T),
	BODY(
		MAP_INN_ORG(T, REQ, "receiverInn", ReceiverInn,
		    DOC("Of the organisation that is to have the document.", "ИНН организации, которой передаётся документ.")),
		MAP_LINES  (T, OPT, "basis",       Basis, 1, 250,
		    DOC("What it is handed over for.", "Для чего документ передаётся."), EXAMPLE("Договор ипотечного кредита")),
	),
	MAP_END
};
static const struct map_type transfer_type = {"DocumentTransferRequest", sizeof(T), transfer_rows, NULL};
#undef T

#define T struct _doc__TransferDocumentResponse
static const struct map_field handed_rows[] = {
	MAP_SNILS (T, REQ, "snils", Snils),
	MAP_NUMBER(T, REQ, "id",    Id, 1, 40),
	MAP_PART  (T, REQ, Transfer, struct doc__TransferType, &transferred_type),
	MAP_END
};
static const struct map_type handed_type = {"TransferredDocument", sizeof(T), handed_rows, NULL};
#undef T
/* clang-format on */

/* clang-format off */
/* ---- the service ---- */

#define T struct _doc__DocumentsFault
static const struct map_field fault_rows[] = {
	FAULT_ROWS(T),
	MAP_DATETIME(T, OPT, "readyAt", ReadyAt,
	    DOC("When the document is expected to be ready.", "Когда ожидается готовность документа.")),
	MAP_END
};
static const struct map_type fault_type = {"DocumentsFault", sizeof(T), fault_rows, NULL};
#undef T
MAP_MESSAGE_FUNCTIONS(doc, DocumentsFault)
static const struct map_message fault = MAP_MESSAGE(doc, DocumentsFault, &fault_type);

static const struct map_refusal refusals[] = {
	COMMON_REFUSALS,
	{"PERIOD_UNSUITABLE", 422, "This kind of document is not made for such a period", "Документ этого вида не формируется за такой период",
	    "Order it for the full period, or for one that has begun.", "Закажите документ за всё время или за период, который уже начался."},
	{"NO_DATA", 422, "The Fund has nothing to certify about this citizen", "В Фонде нет сведений для такого документа",
	    "Choose another kind of document.", "Выберите документ другого вида."},
	{"NOT_READY", 409, "The document is being made", "Документ ещё формируется",
	    "Ask again after the moment that readyAt names.", "Повторите запрос после срока, указанного в поле readyAt."},
	{"EXPIRED", 410, "The document is no longer good", "Срок годности документа истёк",
	    "Order it again; a maternity-capital certificate can be renewed.", "Закажите документ снова; сертификат на материнский капитал можно продлить."},
	{"NOT_RENEWABLE", 409, "A document of this kind is not renewed", "Документ этого вида не продлевается",
	    "Order a new one.", "Закажите новый документ."},
	{"NOT_TRANSFERABLE", 409, "A document of this kind is not handed to organisations", "Документ этого вида не передаётся организациям",
	    "Only a maternity-capital certificate is; fetch the document and give it yourself.",
	    "Передаётся только сертификат на материнский капитал; получите документ и предъявите его самостоятельно."},
	{"RECEIVER_UNKNOWN", 422, "The organisation does not take part in the exchange", "Организация не участвует в обмене с Фондом",
	    "Check its INN, or fetch the document and give it yourself.", "Проверьте ИНН или получите документ и предъявите его самостоятельно."},
	{"ALREADY_TRANSFERRED", 409, "That organisation has the document already", "Документ этой организации уже передан",
	    "Nothing is to be done; the date stands in the document's transfers.", "Ничего делать не нужно; дата передачи указана в документе."},
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE documents
#define SNILS_AND_ID ECHO({"/snils", "/token/snils", &map_codec_snils}, {"/id", "/path/id", NULL},)
MAP_MESSAGES(doc, OrderDocument)
MAP_MESSAGES(doc, ListDocuments)
MAP_MESSAGES(doc, GetDocument)
MAP_MESSAGES(doc, GetDocumentContent)
MAP_MESSAGES(doc, GetDocumentSignature)
MAP_MESSAGES(doc, RenewDocument)
MAP_MESSAGES(doc, TransferDocument)
static const struct map_operation operations[] = {
	MAP_OPERATION(doc, OrderDocument, "POST", "/v1/documents", 201, order_type, ordered_type,
	    "Order a certificate or an extract", "Заказать справку или выписку", .changes = true,
	    ECHO({"/snils", "/token/snils", &map_codec_snils}, {"/kind", "/body/kind", NULL},)),
	MAP_OPERATION(doc, ListDocuments, "GET", "/v1/documents", 200, list_type, listed_type,
	    "The citizen's certificates and extracts", "Справки и выписки гражданина", .list = "/documents",
	    ECHO({"/snils", "/token/snils", &map_codec_snils},)),
	MAP_OPERATION(doc, GetDocument, "GET", "/v1/documents/{id}", 200, get_type, got_type,
	    "State and shelf life of a document", "Состояние и срок годности документа", SNILS_AND_ID),
	MAP_OPERATION(doc, GetDocumentContent, "GET", "/v1/documents/{id}/content", 200, content_type, the_content_type,
	    "The document itself", "Сам документ", .file = "/file", SNILS_AND_ID),
	MAP_OPERATION(doc, GetDocumentSignature, "GET", "/v1/documents/{id}/signature", 200, signature_type, the_signature_type,
	    "The Fund's detached signature of the document (CMS)", "Отсоединённая подпись Фонда под документом (CMS)",
	    .file = "/file", SNILS_AND_ID),
	MAP_OPERATION(doc, RenewDocument, "POST", "/v1/documents/{id}/renewal", 200, renew_type, renewed_type,
	    "Renew a maternity-capital certificate", "Продлить сертификат на материнский капитал", .changes = true, SNILS_AND_ID),
	MAP_OPERATION(doc, TransferDocument, "POST", "/v1/documents/{id}/transfer", 201, transfer_type, handed_type,
	    "Hand a maternity-capital certificate to an organisation", "Передать организации сертификат на материнский капитал",
	    .changes = true, ECHO({"/snils", "/token/snils", &map_codec_snils}, {"/id", "/path/id", NULL},
	    {"/receiverInn", "/body/receiverInn", NULL},)),
	{.name = NULL}
};

const struct map_service map_service_documents = {
	"documents", "Documents", "Справки и выписки", &fault, refusals, operations,
};
/* clang-format on */
