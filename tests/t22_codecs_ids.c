/* mapping: numbers of persons, organisations, policies and banks, with their control digits. */
#include "config.h"

#include "tests/codec_unit.h"

static const struct codec_case cases[] = {
	/* clang-format off */
	{&map_codec_snils,  0, 0, BOTH,  "02773319862",  "02773319862", 0},
	{&map_codec_snils,  0, 0, BOTH,  "27648890542",  "27648890542", 0},
	{&map_codec_snils,  0, 0, BOTH,  "20074609500",  NULL,    ERR_MAP_CHECK_DIGIT},
	{&map_codec_snils,  0, 0, BOTH,  "02773319863",  NULL,    ERR_MAP_CHECK_DIGIT},
	{&map_codec_snils,  0, 0, READ,  "027-733-198 62", "02773319862", 0},
	{&map_codec_snils,  0, 0, WRITE, "027-733-198 62", NULL,  ERR_MAP_FORMAT},
	{&map_codec_snils,  0, 0, READ,  "027-733-198-62", NULL,  ERR_MAP_FORMAT},
	{&map_codec_snils,  0, 0, READ,  "027733-198 62", NULL,   ERR_MAP_FORMAT},
	{&map_codec_snils,  0, 0, BOTH,  "0277331986",   NULL,    ERR_MAP_FORMAT},
	{&map_codec_snils,  0, 0, BOTH,  "027733198620", NULL,    ERR_MAP_FORMAT},
	{&map_codec_snils,  0, 0, BOTH,  " 2773319862",  NULL,    ERR_MAP_FORMAT},
	{&map_codec_snils,  0, 0, BOTH,  "00100199899",  "00100199899", 0},     /* the last one without control */
	{&map_codec_snils,  0, 0, BOTH,  "00100199900",  NULL,    ERR_MAP_CHECK_DIGIT},
	{&map_codec_snils,  0, 0, BOTH,  "00100199965",  "00100199965", 0},     /* the first one with it */
	{&map_codec_snils,  0, 0, BOTH,  "00000000000",  NULL,    ERR_MAP_FORMAT},
	{&map_codec_snils,  0, 0, BOTH,  "",             NULL,    ERR_MAP_FORMAT},
	{&map_codec_uuid,   0, 0, BOTH,  "0C5B2444-70a0-4932-980c-b4dc0d3f02b5", "0c5b2444-70a0-4932-980c-b4dc0d3f02b5", 0},
	{&map_codec_uuid,   0, 0, BOTH,  "0c5b244470a04932980cb4dc0d3f02b5",     NULL, ERR_MAP_FORMAT},
	{&map_codec_uuid,   0, 0, BOTH,  "0c5b2444-70a0-4932-980c-b4dc0d3f02bg", NULL, ERR_MAP_FORMAT},
	{&map_codec_phone,  0, 0, BOTH,  "+79001234567", "+79001234567", 0},
	{&map_codec_phone,  0, 0, BOTH,  "+89001234567", NULL,    ERR_MAP_FORMAT},
	{&map_codec_phone,  0, 0, BOTH,  "89001234567",  NULL,    ERR_MAP_FORMAT},
	{&map_codec_phone,  0, 0, BOTH,  "+7900123456",  NULL,    ERR_MAP_FORMAT},
	{&map_codec_phone,  0, 0, BOTH,  "",             NULL,    ERR_MAP_FORMAT},
	{&map_codec_division, 0, 0, BOTH, "770-001",     "770-001", 0},
	{&map_codec_division, 0, 0, BOTH, "770001",      NULL,    ERR_MAP_FORMAT},
	{&map_codec_snils, 0, 0, BOTH, "00206458596", "00206458596", 0},      /* published */
	{&map_codec_snils, 0, 0, BOTH, "77411204881", "77411204881", 0},      /* published */
	{&map_codec_snils, 0, 0, BOTH, "77241387515", "77241387515", 0},      /* published */
	{&map_codec_snils, 0, 0, BOTH, "71539817420", "71539817420", 0},      /* published */
	{&map_codec_snils, 0, 0, BOTH, "12794130666", "12794130666", 0},      /* published */
	{&map_codec_snils, 0, 0, BOTH, "00100199800", "00100199800", 0},      /* control is not asked of it */
	{&map_codec_snils, 0, 0, BOTH, "00066666699", "00066666699", 0},      /* published */
	{&map_codec_snils, 0, 0, BOTH, "20510570000", "20510570000", 0},      /* the sum is 100 */
	{&map_codec_snils, 0, 0, BOTH, "14202524200", "14202524200", 0},      /* 101 */
	{&map_codec_snils, 0, 0, BOTH, "11060671201", "11060671201", 0},      /* 102 */
	{&map_codec_snils, 0, 0, BOTH, "37340789299", "37340789299", 0},      /* 200 */
	{&map_codec_snils, 0, 0, BOTH, "91332956000", "91332956000", 0},      /* 201 */
	{&map_codec_snils, 0, 0, BOTH, "50483749800", "50483749800", 0},      /* 202 */
	{&map_codec_snils, 0, 0, BOTH, "14202524201", NULL, ERR_MAP_CHECK_DIGIT},
	{&map_codec_snils, 0, 0, BOTH, "37340789200", NULL, ERR_MAP_CHECK_DIGIT},
	{&map_codec_snils, 0, 0, BOTH, "20510570001", NULL, ERR_MAP_CHECK_DIGIT},
	{&map_codec_snils, 0, 0, BOTH, "20510570010", NULL, ERR_MAP_CHECK_DIGIT},
	{&map_codec_snils, 0, 0, READ, "127-941-306 66", "12794130666", 0},
	{&map_codec_snils, 0, 0, READ, "127-941-306 67", NULL, ERR_MAP_CHECK_DIGIT},

	{&map_codec_snils_dashed, 0, 0, READ, "12794130666", "127-941-306 66", 0},
	{&map_codec_snils_dashed, 0, 0, READ, "127-941-306 66", "127-941-306 66", 0},
	{&map_codec_snils_dashed, 0, 0, WRITE, "127-941-306 66", "12794130666", 0},
	{&map_codec_snils_dashed, 0, 0, WRITE, "000-666-666 99", "00066666699", 0},      /* published */
	{&map_codec_snils_dashed, 0, 0, WRITE, "12794130666", NULL, ERR_MAP_FORMAT},
	{&map_codec_snils_dashed, 0, 0, BOTH, "127-941-306 67", NULL, ERR_MAP_CHECK_DIGIT},
	{&map_codec_snils_dashed, 0, 0, BOTH, "127-941-30666", NULL, ERR_MAP_FORMAT},
	{&map_codec_snils_dashed, 0, 0, BOTH, "000-000-000 00", NULL, ERR_MAP_FORMAT},
	{&map_codec_snils_dashed, 0, 0, BOTH, "", NULL, ERR_MAP_FORMAT},
	{&map_codec_phone10, 0, 0, READ, "+79001234567", "9001234567", 0},
	{&map_codec_phone10, 0, 0, WRITE, "9001234567", "+79001234567", 0},
	{&map_codec_phone10, 0, 0, READ, "9001234567", NULL, ERR_MAP_FORMAT},
	{&map_codec_phone10, 0, 0, WRITE, "+79001234567", NULL, ERR_MAP_FORMAT},
	{&map_codec_phone10, 0, 0, WRITE, "89001234567", NULL, ERR_MAP_FORMAT},
	{&map_codec_phone10, 0, 0, BOTH, "+7900123456", NULL, ERR_MAP_FORMAT},
	{&map_codec_phone10, 0, 0, BOTH, "900123456", NULL, ERR_MAP_FORMAT},
	{&map_codec_phone10, 0, 0, BOTH, "", NULL, ERR_MAP_FORMAT},

	{&map_codec_inn, 0, 0, BOTH, "500100732259", "500100732259", 0},      /* published */
	{&map_codec_inn, 0, 0, BOTH, "770123456703", "770123456703", 0},
	{&map_codec_inn, 0, 0, BOTH, "010101010178", "010101010178", 0},
	{&map_codec_inn, 0, 0, BOTH, "999999999950", "999999999950", 0},
	{&map_codec_inn, 0, 0, BOTH, "123456789047", "123456789047", 0},
	{&map_codec_inn, 0, 0, BOTH, "770000000300", "770000000300", 0},      /* the first sum is 10 modulo 11 */
	{&map_codec_inn, 0, 0, BOTH, "500100732258", NULL, ERR_MAP_CHECK_DIGIT},
	{&map_codec_inn, 0, 0, BOTH, "500100732249", NULL, ERR_MAP_CHECK_DIGIT},      /* the first of the two */
	{&map_codec_inn, 0, 0, BOTH, "501000732259", NULL, ERR_MAP_CHECK_DIGIT},
	{&map_codec_inn, 0, 0, BOTH, "505100732259", NULL, ERR_MAP_CHECK_DIGIT},      /* two digits changed */
	{&map_codec_inn, 0, 0, BOTH, "000000000000", NULL, ERR_MAP_FORMAT},
	{&map_codec_inn, 0, 0, BOTH, "50010073225", NULL, ERR_MAP_FORMAT},
	{&map_codec_inn, 0, 0, BOTH, "5001007322590", NULL, ERR_MAP_FORMAT},
	{&map_codec_inn, 0, 0, BOTH, "50010073225a", NULL, ERR_MAP_FORMAT},
	{&map_codec_inn, 0, 0, BOTH, " 00100732259", NULL, ERR_MAP_FORMAT},
	{&map_codec_inn, 0, 0, BOTH, "7707083893", NULL, ERR_MAP_FORMAT},
	{&map_codec_inn, 0, 0, BOTH, "500100732259\n", NULL, ERR_MAP_FORMAT},
	{&map_codec_inn, 0, 0, BOTH, "", NULL, ERR_MAP_FORMAT},
	{&map_codec_inn_org, 0, 0, BOTH, "7707083893", "7707083893", 0},
	{&map_codec_inn_org, 0, 0, BOTH, "5001007329", "5001007329", 0},
	{&map_codec_inn_org, 0, 0, BOTH, "7700000070", "7700000070", 0},      /* the sum is 10 modulo 11 */
	{&map_codec_inn_org, 0, 0, BOTH, "7702070139", "7702070139", 0},
	{&map_codec_inn_org, 0, 0, BOTH, "7707083894", NULL, ERR_MAP_CHECK_DIGIT},
	{&map_codec_inn_org, 0, 0, BOTH, "7770083893", NULL, ERR_MAP_CHECK_DIGIT},
	{&map_codec_inn_org, 0, 0, BOTH, "5001007322", NULL, ERR_MAP_CHECK_DIGIT},
	{&map_codec_inn_org, 0, 0, BOTH, "0000000000", NULL, ERR_MAP_FORMAT},
	{&map_codec_inn_org, 0, 0, BOTH, "770708389", NULL, ERR_MAP_FORMAT},
	{&map_codec_inn_org, 0, 0, BOTH, "77070838930", NULL, ERR_MAP_FORMAT},
	{&map_codec_inn_org, 0, 0, BOTH, "500100732259", NULL, ERR_MAP_FORMAT},
	{&map_codec_inn_org, 0, 0, BOTH, "770708389O", NULL, ERR_MAP_FORMAT},
	{&map_codec_inn_org, 0, 0, BOTH, "", NULL, ERR_MAP_FORMAT},
	{&map_codec_ogrn, 0, 0, BOTH, "1027700132195", "1027700132195", 0},
	{&map_codec_ogrn, 0, 0, BOTH, "1027732365187", "1027732365187", 0},
	{&map_codec_ogrn, 0, 0, BOTH, "1027700000020", "1027700000020", 0},      /* 10 modulo 11 */
	{&map_codec_ogrn, 0, 0, BOTH, "5000000000006", "5000000000006", 0},
	{&map_codec_ogrn, 0, 0, BOTH, "2000000000031", "2000000000031", 0},
	{&map_codec_ogrn, 0, 0, BOTH, "1027700132196", NULL, ERR_MAP_CHECK_DIGIT},
	{&map_codec_ogrn, 0, 0, BOTH, "1027700123195", NULL, ERR_MAP_CHECK_DIGIT},
	{&map_codec_ogrn, 0, 0, BOTH, "1027700000021", NULL, ERR_MAP_CHECK_DIGIT},
	{&map_codec_ogrn, 0, 0, BOTH, "3027700132195", NULL, ERR_MAP_FORMAT},      /* begins as no OGRN does */
	{&map_codec_ogrn, 0, 0, BOTH, "0000000000000", NULL, ERR_MAP_FORMAT},
	{&map_codec_ogrn, 0, 0, BOTH, "102770013219", NULL, ERR_MAP_FORMAT},
	{&map_codec_ogrn, 0, 0, BOTH, "10277001321950", NULL, ERR_MAP_FORMAT},
	{&map_codec_ogrn, 0, 0, BOTH, "304500116000157", NULL, ERR_MAP_FORMAT},
	{&map_codec_ogrn, 0, 0, BOTH, "1027700l32195", NULL, ERR_MAP_FORMAT},
	{&map_codec_ogrn, 0, 0, BOTH, "", NULL, ERR_MAP_FORMAT},
	{&map_codec_ogrnip, 0, 0, BOTH, "304500116000157", "304500116000157", 0},
	{&map_codec_ogrnip, 0, 0, BOTH, "316774600000010", "316774600000010", 0},      /* 10 modulo 13 */
	{&map_codec_ogrnip, 0, 0, BOTH, "316774600000021", "316774600000021", 0},      /* 11 */
	{&map_codec_ogrnip, 0, 0, BOTH, "316774600000032", "316774600000032", 0},      /* 12 */
	{&map_codec_ogrnip, 0, 0, BOTH, "300000000000004", "300000000000004", 0},
	{&map_codec_ogrnip, 0, 0, BOTH, "304500116000158", NULL, ERR_MAP_CHECK_DIGIT},
	{&map_codec_ogrnip, 0, 0, BOTH, "304500161000157", NULL, ERR_MAP_CHECK_DIGIT},
	{&map_codec_ogrnip, 0, 0, BOTH, "316774600000020", NULL, ERR_MAP_CHECK_DIGIT},
	{&map_codec_ogrnip, 0, 0, BOTH, "104500116000157", NULL, ERR_MAP_FORMAT},
	{&map_codec_ogrnip, 0, 0, BOTH, "30450011600015", NULL, ERR_MAP_FORMAT},
	{&map_codec_ogrnip, 0, 0, BOTH, "3045001160001570", NULL, ERR_MAP_FORMAT},
	{&map_codec_ogrnip, 0, 0, BOTH, "1027700132195", NULL, ERR_MAP_FORMAT},
	{&map_codec_ogrnip, 0, 0, BOTH, "000000000000000", NULL, ERR_MAP_FORMAT},
	{&map_codec_ogrnip, 0, 0, BOTH, "", NULL, ERR_MAP_FORMAT},
	{&map_codec_enp, 0, 0, BOTH, "7750330887000121", "7750330887000121", 0},      /* published */
	{&map_codec_enp, 0, 0, BOTH, "7750330887000139", "7750330887000139", 0},
	{&map_codec_enp, 0, 0, BOTH, "5055555555555552", "5055555555555552", 0},
	{&map_codec_enp, 0, 0, BOTH, "9999999999999995", "9999999999999995", 0},
	{&map_codec_enp, 0, 0, BOTH, "0100000000000009", "0100000000000009", 0},
	{&map_codec_enp, 0, 0, BOTH, "7750330887000122", NULL, ERR_MAP_CHECK_DIGIT},
	{&map_codec_enp, 0, 0, BOTH, "7750330887000211", NULL, ERR_MAP_CHECK_DIGIT},
	{&map_codec_enp, 0, 0, BOTH, "7750330888000121", NULL, ERR_MAP_CHECK_DIGIT},      /* one digit of the birth */
	{&map_codec_enp, 0, 0, BOTH, "0000000000000000", NULL, ERR_MAP_FORMAT},
	{&map_codec_enp, 0, 0, BOTH, "775033088700012", NULL, ERR_MAP_FORMAT},
	{&map_codec_enp, 0, 0, BOTH, "77503308870001210", NULL, ERR_MAP_FORMAT},
	{&map_codec_enp, 0, 0, BOTH, "7750330887OOO121", NULL, ERR_MAP_FORMAT},
	{&map_codec_enp, 0, 0, BOTH, "7750 3308 8700 0121", NULL, ERR_MAP_FORMAT},
	{&map_codec_enp, 0, 0, BOTH, "", NULL, ERR_MAP_FORMAT},

	{&map_codec_bic, 0, 0, BOTH, "044525999", "044525999", 0},
	{&map_codec_bic, 0, 0, BOTH, "044525225", "044525225", 0},
	{&map_codec_bic, 0, 0, BOTH, "004525988", "004525988", 0},      /* the Federal Treasury */
	{&map_codec_bic, 0, 0, BOTH, "024501901", "024501901", 0},      /* the same */
	{&map_codec_bic, 0, 0, BOTH, "014030106", "014030106", 0},
	{&map_codec_bic, 0, 0, BOTH, "144525999", NULL, ERR_MAP_FORMAT},
	{&map_codec_bic, 0, 0, BOTH, "000000000", NULL, ERR_MAP_FORMAT},
	{&map_codec_bic, 0, 0, BOTH, "04452599", NULL, ERR_MAP_FORMAT},
	{&map_codec_bic, 0, 0, BOTH, "0445259990", NULL, ERR_MAP_FORMAT},
	{&map_codec_bic, 0, 0, BOTH, "04452599x", NULL, ERR_MAP_FORMAT},
	{&map_codec_bic, 0, 0, BOTH, "SABRRUMM", NULL, ERR_MAP_FORMAT},
	{&map_codec_bic, 0, 0, BOTH, "", NULL, ERR_MAP_FORMAT},
	{&map_codec_kpp, 0, 0, BOTH, "770101001", "770101001", 0},
	{&map_codec_kpp, 0, 0, BOTH, "773601001", "773601001", 0},
	{&map_codec_kpp, 0, 0, BOTH, "000000000", NULL, ERR_MAP_FORMAT},
	{&map_codec_kpp, 0, 0, BOTH, "77010100", NULL, ERR_MAP_FORMAT},
	{&map_codec_kpp, 0, 0, BOTH, "7701010010", NULL, ERR_MAP_FORMAT},
	{&map_codec_kpp, 0, 0, BOTH, "7701AB001", NULL, ERR_MAP_FORMAT},      /* commons has digits only */
	{&map_codec_kpp, 0, 0, BOTH, "", NULL, ERR_MAP_FORMAT},
	{&map_codec_oktmo, 0, 0, BOTH, "45382000", "45382000", 0},
	{&map_codec_oktmo, 0, 0, BOTH, "45382000101", "45382000101", 0},
	{&map_codec_oktmo, 0, 0, BOTH, "453820001", NULL, ERR_MAP_FORMAT},
	{&map_codec_oktmo, 0, 0, BOTH, "4538200", NULL, ERR_MAP_FORMAT},
	{&map_codec_oktmo, 0, 0, BOTH, "453820001012", NULL, ERR_MAP_FORMAT},
	{&map_codec_oktmo, 0, 0, BOTH, "00000000", NULL, ERR_MAP_FORMAT},
	{&map_codec_oktmo, 0, 0, BOTH, "45382OOO", NULL, ERR_MAP_FORMAT},
	{&map_codec_oktmo, 0, 0, BOTH, "", NULL, ERR_MAP_FORMAT},
	{&map_codec_okato, 0, 0, BOTH, "45", "45", 0},
	{&map_codec_okato, 0, 0, BOTH, "45286", "45286", 0},
	{&map_codec_okato, 0, 0, BOTH, "45286585", "45286585", 0},
	{&map_codec_okato, 0, 0, BOTH, "45286585000", "45286585000", 0},
	{&map_codec_okato, 0, 0, BOTH, "4", NULL, ERR_MAP_FORMAT},
	{&map_codec_okato, 0, 0, BOTH, "452", NULL, ERR_MAP_FORMAT},
	{&map_codec_okato, 0, 0, BOTH, "4528", NULL, ERR_MAP_FORMAT},
	{&map_codec_okato, 0, 0, BOTH, "4528658500", NULL, ERR_MAP_FORMAT},
	{&map_codec_okato, 0, 0, BOTH, "452865850001", NULL, ERR_MAP_FORMAT},
	{&map_codec_okato, 0, 0, BOTH, "00000000000", NULL, ERR_MAP_FORMAT},
	{&map_codec_okato, 0, 0, BOTH, "45 286", NULL, ERR_MAP_FORMAT},
	{&map_codec_okato, 0, 0, BOTH, "", NULL, ERR_MAP_FORMAT},
	/* clang-format on */
};

