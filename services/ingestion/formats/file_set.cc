#include "services/ingestion/formats/file_set.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/budget/messages.h"
#include "services/ingestion/formats/csv/csv_reader.h"
#include "services/ingestion/formats/encoding.h"
#include "services/ingestion/formats/outline.h"
#include "services/ingestion/formats/package/office_package.h"
#include "services/ingestion/formats/package/refusal.h"
#include "services/ingestion/formats/reading_problems.h"
#include "services/ingestion/formats/table_anchor.h"
#include "services/ingestion/formats/text_lines.h"
#include "services/ingestion/formats/web/web_page.h"
#include "services/ingestion/formats/word/word_reader.h"
#include "services/ingestion/formats/workbook/workbook_reader.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

bool EndsInOneOf(absl::string_view name,
                 std::initializer_list<absl::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [name](absl::string_view ending) {
                       return absl::EndsWithIgnoreCase(name, ending);
                     });
}

bool IsPlain(absl::string_view name) {
  return EndsInOneOf(name, {".csv", ".tsv", ".txt"});
}

bool IsPage(absl::string_view name) {
  return EndsInOneOf(name, {".html", ".htm"});
}

bool IsOffice(absl::string_view name) {
  return EndsInOneOf(name, {".xlsx", ".xlsm", ".docx", ".docm"});
}

bool HoldsSheets(const PrintedText& printed) {
  return !printed.parts.empty() &&
         printed.parts.front().kind == budget::SourcePartKind::kSheet;
}

// Which part of a document a file begins with; tables without a word about it
// are the second one.
int PartOf(absl::string_view text) {
  constexpr int kTables = 2;
  const auto lines = SplitLines(text);
  if (!lines.ok()) return kTables;
  const std::vector<Part> parts = FindParts(*lines);
  return parts.empty() ? kTables : parts.front().number;
}

// Puts what a file says behind what others said.
void Append(PrintedText from, PrintedText* to) {
  if (!to->text.empty()) to->text += '\n';
  const auto above =
      static_cast<int>(std::count(to->text.begin(), to->text.end(), '\n'));
  to->text += from.text;
  for (budget::SourcePart& part : from.parts) {
    part.line += above;
    to->parts.push_back(std::move(part));
  }
  for (budget::ReadingProblem& problem : from.problems) {
    if (problem.location.line > 0) problem.location.line += above;
    to->problems.push_back(std::move(problem));
  }
}

// The place of a sheet or its cell, in one of several files:
// '公开表.xlsx/表3'!D7.
std::string InFile(const std::string& file, absl::string_view reference) {
  const size_t mark = reference.rfind('!');
  if (mark == absl::string_view::npos)
    return absl::StrCat(file, "/", reference);
  absl::string_view sheet = reference.substr(0, mark);
  if (absl::ConsumePrefix(&sheet, "'")) absl::ConsumeSuffix(&sheet, "'");
  return absl::StrCat("'", absl::StrReplaceAll(file, {{"'", "''"}}), "/", sheet,
                      "'", reference.substr(mark));
}

// Puts the file's name before the places in it.
void NameFile(const std::string& file, PrintedText* printed) {
  for (budget::SourcePart& part : printed->parts) {
    part.name = part.name.empty() ? file : absl::StrCat(file, "/", part.name);
  }
  for (budget::ReadingProblem& problem : printed->problems) {
    std::string& reference = problem.location.reference;
    if (!reference.empty()) reference = InFile(file, reference);
  }
}

// A text that stays as it is; what stands in it is '说明.txt'!25.
PrintedText AsPublished(const NamedText& file) {
  PrintedText printed = {
      .text = file.text,
      .parts = {{.name = file.name, .line = 1, .row = 1, .column = 1}}};
  if (file.bytes_invalid > 0) {
    AddProblem("reader.bytes_invalid", {0, file.name},
               {{"count", absl::StrCat(file.bytes_invalid)}}, &printed);
  }
  return printed;
}

// The tables that have rows in it, not those that a list of contents names.
std::set<budget::TableKind> TablesIn(const budget::Form& form,
                                     const PrintedText& printed) {
  std::set<budget::TableKind> kinds;
  const auto lines = SplitLines(printed.text);
  if (!lines.ok()) return kinds;
  std::vector<TableAnchor> anchors = FindTableAnchors(form, *lines);
  // Both are refused when all is read.
  if (!KnowByNumber(form, &anchors).ok()) return kinds;
  for (size_t i = 0; i < anchors.size(); ++i) {
    const TableAnchor& anchor = anchors[i];
    if (anchor.kind == budget::TableKind::kNone) continue;
    const auto end = i + 1 < anchors.size()
                         ? lines->begin() + anchors[i + 1].begin
                         : lines->end();
    if (std::any_of(lines->begin() + anchor.title + 1, end,
                    [](const TextLine& line) {
                      return line.cell || absl::StrContains(line.text, '\t');
                    })) {
      kinds.insert(anchor.kind);
    }
  }
  return kinds;
}

class FileSetPrinter {
 public:
  FileSetPrinter(const budget::Form& form,
                 const std::vector<ArchivedFile>& files)
      : form_(form), files_(files) {}

