#include "services/validation/hash.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/budget/check.h"
#include "services/budget/sha256.h"
#include "yuheng/budget/v1/document.pb.h"

namespace yuheng::validation {

std::string CanonicalSha256(const budget::v1::Document& document) {
  std::string bytes(document.ByteSizeLong(), '\0');
  google::protobuf::io::ArrayOutputStream stream(
      bytes.data(), static_cast<int>(bytes.size()));
  google::protobuf::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);
  document.SerializeWithCachedSizes(&out);
  out.Trim();
  YUHENG_CHECK(!out.HadError());
  return budget::Sha256Hex(bytes);
}

}  // namespace yuheng::validation