static void
numbers_know_good_and_bad(void **state)
{
	(void)state;
	codec_cases_hold(cases, COUNT_OF(cases));
}

/* What control digits are for: one digit taken for another. */
static void
a_wrong_digit_is_seen(void **state)
{
	static const struct {
		const struct map_codec *codec;
		const char             *good;
	} numbers[] = {
	    {&map_codec_snils, "12794130666"}, {&map_codec_inn, "500100732259"}, {&map_codec_inn_org, "7707083893"},
	    {&map_codec_enp, "7750330887000121"}
	};
	const struct map_limits limits = {0, 0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		for (size_t at = 0; at < strlen(numbers[i].good); at++)
			for (char digit = '0'; digit <= '9'; digit++) {
				char number[20], buf[MAP_TEXT_SIZE];
				const char *out;
				bool same = digit == numbers[i].good[at];

				snprintf(number, sizeof(number), "%s", numbers[i].good);
				number[at] = digit;
				assert_int_equal(numbers[i].codec->read(&limits, number, buf, &out),
				    same ? ERR_OK : ERR_MAP_CHECK_DIGIT);
			}
}

static void
accounts_belong_to_banks(void **state)
{
	static const struct {
		const char *bic, *account;
		bool        fits;
	} accounts[] = {
	    {"044525999", "40817810100000000001", true},
	    {"044525999", "40817810200000000001", false},       /* the key itself */
	    {"044525999", "40817810100000000010", false},
	    {"044525998", "40817810100000000001", false},       /* of another bank */
	    /* Of the Bank of Russia: 0 and the BIC's fifth and sixth. */
	    {"044525000", "40817810500000000001", true},
	    {"044525001", "40817810500000000001", true},
	    {"044525002", "40817810500000000001", true},
	    {"044525002", "40817810200000000001", false},
	    {"044525003", "40817810100000000001", true},
	    {"044525003", "40817810500000000001", false},
	    {"04452599",  "40817810100000000001", false},
	    {"0445259999", "40817810100000000001", false},
	    {"044525999", "4081781010000000000", false},
	    {"044525999", "408178101000000000011", false},
	    {"044525999", "4081781010000000000A", false},
	    {"",          "", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(accounts); i++)
		if (map_account_fits_bank(accounts[i].bic, accounts[i].account) != accounts[i].fits)
			fail_msg("row %zu", i);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_know_good_and_bad),
		cmocka_unit_test(a_wrong_digit_is_seen),
		cmocka_unit_test(accounts_belong_to_banks),
	};

	return cmocka_run_group_tests_name("codecs_ids", tests, NULL, NULL);
}