  absl::StatusOr<PrintedText> Print() {
    for (const ArchivedFile& file : files_) {
      absl::Status status;
      if (IsPlain(file.name)) {
        ReadText(file);
      } else if (IsOffice(file.name)) {
        status = Take(file, PrintOfficePackage(form_, file.bytes));
      } else if (IsPage(file.name)) {
        auto page = DecodeText(file.bytes);
        status =
            Take(file, page.ok() ? PrintWebPage(form_, *page)
                                 : absl::StatusOr<PrintedText>(page.status()));
      } else {
        Tell("reader.archive_left_out", file, {});
      }
      if (!status.ok()) return status;
    }
    for (auto& [part, texts] : texts_) {
      if (absl::Status status = TakeTexts(std::move(texts)); !status.ok()) {
        return status;
      }
    }
    if (printed_.text.empty()) {
      const budget::Text text = budget::Message(
          "reader.archive_several", {{"count", absl::StrCat(files_.size())}});
      return rpc::MakeError(rpc::Reason::kDocumentBinary, text.zh, text.en);
    }
    std::move(told_.problems.begin(), told_.problems.end(),
              std::back_inserter(printed_.problems));
    return std::move(printed_);
  }

 private:
  absl::Status Add(PrintedText printed) {
    Append(std::move(printed), &printed_);
    if (printed_.text.size() <= kPrintedBytesMax &&
        printed_.parts.size() <= budget::kSourcePartsMax) {
      return absl::OkStatus();
    }
    return RefuseTooLarge("reader.archive_lines",
                          {{"bytes", absl::StrCat(kPrintedBytesMax)},
                           {"parts", absl::StrCat(budget::kSourcePartsMax)}});
  }

  void Tell(absl::string_view id, const ArchivedFile& file,
            const budget::Text& why) {
    AddProblem(id, {0, file.name}, {{"file", file.name}, {"reason", why}},
               &told_);
  }

  void TellUnreadable(const ArchivedFile& file, const absl::Status& status) {
    const rpc::ErrorDetails details = rpc::DetailsOf(status);
    Tell("reader.archive_unreadable", file, {details.zh, details.en});
  }

  void ReadText(const ArchivedFile& file) {
    auto decoded = DecodeText(file.bytes);
    if (!decoded.ok()) return TellUnreadable(file, decoded.status());
    texts_[PartOf(decoded->text())].push_back(
        {file.name, std::string(decoded->text()), decoded->bytes_invalid});
  }

  // Tables as csv are the sheets of one workbook; other texts are as published.
  absl::Status TakeTexts(std::vector<NamedText> texts) {
    const auto csv = std::stable_partition(
        texts.begin(), texts.end(), [](const NamedText& file) {
          return !LooksLikeCsv(file.text, file.name);
        });
    for (auto file = texts.begin(); file != csv; ++file) {
      absl::Status status = AddChecked(file->name, AsPublished(*file));
      if (!status.ok()) return status;
    }
    texts.erase(texts.begin(), csv);
    if (texts.empty()) return absl::OkStatus();
    auto printed = PrintCsvFiles(form_, texts);
    if (!printed.ok()) return printed.status();
    return AddChecked(texts.front().name, *std::move(printed));
  }

  absl::Status Take(const ArchivedFile& file,
                    absl::StatusOr<PrintedText> printed) {
    if (!printed.ok()) {
      TellUnreadable(file, printed.status());
      return absl::OkStatus();
    }
    if (!HoldsSheets(*printed)) {
      if (words_taken_) {
        absl::Status status = CheckOneDocument(file.name, *printed);
        if (status.ok()) Tell("reader.archive_second_words", file, {});
        return status;
      }
      words_taken_ = true;
    }
    if (files_.size() > 1) NameFile(file.name, &*printed);
    return AddChecked(file.name, *std::move(printed));
  }

  absl::Status AddChecked(const std::string& file, PrintedText printed) {
    absl::Status status = CheckOneDocument(file, printed);
    return status.ok() ? Add(std::move(printed)) : status;
  }

  // A table that stands in two files makes them two documents.
  absl::Status CheckOneDocument(const std::string& file,
                                const PrintedText& printed) {
    for (const budget::TableKind kind : TablesIn(form_, printed)) {
      const auto [other, is_new] = file_of_.try_emplace(kind, file);
      if (is_new) continue;
      const budget::Text text =
          budget::Message("reader.archive_documents",
                          {{"file", file},
                           {"other", other->second},
                           {"table", absl::StrCat(form_.Table(kind).number)}});
      return rpc::MakeError(rpc::Reason::kDocumentBinary, text.zh, text.en);
    }
    return absl::OkStatus();
  }

  const budget::Form& form_;
  const std::vector<ArchivedFile>& files_;
  std::map<int, std::vector<NamedText>> texts_;  // By PartOf.
  bool words_taken_ = false;
  std::map<budget::TableKind, std::string> file_of_;
  PrintedText printed_;
  PrintedText told_;  // Problems of files as a whole.
};

}  // namespace

absl::StatusOr<PrintedText> PrintOfficePackage(const budget::Form& form,
                                               absl::string_view bytes) {
  auto package = OfficePackage::Open(bytes);
  if (!package.ok()) return package.status();
  const pugi::xml_node& root = (*package)->root();
  if (IsNamed(root, "workbook")) return PrintWorkbook(form, package->get());
  if (IsNamed(root, "document")) return PrintWordDocument(form, package->get());
  return RefuseForeign();
}

absl::StatusOr<PrintedText> PrintFiles(const budget::Form& form,
                                       const std::vector<ArchivedFile>& files) {
  return FileSetPrinter(form, files).Print();
}

}  // namespace yuheng::ingestion
