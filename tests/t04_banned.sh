#!/bin/sh
# What is not written here, because it goes wrong too easily.
. "${top_srcdir:?}/tests/lib/tree.sh"

# ERE of code (comments and strings do not count)     what to use instead
banned='
strcpy|strcat|strncat|stpcpy|strncpy             snprintf or struct buf
sprintf|vsprintf                                 snprintf or buf_addf
gets|scanf|sscanf|fscanf                         a parser with limits
strtok|strtok_r|strsep                           a loop over the text
atoi|atol|atoll|atof                             strtol with its checks
system|popen|execl|execlp|execvp                 no other programs are run
tmpnam|tempnam|mktemp                            mkstemp
rand|srand|random|drand48                        id_new or RAND_bytes
ctime|asctime|gmtime|localtime                   clock_print_us or gmtime_r
alloca                                           a bounded array or struct buf
setjmp|longjmp                                   enum err
bcmp|bzero|bcopy                                 memcmp, memset, memmove
'
# Where no binary float may come near money.
exact='strtod|strtof|json_real|json_real_value|json_number_value|json_is_real'

c_files() { files '*.[ch]' adapter mapping tests; }

word='(^|[^A-Za-z0-9_])'

banned_calls() {
	printf '%s\n' "$banned" | while read -r names instead; do
		[ -n "$names" ] || continue
		c_files | xargs_code "(^|[^A-Za-z0-9_.>])($names)[ ]*\\(" |
			sed "s/\$/   use: $instead/"
	done
}
binary_floats() { sources | xargs_code "$word((float|double)[^A-Za-z0-9_]|($exact)[ ]*\\()"; }
gotos() { c_files | xargs_code "${word}goto[ ]"; }
typedefs() { c_files | xargs_code 'typedef[ ]+(struct|enum|union)'; }
# Everything but main, flow, front and the command line reports through struct err_info.
silent() { files '*.[ch]' mapping adapter/xml adapter/soap adapter/seal adapter/journal adapter/token adapter/send; }
said='log_(debug|info|warn|error|line|failure)|printf|puts|perror'
log_lines() { silent | xargs_code "$word($said)[ ]*\\("; }

rule 'no banned function is called' banned_calls
rule 'no binary float in the program' binary_floats
rule 'no goto' gotos
rule 'structs are not hidden behind typedefs' typedefs
rule 'only those who may log, log' log_lines
done_testing
