#ifndef YUHENG_TESTS_UNIT_INGESTION_FORMATS_DOCUMENT_MESSAGE_H_
#define YUHENG_TESTS_UNIT_INGESTION_FORMATS_DOCUMENT_MESSAGE_H_

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "google/protobuf/message.h"
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

// Takes out where everything stood.
inline void ClearPlaces(google::protobuf::Message* message) {
  const auto* reflection = message->GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  for (const auto* field : fields) {
    if (absl::EndsWith(field->name(), "line") || field->name() == "reference") {
      reflection->ClearField(message, field);
    } else if (field->cpp_type() != field->CPPTYPE_MESSAGE) {
      continue;
    } else if (!field->is_repeated()) {
      ClearPlaces(reflection->MutableMessage(message, field));
    } else {
      for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
        ClearPlaces(reflection->MutableRepeatedMessage(message, field, i));
      }
    }
  }
}

// The canonical document as text, without lines and references.
inline std::string WithoutPlaces(const budget::Document& document) {
  budget::v1::Document message = MessageOf(document);
  ClearPlaces(&message);
  return message.DebugString();
}

}  // namespace yuheng::ingestion

#endif  // YUHENG_TESTS_UNIT_INGESTION_FORMATS_DOCUMENT_MESSAGE_H_
