#include "services/ingestion/formats/document_reader.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/messages.h"
#include "services/budget/sha256.h"
#include "services/ingestion/formats/canonical_reader.h"
#include "services/ingestion/formats/detail/detail_reader.h"
#include "services/ingestion/formats/encoding.h"
#include "services/ingestion/formats/plain_text_reader.h"
#include "services/ingestion/formats/text_lines.h"
#include "services/ingestion/formats/workbook/workbook_reader.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

absl::string_view BaseName(absl::string_view path) {
  const size_t slash = path.find_last_of("/\\");
  return slash == absl::string_view::npos ? path : path.substr(slash + 1);
}

absl::Status RefuseFinalAccount() {
  const budget::Text text = budget::Message("reader.final_account");
  return rpc::MakeError(rpc::Reason::kDocumentFinalAccount, text.zh, text.en);
}

// Tables and texts, or the lines that they are sums of.
absl::StatusOr<budget::Document> ReadPrinted(const budget::Form& form,
                                             PrintedText printed) {
  return LooksLikeDetailLines(printed.text)
             ? ReadDetailLines(form, std::move(printed))
             : ReadPrintedText(form, std::move(printed));
}

struct Reading {
  absl::StatusOr<budget::Document> document;
  std::string encoding;
};

Reading ReadByContent(const budget::Form& form, absl::string_view bytes,
                      absl::string_view file_name) {
  if (LooksLikeBinaryDocument(bytes, file_name)) {
    return {ReadBinaryDocument(form, bytes), ""};
  }
  if (LooksLikeZip(bytes)) {
    absl::StatusOr<PrintedText> printed = PrintWorkbook(form, bytes);
    if (!printed.ok()) return {printed.status(), ""};
    return {ReadPrinted(form, *std::move(printed)), ""};
  }
  absl::StatusOr<DecodedText> decoded = DecodeText(bytes);
  if (!decoded.ok()) return {decoded.status(), ""};
  const absl::string_view text = SkipBlanks(decoded->text());
  if (absl::StartsWith(text, "{")) {
    return {ReadJsonDocument(form, text), decoded->encoding};
  }
  if (LooksLikeDetailLines(text)) {
    return {ReadDetailLines(form, {std::string(text), {}, {}}),
            decoded->encoding};
  }
  return {ReadPlainText(form, *decoded), decoded->encoding};
}

}  // namespace

bool NeedsForeignParser(absl::string_view bytes) { return LooksLikeZip(bytes); }

absl::StatusOr<budget::Document> ReadDocument(const budget::Form& form,
                                              absl::string_view bytes,
                                              const ReadOptions& options) {
  if (static_cast<int64_t>(bytes.size()) > options.size_bytes_max) {
    const budget::Text text = budget::Message(
        "reader.too_large", {{"actual", absl::StrCat(bytes.size())},
                             {"limit", absl::StrCat(options.size_bytes_max)}});
    return rpc::MakeError(rpc::Reason::kDocumentTooLarge, text.zh, text.en);
  }
  Reading reading = ReadByContent(form, bytes, options.file_name);
  if (!reading.document.ok()) return reading.document.status();
  budget::Document document = *std::move(reading.document);
  if (document.kind == budget::DocumentKind::kFinalAccount) {
    return RefuseFinalAccount();
  }
  const absl::string_view name = BaseName(options.file_name);
  document.source.name.assign(name.data(), name.size());
  document.source.sha256 = budget::Sha256Hex(bytes);
  document.source.encoding = std::move(reading.encoding);
  return document;
}

}  // namespace yuheng::ingestion
