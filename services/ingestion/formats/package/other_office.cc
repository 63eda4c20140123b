#include "services/ingestion/formats/package/other_office.h"

#include "absl/strings/match.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

// Where a file says what it is.
constexpr size_t kFrontBytes = 2'048;

absl::Status Refuse(absl::string_view message_id) {
  const budget::Text text = budget::Message(message_id);
  return rpc::MakeError(rpc::Reason::kDocumentBinary, text.zh, text.en);
}

}  // namespace

absl::Status RefuseOpenDocument(const ZipArchive& archive) {
  return archive.Has("mimetype") && archive.Has("content.xml") &&
                 archive.Has("META-INF/manifest.xml")
             ? Refuse("reader.open_document")
             : absl::OkStatus();
}

absl::Status RefuseOfficeXml(absl::string_view text) {
  if (!absl::StartsWith(text, "<")) return absl::OkStatus();
  const absl::string_view front = text.substr(0, kFrontBytes);
  for (const absl::string_view mark :
       {"progid=\"Excel.Sheet\"", "progid=\"Word.Document\"",
        "urn:schemas-microsoft-com:office:spreadsheet\"",
        "schemas.microsoft.com/office/word/2003/wordml",
        "schemas.microsoft.com/office/2006/xmlPackage"}) {
    if (absl::StrContains(front, mark)) return Refuse("reader.office_xml");
  }
  return absl::OkStatus();
}

}  // namespace yuheng::ingestion
