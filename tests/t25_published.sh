#!/bin/sh
# Our schemas take and refuse the same documents as the Fund's published ones, and what the program
# writes is valid by both.
set -u
top=${top_srcdir:?}
. "$top/tests/lib/tap.sh"
published=$top/../shared/contracts/pfr-kvs/bap-for-period-1.0.1/bap-for-period-1.0.1.xsd
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
command -v xmllint >/dev/null || skip_all 'xmllint (libxml2-utils) is not installed'

valid() {       # SCHEMA DOCUMENT
	xmllint --nonet --noout --schema "$1" "$2" 2>"$dir/said" && return
	grep -q 'fails to validate' "$dir/said" || { cat "$dir/said"; exit 99; }
	return 1
}

# agree WHAT accepted|refused DOCUMENT: ours, and the published one where it is at hand.
agree() {
	valid "$top/xsd/bap-for-period.xsd" "$3" && got=accepted || got=refused
	is "$1: $2 by ours" "$got" "$2"
	[ -f "$published" ] || { skip "$1: $2 by the published one" 'there are no published schemas here'; return; }
	valid "$published" "$3" && got=accepted || got=refused
	is "$1: $2 by the published one" "$got" "$2"
}

# What the program writes.
./tests/t23_mapping BapForPeriodRequest >"$dir/request.xml" || exit 99
agree 'our request' accepted "$dir/request.xml"
for name in SubmitApplicationRequest GetApplicationRequest; do
	./tests/t23_mapping $name >"$dir/$name.xml" || exit 99
	ok "our $name is valid" valid "$top/xsd/applications.xsd" "$dir/$name.xml"
done
for schema in "$top"/xsd/*.xsd; do
	printf '<x/>' >"$dir/x.xml"
	ok "$(basename "$schema") is a schema" eval '! valid "$schema" "$dir/x.xml"'
done

detail='<b:PaymentDetail><b:Type>2</b:Type><b:Sum>1</b:Sum></b:PaymentDetail>'
payment="<b:Payment><b:Type>1</b:Type><b:Base>Тест</b:Base><b:Sum>60.5</b:Sum>$detail</b:Payment>"
cat >"$dir/reply.xml" <<END
<r:BapForPeriodResponse xmlns:r="http://kvs.pfr.com/bap-for-period/1.0.1"
    xmlns:b="http://kvs.pfr.com/benefits-common/1.0.0"
    xmlns:p="urn://x-artefacts-smev-gov-ru/supplementary/commons/1.0.1">
<p:FamilyName>Ёлкина-Петрова</p:FamilyName>
<p:FirstName>Анна Мария</p:FirstName>
<p:Patronymic>О'гли</p:Patronymic>
<b:Snils>02773319862</b:Snils>
<b:BirthDate>1966-09-12</b:BirthDate>
<b:Gender>Female</b:Gender>
<b:ActualDate>2015-12-31+03:00</b:ActualDate>
<b:ExistData>true</b:ExistData>
<b:BeginPeriod>2014-01-01</b:BeginPeriod>
<b:NumberOfMonths>3</b:NumberOfMonths>
<b:MonthlyPayments>
<b:MonthlyPayment>
<b:Year>2014</b:Year>
<b:Month>--01</b:Month>
<b:TotalPaymentsSum>121.00</b:TotalPaymentsSum>
<b:NumberOfPayments>2</b:NumberOfPayments>
<b:Payments>
$payment
$payment
</b:Payments>
</b:MonthlyPayment>
</b:MonthlyPayments>
</r:BapForPeriodResponse>
END
agree 'a reply' accepted "$dir/reply.xml"

xsi=http://www.w3.org/2001/XMLSchema-instance
e50=ёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёё
# DOCUMENT | verdict | what is done to it | sed script
while IFS='|' read -r document verdict what script; do
	[ -n "$document" ] || continue
	sed "$script" "$dir/$document.xml" >"$dir/changed.xml"
	cmp -s "$dir/$document.xml" "$dir/changed.xml" && { echo "Bail out! $what: nothing changed"; exit 99; }
	agree "$document, $what" "$verdict" "$dir/changed.xml"
done <<END
reply|accepted|no patronymic|/Patronymic/d
reply|accepted|no months|/<b:MonthlyPayments>/,/<.b:MonthlyPayments>/d
reply|accepted|nothing at all|2,/<.b:MonthlyPayments>/{/xmlns/!d}
reply|accepted|a name with its first character a digit|s/Анна Мария/1Анна/
reply|accepted|a name of blanks after a letter|s/Анна Мария/А    /
reply|accepted|a name of 100 letters|s/Анна Мария/$e50$e50/
reply|accepted|no ground|s/<b:Base>Тест<.b:Base>//
reply|accepted|an empty ground|s/<b:Base>Тест</<b:Base></
reply|accepted|a negative sum|s/60.5/-60.5/
reply|accepted|a sum of many digits|s/60.5/123456789012345678.123/
reply|accepted|a number with leading zeros|s/>3</>003</
reply|refused|a name of 101 letters|s/Анна Мария/${e50}${e50}ё/
reply|refused|an empty name|s/Анна Мария//
reply|refused|a Latin name|s/Анна Мария/Anna/
reply|refused|a name with a digit inside|s/Анна Мария/Анна1/
reply|refused|a name that begins with a blank|s/Анна Мария/ Анна/
reply|refused|a name that begins with an apostrophe|s/Анна Мария/'Анна/
reply|refused|no family name|/FamilyName/d
reply|refused|names in another order|/FirstName/{h;d};/Patronymic/G
reply|refused|SNILS with hyphens|s/02773319862/027-733-198 62/
reply|refused|SNILS of 10 digits|s/02773319862/0277331986/
reply|refused|SNILS with a blank|s/02773319862/02773319862 /
reply|refused|a day that is none|s/1966-09-12/1966-09-31/
reply|refused|a date with dots|s/1966-09-12/12.09.1966/
reply|refused|sex in Russian|s/Female/Ж/
reply|refused|sex nil|s,<b:Gender>Female,<b:Gender xmlns:xsi="$xsi" xsi:nil="true">,
reply|refused|existence in words|s/>true</>yes</
reply|refused|a number that is none|s/>3</>three</
reply|refused|a fraction of months|s/>3</>3.0</
reply|refused|months without any|/<b:MonthlyPayment>/,/<.b:MonthlyPayment>/d
reply|refused|a month without payments|/<b:Payment>/d
reply|refused|a month as a number|s/--01/01/
reply|refused|month 13|s/--01/--13/
reply|refused|a year of two digits|s/>2014</>14</
reply|refused|a sum with a comma|s/60.5/60,5/
reply|refused|an empty sum|s/60.5//
reply|refused|a payment without a sum|s/<b:Sum>60.5<.b:Sum>//
reply|refused|a detail before the sum|s/\(<b:Sum>60.5<.b:Sum>\)\(<b:PaymentDetail>.*<.b:PaymentDetail>\)/\2\1/
reply|refused|an unknown member|s/<b:ExistData>/<b:Extra\/>&/
reply|refused|an unknown attribute|s/<b:ExistData>/<b:ExistData x="1">/
reply|refused|another namespace|s/benefits-common.1.0.0/benefits-common\/1.0.1/
reply|refused|a member twice|s/<b:Gender>.*/&&/
request|refused|no period|s/<[a-z]*:BeginPeriod>[^<]*<.[a-z]*:BeginPeriod>//
request|refused|no number of months|s/<[a-z]*:NumberOfMonths>[^<]*<.[a-z]*:NumberOfMonths>//
request|refused|another root|s/BapForPeriodRequest/BapForPeriod/g
END
done_testing
