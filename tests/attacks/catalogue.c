#include "config.h"

#include "tests/attacks/attack.h"

const struct attack_family *const attack_families[ATTACK_FAMILIES] = {
	&attack_wrapping, &attack_shape, &attack_references, &attack_methods, &attack_values,
	&attack_identity, &attack_times, &attack_altered, &attack_text, &attack_harmless,
};
