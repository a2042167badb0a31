/* mapping_samples: documents that the tests of mapping/ share, as C text with ' for ". */
#ifndef TESTS_MAPPING_SAMPLES_H
#define TESTS_MAPPING_SAMPLES_H

#define TOKEN_JSON                                                                     \
	"'token':{'familyName':'Образцова','firstName':'Вера','patronymic':'Олеговна'," \
	"'snils':'027-733-198 62','birthDate':'1966-09-12','gender':'female'}"
#define PASSPORT                                                                  \
	"'passport':{'series':'4599','number':'000001','issueDate':'2011-10-03'," \
	"'issuedBy':'ОВД Образцового района','divisionCode':'770-001'}"
#define DETAILS_BUT_CONSENT                                                       \
	"'desiredDate':'2026-12-01','working':false,'dependants':0," PASSPORT "," \
	"'address':{'region':'Москва','guidFias':'0c5b2444-70a0-4932-980c-b4dc0d3f02b5'}," \
	"'contact':{'phone':'+79001234567'},"                                     \
	"'delivery':{'method':'bank','bic':'044525999','account':'40817810100000000001'}," \
	"'averageMonthlyEarnings':'1234.50',"                                     \
	"'workPeriods':[{'employer':'ООО «Пример»','from':'1995-02-01','to':null}]"
#define SUBMIT(details)                                                           \
	"{" TOKEN_JSON ",'header':{'idempotencyKey':'k-1'},"                           \
	"'body':{'orderId':'764607248','kind':'oldAgePension','details':{" details "},'attachments':[]}}"

#define GOOD_PAYMENTS "{" TOKEN_JSON ",'query':{'from':'2014-01','months':'3'}}"
#define GOOD_SUBMIT   SUBMIT(DETAILS_BUT_CONSENT ",'consent':true")
#define GOOD_GET      "{" TOKEN_JSON ",'path':{'number':'2026-000001'}}"

#define PERSON_XML                                                                \
	"<p:FamilyName>Образцова</p:FamilyName><p:FirstName>Вера</p:FirstName>"   \
	"<b:Snils>02773319862</b:Snils><b:BirthDate>1966-09-12+03:00</b:BirthDate>" \
	"<b:Gender>Female</b:Gender>"
#define PAYMENTS_XML(content)                                                     \
	"<r:BapForPeriodResponse xmlns:r='http://kvs.pfr.com/bap-for-period/1.0.1'" \
	" xmlns:b='http://kvs.pfr.com/benefits-common/1.0.0'"                     \
	" xmlns:p='urn://x-artefacts-smev-gov-ru/supplementary/commons/1.0.1'>" content \
	"</r:BapForPeriodResponse>"
#define REPLY_XML(exist, months)                                                  \
	PAYMENTS_XML(PERSON_XML "<b:ActualDate>2015-12-31</b:ActualDate><b:ExistData>" exist \
	    "</b:ExistData><b:BeginPeriod>2014-01-01</b:BeginPeriod>"             \
	    "<b:NumberOfMonths>3</b:NumberOfMonths>" months)
#define MONTH_XML(year, month, total, n, payments)                                \
	"<b:MonthlyPayment><b:Year>" year "</b:Year><b:Month>" month "</b:Month><b:TotalPaymentsSum>" total \
	"</b:TotalPaymentsSum><b:NumberOfPayments>" n "</b:NumberOfPayments><b:Payments>" payments \
	"</b:Payments></b:MonthlyPayment>"
#define PAYMENT_XML(sum) "<b:Payment><b:Type>ПЕН 1.1</b:Type><b:Base/><b:Sum>" sum "</b:Sum></b:Payment>"
#define ONE_MONTH_XML(payment)                                                    \
	REPLY_XML("true", "<b:MonthlyPayments>"                                   \
	    MONTH_XML("2014", "--01", "100.0", "1", payment) "</b:MonthlyPayments>")
#define PERSON_JSON                                                               \
	"'familyName':'Образцова','firstName':'Вера','snils':'02773319862',"      \
	"'birthDate':'1966-09-12','gender':'female','actualDate':'2015-12-31',"   \
	"'from':'2014-01','months':3"

/* 250 letters, 500 bytes: as much as the contract permits, which gSOAP must count as we do. */
#define E10 "ёёёёёёёёёё"
#define E50 E10 E10 E10 E10 E10
#define E250 E50 E50 E50 E50 E50

#define STATE_XML(content)                                                        \
	"<GetApplicationResponse xmlns='urn:mostik:applications:1.0.0'>" content "</GetApplicationResponse>"
#define STATE_HEAD_XML                                                            \
	"<Snils>02773319862</Snils><Number>N-1</Number><Kind>OldAgePension</Kind>" \
	"<SubmittedAt>2026-11-22T10:00:00+03:00</SubmittedAt><StatusId>3</StatusId>"

#endif
