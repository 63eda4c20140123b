#include "services/ingestion/formats/package/refusal.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {

absl::Status RefuseTooLarge(
    absl::string_view id,
    std::initializer_list<budget::MessageArgument> arguments) {
  const budget::Text text = budget::Message(id, arguments);
  return rpc::MakeError(rpc::Reason::kDocumentTooLarge, text.zh, text.en);
}

absl::Status RefuseInflated(absl::string_view part, uint64_t bytes,
                            uint64_t bytes_max) {
  return RefuseTooLarge("reader.package_inflated",
                        {{"part", std::string(part)},
                         {"actual", absl::StrCat(bytes)},
                         {"limit", absl::StrCat(bytes_max)}});
}

absl::Status RefuseSecret(absl::string_view part) {
  const budget::Text text =
      budget::Message("reader.archive_password", {{"file", std::string(part)}});
  return rpc::MakeError(rpc::Reason::kDocumentBinary, text.zh, text.en);
}

absl::Status RefuseDamaged(absl::string_view what) {
  const budget::Text text =
      budget::Message("reader.package_damaged", {{"part", std::string(what)}});
  return rpc::MakeError(rpc::Reason::kDocumentUnreadable, text.zh, text.en);
}

absl::Status RefuseForeign() {
  const budget::Text text = budget::Message("reader.binary_office");
  return rpc::MakeError(rpc::Reason::kDocumentBinary, text.zh, text.en);
}

}  // namespace yuheng::ingestion
