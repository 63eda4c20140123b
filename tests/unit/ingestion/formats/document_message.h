#ifndef YUHENG_TESTS_UNIT_INGESTION_FORMATS_DOCUMENT_MESSAGE_H_
#define YUHENG_TESTS_UNIT_INGESTION_FORMATS_DOCUMENT_MESSAGE_H_

#include "services/budget/document.h"
#include "services/budget/document_codec.h"
#include "yuheng/budget/v1/document.pb.h"

namespace yuheng::ingestion {

// The canonical document as it is served, but for the file it was read from.
inline budget::v1::Document MessageOf(const budget::Document& document) {
  budget::v1::Document message;
  budget::DocumentToProto(document, &message);
  message.clear_source();
  return message;
}

}  // namespace yuheng::ingestion

#endif  // YUHENG_TESTS_UNIT_INGESTION_FORMATS_DOCUMENT_MESSAGE_H_
