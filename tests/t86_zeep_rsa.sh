#!/bin/sh
# zeep again, with RSA keys.
ZEEP_SIGN=rsa
export ZEEP_SIGN
exec sh "$top_srcdir/tests/t85_zeep.sh"
