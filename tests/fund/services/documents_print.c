/* What stands in a document of the Fund. */
#include "config.h"

#include "tests/fund/pdf.h"
#include "tests/fund/services/documents.h"

enum { HOUR_S = 3600, DAY_S = 24 * HOUR_S };

const struct document_kind document_kinds[] = {
	/* clang-format off */
	{doc__KindType__PensionAmount,    "Справка о размере пенсии",                     0, 0,            true,  false, 20, 19, false},
	{doc__KindType__AccountStatement, "Сведения о состоянии лицевого счёта",          0, 0,            false, false, 1,  1,  false},
	{doc__KindType__ServiceRecord,    "Сведения о трудовой деятельности (СТД-СФР)",   0, 0,            true,  false, 1,  1,  false},
	{doc__KindType__Benefits,         "Справка о полученных пособиях",                0, HOUR_S,       true,  false, 10, 7,  false},
	{doc__KindType__PersonalFile,     "Выписка из выплатного дела",                   HOUR_S, DAY_S,   false, false, 1,  1,  false},
	{doc__KindType__Income,           "Справка о доходах",                            0, 0,            true,  false, 1,  1,  false},
	{doc__KindType__MaternityCapitalCertificate, "Сертификат на материнский капитал", 0, 0,            false, true,  4,  0,  true},
	/* clang-format on */
};

/* How a number is written. */
enum unit { MONEY, POINTS, COUNT };

/* What is certified: base + number * step % span, of the citizen's number. */
static const struct {
	enum doc__KindType kind;
	const char *label;
	enum unit   unit;
	int64_t     base, step, span;
} facts[] = {
	/* clang-format off */
	{doc__KindType__PensionAmount,    "Страховая пенсия по старости",           MONEY,  1823400, 13711, 900000},
	{doc__KindType__PensionAmount,    "Фиксированная выплата",                  MONEY,  958469,  0,     1},
	{doc__KindType__AccountStatement, "Индивидуальный пенсионный коэффициент",  POINTS, 61250,   1377,  60000},
	{doc__KindType__AccountStatement, "Страховой стаж, полных лет",             COUNT,  12,      7,     30},
	{doc__KindType__ServiceRecord,    "Записей о работе",                       COUNT,  1,       3,     9},
	{doc__KindType__ServiceRecord,    "Последнее место работы: ООО «Пример», год приёма", COUNT, 1995, 3, 25},
	{doc__KindType__Benefits,         "Получено пособий",                       MONEY,  3500000, 77713, 9000000},
	{doc__KindType__PersonalFile,     "Листов в деле",                          COUNT,  18,      7,     90},
	{doc__KindType__Income,           "Доход",                                  MONEY,  41200000, 913377, 90000000},
	{doc__KindType__Income,           "Уплачено страховых взносов",             MONEY,  9064000, 200943, 19800000},
	{doc__KindType__MaternityCapitalCertificate, "Размер материнского капитала", MONEY, 69028031, 0,    1},
	{doc__KindType__MaternityCapitalCertificate, "Остаток",                     MONEY,  1200000, 1712345, 66000000},
	/* clang-format on */
};

char *
document_number(struct soap *soap, int64_t id)
{
	return dispatch_printf(soap, "DOC-%09lld", (long long)id);
}

static char *
print_fact(struct soap *soap, size_t i, unsigned number)
{
	int64_t value = facts[i].base + (int64_t)number * facts[i].step % facts[i].span;

	if (facts[i].unit == MONEY)
		return dispatch_printf(soap, "%s руб.", service_money(soap, value));
	if (facts[i].unit == POINTS)
		return dispatch_printf(soap, "%lld,%03lld", (long long)(value / 1000), (long long)(value % 1000));
	return dispatch_printf(soap, "%lld", (long long)value);
}

static char *
print_period(struct soap *soap, const struct document *document)
{
	static const char *const words[] = {
		[doc__PeriodKindType__Month] = "месяц с",
		[doc__PeriodKindType__Quarter] = "квартал с",
		[doc__PeriodKindType__Year] = "год с",
		[doc__PeriodKindType__Any] = "с",
		[doc__PeriodKindType__Full] = "за всё время",
	};

	return dispatch_printf(soap, "%s%s%s%s%s", words[document->period], document->from != NULL ? " " : "",
	    document->from != NULL ? document->from : "", document->to != NULL ? " по " : "",
	    document->to != NULL ? document->to : "");
}

static void
add_line(struct pdf_sheet *sheet, const char *label, const char *value)
{
	if (value == NULL)
		return;
	CHECK(sheet->n < PDF_LINES_MAX);
	sheet->line[sheet->n].label = label;
	sheet->line[sheet->n++].value = value;
}

enum err
document_print(struct soap *soap, const struct citizen *citizen, const struct document *document,
    struct buf *out, struct err_info *e)
{
	struct pdf_sheet sheet = {
	    .title = document->kind->title,
	    .number = document_number(soap, document->id),
	    .made_us = document->renewed_us != 0 ? document->renewed_us : document->ready_us,
	    .note = "Подписано электронной подписью Фонда. Сведения вымышлены.",
	};

	add_line(&sheet, "Фамилия, имя, отчество", dispatch_printf(soap, "%s %s %s", citizen->family_name,
	    citizen->first_name, citizen->patronymic != NULL ? citizen->patronymic : ""));
	add_line(&sheet, "СНИЛС", dispatch_printf(soap, "%.3s-%.3s-%.3s %.2s", citizen->snils, citizen->snils + 3,
	    citizen->snils + 6, citizen->snils + 9));
	add_line(&sheet, "Дата рождения", citizen->birth_date);
	add_line(&sheet, "Период", print_period(soap, document));
	for (size_t i = 0; i < COUNT_OF(facts); i++)
		if (facts[i].kind == document->kind->kind)
			add_line(&sheet, facts[i].label, print_fact(soap, i, citizen->number));
	add_line(&sheet, "Для чего выдано", document->purpose);
	add_line(&sheet, "Составлено", service_date(soap, document->ready_us));
	if (document->renewed_us != 0)
		add_line(&sheet, "Продлено", service_date(soap, document->renewed_us));
	add_line(&sheet, "Действительно по", service_date(soap, document->expires_us));
	return pdf_make(&sheet, out, e);
}
