#include "config.h"

#include <string.h>
#include <time.h>

#include <hpdf.h>

#include "tests/fund/pdf.h"

#define FONT "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

/* Points of 1/72 inch, on A4. */
enum { MARGIN = 56, LABEL_WIDTH = 190, LINE = 34, PIECE = 65536 };

static void
free_document(HPDF_Doc *doc)
{
	if (*doc != NULL)
		HPDF_Free(*doc);
}

/* When the sheet was made stands in the file, and not when the file was. */
static void
set_dates(HPDF_Doc doc, int64_t made_us)
{
	time_t made_s = (time_t)(made_us / 1000000);
	struct tm tm;
	HPDF_Date date = {.ind = 'Z'};

	CHECK(gmtime_r(&made_s, &tm) != NULL);
	date.year = tm.tm_year + 1900;
	date.month = tm.tm_mon + 1;
	date.day = tm.tm_mday;
	date.hour = tm.tm_hour;
	date.minutes = tm.tm_min;
	date.seconds = tm.tm_sec;
	HPDF_SetInfoDateAttr(doc, HPDF_INFO_CREATION_DATE, date);
	HPDF_SetInfoDateAttr(doc, HPDF_INFO_MOD_DATE, date);
}

/* A text between two margins, over several lines if it is long. */
static void
put(HPDF_Page page, float left, float top, float right, const char *text)
{
	HPDF_Page_TextRect(page, left, top, right, top - LINE, text, HPDF_TALIGN_LEFT, NULL);
}

static void
put_sheet(HPDF_Page page, HPDF_Font font, const struct pdf_sheet *sheet)
{
	float right = HPDF_Page_GetWidth(page) - MARGIN, y = HPDF_Page_GetHeight(page) - MARGIN;

	HPDF_Page_BeginText(page);
	HPDF_Page_SetFontAndSize(page, font, 9);
	put(page, MARGIN, y, right, "Фонд пенсионного и социального страхования Российской Федерации");
	HPDF_Page_SetFontAndSize(page, font, 15);
	put(page, MARGIN, y -= LINE, right, sheet->title);
	HPDF_Page_SetFontAndSize(page, font, 10);
	put(page, MARGIN, y -= LINE, MARGIN + LABEL_WIDTH, "Номер");
	put(page, MARGIN + LABEL_WIDTH, y, right, sheet->number);
	for (size_t i = 0; i < sheet->n; i++) {
		put(page, MARGIN, y -= LINE, MARGIN + LABEL_WIDTH, sheet->line[i].label);
		put(page, MARGIN + LABEL_WIDTH, y, right, sheet->line[i].value);
	}
	HPDF_Page_SetFontAndSize(page, font, 8);
	put(page, MARGIN, MARGIN + LINE, right, sheet->note);
	HPDF_Page_EndText(page);
}

static enum err
save(HPDF_Doc doc, struct buf *out, struct err_info *e)
{
	HPDF_BYTE piece[PIECE];
	HPDF_UINT32 len;

	if (HPDF_SaveToStream(doc) != HPDF_OK)
		FAIL(e, ERR_BUG, "", "libharu: error %#lx", HPDF_GetError(doc));
	HPDF_ResetStream(doc);
	do {
		len = sizeof(piece);
		HPDF_ReadFromStream(doc, piece, &len);
		TRY(buf_add(out, (const char *)piece, len, e));
	} while (len == sizeof(piece));
	return ERR_OK;
}

enum err
pdf_make(const struct pdf_sheet *sheet, struct buf *out, struct err_info *e)
{
	HPDF_Doc doc __attribute__((cleanup(free_document))) = HPDF_New(NULL, NULL);
	const char *name;
	HPDF_Page page;
	HPDF_Font font;

	CHECK(doc != NULL && sheet->n <= PDF_LINES_MAX);
	HPDF_UseUTFEncodings(doc);
	HPDF_SetCompressionMode(doc, HPDF_COMP_ALL);
	name = HPDF_LoadTTFontFromFile(doc, FONT, HPDF_TRUE);
	if (name == NULL)
		FAIL(e, ERR_FILE_UNREADABLE, FONT, "libharu: error %#lx", HPDF_GetError(doc));
	font = HPDF_GetFont(doc, name, "UTF-8");
	page = HPDF_AddPage(doc);
	CHECK(font != NULL && page != NULL);
	HPDF_Page_SetSize(page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
	set_dates(doc, sheet->made_us);
	put_sheet(page, font, sheet);
	if (HPDF_GetError(doc) != HPDF_OK)
		FAIL(e, ERR_BUG, "", "libharu: error %#lx", HPDF_GetError(doc));
	return save(doc, out, e);
}
