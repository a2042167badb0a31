#include "config.h"

#include <string.h>

#include "mapping/codec.h"

/*
 * The account's 20 digits behind three of the bank's, weights 7 1 3 in turn, the products' last
 * digits add up to a multiple of ten.  The three are the last of the BIC; for an account with the
 * Bank of Russia itself (000 to 002 there) they are 0 and the BIC's fifth and sixth.
 */
bool
map_account_fits_bank(const char *bic, const char *account)
{
	static const int weight[] = {7, 1, 3};
	char digits[23];
	int sum = 0;

	if (!map_is_digits(bic, 9) || !map_is_digits(account, 20))
		return false;
	memcpy(digits, bic + 6, 3);
	if (memcmp(digits, "00", 2) == 0 && digits[2] <= '2') {
		digits[0] = '0';
		memcpy(digits + 1, bic + 4, 2);
	}
	memcpy(digits + 3, account, 20);
	for (int i = 0; i < 23; i++)
		sum += (digits[i] - '0') * weight[i % 3] % 10;
	return sum % 10 == 0;
}
