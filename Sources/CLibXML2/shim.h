#ifndef ASSAY_CLIBXML2_SHIM_H
#define ASSAY_CLIBXML2_SHIM_H

// Debian builds libxml2 with ICU, whose UErrorCode differs from the one inside
// Foundation: a module that imports both does not compile. Nothing here needs
// libxml2's ICU declarations, so they are switched off before any are seen.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlwriter.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

// xmlFree is a variable, which Swift takes for shared mutable state.
static inline void assay_xml_free(void *memory) { xmlFree(memory); }

#endif
