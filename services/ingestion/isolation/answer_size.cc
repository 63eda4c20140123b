#include "services/ingestion/isolation/answer_size.h"

#include <cstdint>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"

namespace yuheng::ingestion {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

// Of messages within each other.
constexpr int kDepthMax = 16;

class Parts {
 public:
  Parts(CodedInputStream* stream, size_t max) : stream_(stream), left_(max) {}

  // Up to the limit that the stream has.
  bool Take(const Descriptor& type, int depth) {
    if (depth > kDepthMax) return false;
    while (const uint32_t tag = stream_->ReadTag()) {
      const FieldDescriptor* field =
          type.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
      if (field == nullptr || !TakeField(*field, tag, depth)) return false;
    }
    return stream_->BytesUntilLimit() == 0;
  }

 private:
  bool TakeField(const FieldDescriptor& field, uint32_t tag, int depth) {
    const auto expected =
        field.is_packed()
            ? WireFormatLite::WIRETYPE_LENGTH_DELIMITED
            : WireFormatLite::WireTypeForFieldType(
                  static_cast<WireFormatLite::FieldType>(field.type()));
    // Another type would be kept as a field that is not known.
    if (WireFormatLite::GetTagWireType(tag) != expected) return false;
    if (expected != WireFormatLite::WIRETYPE_LENGTH_DELIMITED) {
      return WireFormatLite::SkipField(stream_, tag);
    }
    uint32_t size = 0;
    if (left_-- == 0 || !stream_->ReadVarint32(&size) ||
        size > static_cast<uint32_t>(stream_->BytesUntilLimit())) {
      return false;
    }
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      return stream_->Skip(static_cast<int>(size));
    }
    const CodedInputStream::Limit limit =
        stream_->PushLimit(static_cast<int>(size));
    const bool taken = Take(*field.message_type(), depth + 1);
    stream_->PopLimit(limit);
    return taken;
  }

  CodedInputStream* const stream_;
  size_t left_;
};

}  // namespace

bool IsMessageOfSize(absl::string_view bytes, const Descriptor& type,
                     size_t parts_max) {
  CodedInputStream stream(reinterpret_cast<const uint8_t*>(bytes.data()),
                          static_cast<int>(bytes.size()));
  stream.PushLimit(static_cast<int>(bytes.size()));
  return Parts(&stream, parts_max).Take(type, 0);
}

}  // namespace yuheng::ingestion
