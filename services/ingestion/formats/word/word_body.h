#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WORD_WORD_BODY_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WORD_WORD_BODY_H_

#include <cstddef>

#include "services/ingestion/formats/package/xml_part.h"
#include "services/ingestion/formats/paper/paper_builder.h"
#include "services/ingestion/formats/word/word_numbering.h"
#include "services/ingestion/formats/word/word_styles.h"

namespace yuheng::ingestion {

// What stands in a document beside what it shows.
struct WordAsides {
  size_t changes = 0;    // Insertions, deletions and moves, not accepted.
  size_t footnotes = 0;  // And endnotes; not read.
  size_t hidden = 0;     // Pieces of hidden text, and hidden rows; not read.
};

// Puts what the body (w:body) shows into `builder`, until that is full.
WordAsides ReadWordBody(const pugi::xml_node& body, const WordStyles& styles,
                        WordNumbering* numbering, PaperBuilder* builder);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WORD_WORD_BODY_H_
