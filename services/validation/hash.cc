#include "services/validation/hash.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/budget/check.h"
#include "services/budget/sha256.h"
#include "yuheng/budget/v1/document.pb.h"

namespace yuheng::validation {

std::string CanonicalSha256(const budget::v1::Document& document) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    YUHENG_CHECK(document.SerializeToCodedStream(&out));
  }
  return budget::Sha256Hex(bytes);
}

}  // namespace yuheng::validation
