#include "services/ingestion/formats/document_reader.h"

#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/messages.h"
#include "services/budget/regional_form.h"
#include "services/budget/sha256.h"
#include "services/ingestion/formats/canonical_reader.h"
#include "services/ingestion/formats/csv/csv_reader.h"
#include "services/ingestion/formats/csv/file_archive.h"
#include "services/ingestion/formats/detail/detail_list.h"
#include "services/ingestion/formats/detail/detail_reader.h"
#include "services/ingestion/formats/encoding.h"
#include "services/ingestion/formats/file_set.h"
#include "services/ingestion/formats/package/compound_file.h"
#include "services/ingestion/formats/package/office_package.h"
#include "services/ingestion/formats/package/other_office.h"
#include "services/ingestion/formats/plain_text_reader.h"
#include "services/ingestion/formats/text_lines.h"
#include "services/ingestion/formats/web/web_archive.h"
#include "services/ingestion/formats/web/web_page.h"
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
absl::StatusOr<budget::Document> ReadPrinted(
    const budget::Form& form, const ReadOptions& options,
    absl::StatusOr<PrintedText> printed) {
  if (!printed.ok()) return printed.status();
  if (LooksLikeDetailLines(form, printed->text)) {
    return ReadDetailLines(form, *std::move(printed));
  }
  LeaveOutDetailLines(form, &*printed);
  return ReadPrintedText(form, *std::move(printed), options.printed_form);
}

absl::StatusOr<budget::Document> ReadPublishedText(const budget::Form& form,
                                                   const ReadOptions& options,
                                                   DecodedText decoded) {
  PrintedText printed{std::string(decoded.text()), {}, {}};
  if (LeaveOutDetailLines(form, &printed)) {
    decoded.storage = std::move(printed.text);
    decoded.converted = true;
  }
  auto document = ReadPlainText(form, decoded, options.printed_form);
  if (document.ok()) {
    std::move(printed.problems.begin(), printed.problems.end(),
              std::back_inserter(document->problems));
  }
  return document;
}

struct Reading {
  absl::StatusOr<budget::Document> document;
  std::string encoding;
};

// `archived`: the bytes stood in an archive already.
Reading ReadByContent(const budget::Form& form, absl::string_view bytes,
                      const ReadOptions& options, bool archived) {
  const absl::string_view file_name = options.file_name;
  if (LooksLikeBinaryDocument(bytes, file_name)) {
    return {ReadBinaryDocument(form, bytes), ""};
  }
  if (LooksLikeZip(bytes)) {
    auto files = UnpackFiles(bytes);
    if (!files.ok()) return {files.status(), ""};
    if (files->empty()) {
      return {ReadPrinted(form, options, PrintOfficePackage(form, bytes)), ""};
    }
    // One in an archive of its own is read; none in an archive in an archive.
    if (files->size() == 1 && !archived) {
      ReadOptions of_file = options;
      of_file.file_name = files->front().name;
      return ReadByContent(form, files->front().bytes, of_file,
                           /*archived=*/true);
    }
    return {ReadPrinted(form, options, PrintFiles(form, *files)), ""};
  }
  if (absl::Status refused = RefuseCompoundFile(bytes); !refused.ok()) {
    return {refused, ""};
  }
  std::string page;
  if (LooksLikeWebArchive(bytes)) {
    absl::StatusOr<std::string> found = PageInArchive(bytes);
    if (!found.ok()) return {found.status(), ""};
    page = *std::move(found);
    bytes = page;
  }
  absl::StatusOr<DecodedText> decoded = DecodeText(bytes);
  if (!decoded.ok()) return {decoded.status(), ""};
  if (absl::Status refused = RefuseOfficeXml(SkipBlanks(decoded->text()));
      !refused.ok()) {
    return {refused, decoded->encoding};
  }
  if (LooksLikeWebPage(decoded->text())) {
    return {ReadPrinted(form, options, PrintWebPage(form, *decoded)),
            decoded->encoding};
  }
  const absl::string_view text = SkipBlanks(decoded->text());
  if (absl::StartsWith(text, "{")) {
    return {ReadJsonDocument(form, text), decoded->encoding};
  }
  if (LooksLikeDetailLines(form, text)) {
    return {ReadDetailLines(form, {std::string(text), {}, {}}),
            decoded->encoding};
  }
  if (LooksLikeCsv(decoded->text(), file_name)) {
    const NamedText file{std::string(BaseName(file_name)),
                         std::string(decoded->text()), decoded->bytes_invalid};
    auto figures = ReadLongCsv(form, file);
    if (!figures.ok()) return {figures.status(), ""};
    if (figures->has_value()) return {**std::move(figures), decoded->encoding};
    return {ReadPrinted(form, options, PrintCsvFiles(form, {file})),
            decoded->encoding};
  }
  std::string encoding = decoded->encoding;
  return {ReadPublishedText(form, options, *std::move(decoded)),
          std::move(encoding)};
}

}  // namespace

absl::StatusOr<const budget::Form*> FindPrintedForm(absl::string_view id) {
  const budget::Form* form = id.empty() ? nullptr : budget::FindForm(id);
  if (form != nullptr || id.empty()) return form;
  const budget::Text text = budget::Message(
      "forms.unknown",
      {{"value", std::string(id)}, {"forms", budget::FormIds()}});
  return rpc::MakeError(rpc::Reason::kDocumentUnreadable, text.zh, text.en);
}

absl::StatusOr<budget::Document> ReadDocument(const budget::Form& form,
                                              absl::string_view bytes,
                                              const ReadOptions& options) {
  if (static_cast<int64_t>(bytes.size()) > options.size_bytes_max) {
    const budget::Text text = budget::Message(
        "reader.too_large", {{"actual", absl::StrCat(bytes.size())},
                             {"limit", absl::StrCat(options.size_bytes_max)}});
    return rpc::MakeError(rpc::Reason::kDocumentTooLarge, text.zh, text.en);
  }
  Reading reading = ReadByContent(form, bytes, options, /*archived=*/false);
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
