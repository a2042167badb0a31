#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/base/base.h"
#include "tests/fund/offices.h"

enum { ALL = 0x3f, NO_SICK_LEAVE = 0x2f, PENSIONS = 0x21, FAMILIES = 0x26 };

static const struct office offices[] = {
	/* clang-format off */
	/* id     name                                         region                  city               street                 house phone      zone services */
	{"77-01", "Клиентская служба «Образцовая»",            "Москва",               "Москва",          "улица Образцовая",    "1",  "+74950000001", 3,  ALL},
	{"77-02", "Клиентская служба «Примерная»",             "Москва",               "Москва",          "улица Примерная",     "12", "+74950000002", 3,  PENSIONS},
	{"77-03", "Клиентская служба «Семейная»",              "Москва",               "Москва",          "проезд Пробный",      "3",  "+74950000003", 3,  FAMILIES},
	{"78-01", "Клиентская служба «Невская»",               "Санкт-Петербург",      "Санкт-Петербург", "проспект Учебный",    "40", "+78120000001", 3,  ALL},
	{"78-02", "Клиентская служба «Островная»",             "Санкт-Петербург",      "Санкт-Петербург", "линия Пробная",       "7",  "+78120000002", 3,  NO_SICK_LEAVE},
	{"39-01", "Клиентская служба в Калининграде",          "Калининградская область", "Калининград",  "улица Портовая",      "5",  "+74010000001", 2,  ALL},
	{"50-01", "Клиентская служба в Образцовске",           "Московская область",   "Образцовск",      "улица Садовая",       "2",  "+74960000001", 3,  NO_SICK_LEAVE},
	{"63-01", "Клиентская служба в Самаре",                "Самарская область",    "Самара",          "улица Волжская",      "18", "+78460000001", 4,  ALL},
	{"66-01", "Клиентская служба в Екатеринбурге",         "Свердловская область", "Екатеринбург",    "улица Заводская",     "31", "+73430000001", 5,  ALL},
	{"54-01", "Клиентская служба в Новосибирске",          "Новосибирская область", "Новосибирск",    "проспект Научный",    "9",  "+73830000001", 7,  ALL},
	{"25-01", "Клиентская служба во Владивостоке",         "Приморский край",      "Владивосток",     "улица Приморская",    "4",  "+74230000001", 10, ALL},
	{"41-01", "Клиентская служба в Петропавловске-Камчатском", "Камчатский край",  "Петропавловск-Камчатский", "улица Вулканная", "6", "+74150000001", 12, PENSIONS},
	/* clang-format on */
};

/* Public holidays of every year.  Days off that the government moves are not known here. */
static const struct {
	int month, first, last;
} holidays[] = {
	{1, 1, 8}, {2, 23, 23}, {3, 8, 8}, {5, 1, 1}, {5, 9, 9}, {6, 12, 12}, {11, 4, 4},
};

const struct office *
office_at(size_t i)
{
	return i < COUNT_OF(offices) ? &offices[i] : NULL;
}

const struct office *
office_named(const char *id)
{
	for (size_t i = 0; i < COUNT_OF(offices); i++)
		if (strcmp(offices[i].id, id) == 0)
			return &offices[i];
	return NULL;
}

void
day_print(int64_t day, char text[11])
{
	char moment[CLOCK_TEXT_SIZE];

	clock_print_ms(day * DAY_S * 1000000, moment);
	snprintf(text, 11, "%.10s", moment);
}

bool
day_parse(const char *text, int64_t *ret_day)
{
	char moment[CLOCK_TEXT_SIZE];
	int64_t us;

	if (strlen(text) < 10)
		return false;
	snprintf(moment, sizeof(moment), "%.10sT00:00:00Z", text);
	if (!clock_parse(moment, &us) || us < 0)
		return false;
	*ret_day = us / 1000000 / DAY_S;
	return true;
}

bool
day_is_working(int64_t day)
{
	int64_t weekday = (day + 3) % 7;        /* from Monday; 1970-01-01 was a Thursday */
	char text[11];
	int month, of_month;

	day_print(day, text);
	month = (int)strtol(text + 5, NULL, 10);
	of_month = (int)strtol(text + 8, NULL, 10);
	for (size_t i = 0; i < COUNT_OF(holidays); i++)
		if (month == holidays[i].month && of_month >= holidays[i].first && of_month <= holidays[i].last)
			return false;
	return weekday < 5;
}

void
slot_step(struct slot *slot)
{
	slot->minute += OFFICE_VISIT;
	if (slot->minute == OFFICE_LUNCH)
		slot->minute += 60;
	if (slot->minute < OFFICE_CLOSES)
		return;
	slot->minute = OFFICE_OPENS;
	slot->day++;
}

void
slot_print(const struct slot *slot, char id[SLOT_ID_SIZE])
{
	char day[11];

	day_print(slot->day, day);
	snprintf(id, SLOT_ID_SIZE, "%s-%.4s%.2s%.2s%02d%02d", slot->office->id, day, day + 5, day + 8,
	    slot->minute / 60, slot->minute % 60);
}

bool
slot_parse(const char *id, struct slot *ret_slot)
{
	char office[6], day[11], again[SLOT_ID_SIZE];
	struct slot slot = {.minute = OFFICE_OPENS};
	int64_t asked;
	long clock;

	if (strlen(id) != 18 || strspn(id + 6, "0123456789") != 12)
		return false;
	snprintf(office, sizeof(office), "%.5s", id);
	snprintf(day, sizeof(day), "%.4s-%.2s-%.2s", id + 6, id + 10, id + 12);
	slot.office = office_named(office);
	if (slot.office == NULL || !day_parse(day, &asked))
		return false;
	clock = strtol(id + 14, NULL, 10);
	slot.day = asked;
	while (slot.day == asked && slot.minute / 60 * 100 + slot.minute % 60 != clock)
		slot_step(&slot);
	slot_print(&slot, again);
	*ret_slot = slot;
	return strcmp(id, again) == 0;
}

int64_t
slot_us(const struct slot *slot)
{
	return (slot->day * DAY_S + slot->minute * 60 - slot->office->zone * 3600) * 1000000;
}

void
slot_time(const struct slot *slot, int minutes, char text[SLOT_TIME_SIZE])
{
	int minute = slot->minute + minutes;
	char day[11];

	day_print(slot->day, day);
	snprintf(text, SLOT_TIME_SIZE, "%sT%02d:%02d:00+%02d:00", day, minute / 60 % 24, minute % 60,
	    slot->office->zone);
}

bool
slot_is_offered(const struct slot *slot, int64_t now_us)
{
	int64_t us = slot_us(slot);

	return day_is_working(slot->day) && us > now_us && us < now_us + (int64_t)OFFICE_DAYS * DAY_S * 1000000;
}
