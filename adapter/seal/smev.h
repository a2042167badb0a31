/*
 * smev: the transform of SMEV 3, as a class of xmlsec.  Private to seal/.
 *
 * Octets in, octets out: it follows exclusive canonicalisation.  Signatures that mostik judges
 * may not use it (signature.c allows nothing but SEAL_C14N_URI); smev_sign.c signs with it.
 */
#ifndef ADAPTER_SEAL_SMEV_H
#define ADAPTER_SEAL_SMEV_H

#include <xmlsec/transforms.h>

/* Adds the class to xmlsec's list.  Once, after xmlSecInit(). */
void seal_smev_install(void);

xmlSecTransformId seal_smev_class(void);

#endif
