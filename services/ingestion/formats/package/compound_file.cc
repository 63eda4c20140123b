#include "services/ingestion/formats/package/compound_file.h"

#include <string>

#include "absl/strings/match.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

constexpr absl::string_view kMark("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);

// Whether the directory names a stream so: in UTF-16, with a zero behind it.
bool HoldsStream(absl::string_view bytes, absl::string_view name) {
  std::string entry;
  for (const char c : name) {
    entry.push_back(c);
    entry.push_back('\0');
  }
  entry.append(2, '\0');
  return absl::StrContains(bytes, entry);
}

absl::Status Refuse(absl::string_view message_id) {
  const budget::Text text = budget::Message(message_id);
  return rpc::MakeError(rpc::Reason::kDocumentBinary, text.zh, text.en);
}

}  // namespace

CompoundFileKind CompoundFileKindOf(absl::string_view bytes) {
  if (!absl::StartsWith(bytes, kMark)) return CompoundFileKind::kNone;
  if (HoldsStream(bytes, "EncryptedPackage")) {
    return CompoundFileKind::kProtected;
  }
  if (HoldsStream(bytes, "WordDocument")) return CompoundFileKind::kWord;
  if (HoldsStream(bytes, "Workbook") || HoldsStream(bytes, "Book")) {
    return CompoundFileKind::kWorkbook;
  }
  return CompoundFileKind::kOther;
}

absl::Status RefuseCompoundFile(absl::string_view bytes) {
  switch (CompoundFileKindOf(bytes)) {
    case CompoundFileKind::kProtected:
      return Refuse("reader.office_password");
    case CompoundFileKind::kWord:
      return Refuse("reader.word_old");
    case CompoundFileKind::kWorkbook:
      return Refuse("reader.workbook_old");
    default:
      return absl::OkStatus();
  }
}

}  // namespace yuheng::ingestion
