#include "services/ingestion/formats/plain_text_reader.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/form_detection.h"
#include "services/ingestion/formats/narrative_reader.h"
#include "services/ingestion/formats/outline.h"
#include "services/ingestion/formats/performance_reader.h"
#include "services/ingestion/formats/profile_reader.h"
#include "services/ingestion/formats/prose_reader.h"
#include "services/ingestion/formats/reading_problems.h"
#include "services/ingestion/formats/row_lines.h"
#include "services/ingestion/formats/second_document.h"
#include "services/ingestion/formats/table_anchor.h"
#include "services/ingestion/formats/table_reader.h"
#include "services/ingestion/formats/text_lines.h"
#include "services/ingestion/formats/trimmed_cells.h"
#include "services/ingestion/formats/unread_rows.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

using budget::Document;
using budget::TableKind;

constexpr int kPartCount = 4;

absl::Status Refuse(rpc::Reason reason, const budget::Text& text) {
  return rpc::MakeError(reason, text.zh, text.en);
}

class PlainTextReader {
 public:
  PlainTextReader(const budget::Form& form, const DecodedText& decoded,
                  const budget::Form* printed_form)
      : document_form_(form), decoded_(decoded), printed_form_(printed_form) {}

  void SetSource(std::vector<budget::SourcePart> parts,
                 std::vector<budget::ReadingProblem> problems) {
    document_.source.parts = std::move(parts);
    document_.problems = std::move(problems);
  }

  absl::StatusOr<Document> Read() {
    absl::StatusOr<std::vector<TextLine>> lines = SplitLines(decoded_.text());
    if (!lines.ok()) return lines.status();
    lines_ = *std::move(lines);
    parts_ = FindParts(lines_);
    anchors_ = FindTableAnchors(document_form_, lines_);
    TellForm();
    if (absl::Status status = KnowByNumber(form(), &anchors_); !status.ok()) {
      return status;
    }
    MarkRows(&anchors_, &lines_);
    RestoreTrimmedCells(form(), &anchors_, &lines_);
    LeaveSecondDocument();
    in_table_.assign(lines_.size(), false);
    if (absl::Status status = ReadTables(); !status.ok()) return status;
    if (absl::Status status = Identify(); !status.ok()) return status;
    for (const Part& part : parts_) {
      AddHeading(absl::StrCat("part", part.number), part.title, part.line);
    }
    ReadTexts();
    AddWholeDocumentProblems();
    const auto by_line = [](const auto& a, const auto& b) {
      return a.line < b.line;
    };
    std::stable_sort(document_.headings.begin(), document_.headings.end(),
                     by_line);
    ReadProse(lines_, in_table_, &document_);
    return std::move(document_);
  }

 private:
  // As it is on paper.
  const budget::Form& form() const { return printed_form_->OnPaper(); }

  void TellForm() {
    // Another one than the built-in ones is known to whoever gave it.
    if (printed_form_ == nullptr &&
        document_form_.id != budget::StandardForm().id) {
      printed_form_ = &document_form_;
    }
    if (printed_form_ == nullptr) {
      const FormDetection detection = DetectForm(lines_, anchors_, [this] {
        return IdentifyDocument(lines_, parts_, anchors_, {}, 0, 0).fiscal_year;
      });
      if (!detection.candidates.empty()) TellCandidates(detection);
      printed_form_ = detection.form;
    }
    // The standard one goes without saying.
    if (printed_form_->id == document_form_.id) {
      printed_form_ = &document_form_;
    } else {
      document_.form = printed_form_->id;
    }
  }

  void TellCandidates(const FormDetection& detection) {
    budget::Text names;
    for (const budget::Form* form : detection.candidates) {
      absl::StrAppend(&names.zh, names.zh.empty() ? "" : "、", form->id, "（",
                      form->name.zh, "）");
      absl::StrAppend(&names.en, names.en.empty() ? "" : ", ", form->id, " (",
                      form->name.en, ")");
    }
    AddProblem("reader.form_ambiguous", lines_[anchors_.front().begin].number,
               TableKind::kNone,
               {{"forms", names}, {"standard", detection.form->id}},
               &document_);
  }

  void AddHeading(std::string key, std::string text, int line) {
    document_.headings.push_back({std::move(key), std::move(text), line});
  }

  // What stands behind the first document is not read, only told.
  void LeaveSecondDocument() {
    const auto second = FindSecondDocument(lines_, parts_, anchors_);
    if (!second.has_value()) return;
    budget::Text tables;
    for (const TableKind kind : second->tables) {
      const budget::TableShape& shape = form().Table(kind);
      const std::string number =
          shape.label.empty() ? absl::StrCat(shape.number) : shape.label;
      absl::StrAppend(&tables.zh, tables.zh.empty() ? "表" : "、表", number);
      absl::StrAppend(&tables.en, tables.en.empty() ? "" : ", ", number);
    }
    AddProblem("reader.second_document", lines_[second->begin].number,
               second->tables.front(), {{"tables", tables}}, &document_);
    const auto behind = [&](const auto& each) {
      return each.begin >= second->begin;
    };
    parts_.erase(std::remove_if(parts_.begin(), parts_.end(), behind),
                 parts_.end());
    anchors_.erase(std::remove_if(anchors_.begin(), anchors_.end(), behind),
                   anchors_.end());
    parts_.back().end = second->begin;
    lines_.resize(second->begin);
  }

  absl::Status ReadTables() {
    std::vector<std::pair<const TableAnchor*, TableReading>> empty;
    for (size_t i = 0; i < anchors_.size(); ++i) {
      const TableAnchor& anchor = anchors_[i];
      if (anchor.kind == TableKind::kNone) continue;
      const size_t limit =
          i + 1 < anchors_.size() ? anchors_[i + 1].begin : lines_.size();
      if (anchor.cells_lost) {
        AddProblem(
            "reader.cells_lost", lines_[anchor.title].number, anchor.kind,
            {{"table", TableName(form().Table(anchor.kind))}}, &document_);
        LeaveTable(anchor, limit);
        continue;
      }
      absl::StatusOr<TableReading> reading =
          ReadTable(form(), lines_, anchor, limit, &document_);
      if (!reading.ok()) return reading.status();
      if (reading->columns_unclear) {
        columns_unclear_ = true;
        LeaveTable(anchor, limit);
        continue;
      }
      if (reading->empty) {
        empty.emplace_back(&anchor, *std::move(reading));
        continue;
      }
      AddUnreadRows(form().Table(anchor.kind), lines_, reading->unread_lines,
                    &document_);
      if (document_.tables.size() == budget::kTablesMax) {
        return Refuse(
            rpc::Reason::kDocumentUnreadable,
            budget::Message("reader.tables_too_many",
                            {{"limit", absl::StrCat(budget::kTablesMax)}}));
      }
      for (size_t line = anchor.begin; line < reading->end; ++line) {
        in_table_[line] = true;
      }
      department_votes_ += reading->role == budget::DocumentRole::kDepartment;
      unit_votes_ += reading->role == budget::DocumentRole::kUnit;
      cut_in_table_ = cut_in_table_ || reading->cut;
      AddHeading(absl::StrCat("T", static_cast<int>(anchor.kind)),
                 std::string(budget::TrimBlanks(lines_[anchor.title].text)),
                 reading->table.line);
      document_.tables.push_back(std::move(reading->table));
    }
    // Entries of a table of contents are no tables; a title without its table
    // is a problem.
    for (const auto& [anchor, reading] : empty) {
      if (document_.FindTable(anchor->kind) != nullptr) continue;
      const budget::TableShape& shape = form().Table(anchor->kind);
      if (AddUnseparatedCells(shape, lines_, reading.figure_lines,
                              &document_)) {
        continue;
      }
      if (!reading.unread_lines.empty()) {
        AddUnreadRows(shape, lines_, reading.unread_lines, &document_);
        continue;
      }
      if (!anchor->titled) continue;
      AddProblem("reader.table_without_rows", lines_[anchor->title].number,
                 anchor->kind, {{"table", TableName(shape)}}, &document_);
    }
    return absl::OkStatus();
  }

  // A table of which no amount would stand in its place for certain.
  void LeaveTable(const TableAnchor& anchor, size_t limit) {
    for (size_t line = limit; line > anchor.begin; --line) {
      in_table_[line - 1] = in_table_[line - 1] || lines_[line - 1].cell;
    }
  }

  absl::Status Identify() {
    Identity identity =
        IdentifyDocument(lines_, parts_, anchors_, document_.tables,
                         department_votes_, unit_votes_);
    if (identity.kind == budget::DocumentKind::kFinalAccount) {
      return Refuse(rpc::Reason::kDocumentFinalAccount,
                    budget::Message("reader.final_account"));
    }
    if (document_.tables.empty() && !columns_unclear_ &&
        (parts_.empty() || identity.kind == budget::DocumentKind::kUnknown)) {
      return Refuse(rpc::Reason::kDocumentNotABudget,
                    budget::Message("reader.not_a_budget"));
    }
    document_.kind = identity.kind;
    document_.role = identity.role;
    document_.fiscal_year = identity.fiscal_year;
    document_.department = std::move(identity.department);
    return absl::OkStatus();
  }

  const Part* FindPart(PartTopic topic) const {
    for (const Part& part : parts_) {
      if (part.topic == topic) return &part;
    }
    return nullptr;
  }

  // The lines from `begin` to `end` that belong to no table.
  std::vector<TextLine> Outside(size_t begin, size_t end) const {
    std::vector<TextLine> outside;
    outside.reserve(end - begin);
    for (size_t i = begin; i < end; ++i) {
      if (!in_table_[i]) outside.push_back(lines_[i]);
    }
    return outside;
  }

  // All of them but the parts whose topic is none of the narrative's.
  std::vector<TextLine> OutsideForeignParts() const {
    std::vector<TextLine> outside;
    size_t next = 0;
    for (const Part& part : parts_) {
      if (part.topic != PartTopic::kProfile &&
          part.topic != PartTopic::kTerms) {
        continue;
      }
      for (const TextLine& line : Outside(next, part.begin)) {
        outside.push_back(line);
      }
      next = part.end;
    }
    for (const TextLine& line : Outside(next, lines_.size())) {
      outside.push_back(line);
    }
    return outside;
  }

  void ReadTexts() {
    const Part* profile = FindPart(PartTopic::kProfile);
    const Part* narrative = FindPart(PartTopic::kNarrative);
    ReadProfile(profile != nullptr
                    ? Outside(profile->begin, profile->end)
                    : Outside(0, narrative != nullptr ? narrative->begin
                                                      : lines_.size()),
                &document_);
    ReadNarrative(narrative != nullptr
                      ? Outside(narrative->begin, narrative->end)
                      : OutsideForeignParts(),
                  &document_);
    ReadPerformanceSheets(Outside(0, lines_.size()), &document_);
  }

  int LastLine() const {
    for (size_t i = lines_.size(); i > 0; --i) {
      if (!budget::TrimBlanks(lines_[i - 1].text).empty()) {
        return lines_[i - 1].number;
      }
    }
    return 0;
  }

  void AddWholeDocumentProblems() {
    if (decoded_.bytes_invalid > 0) {
      AddProblem("reader.bytes_invalid", decoded_.first_invalid_line,
                 TableKind::kNone,
                 {{"count", absl::StrCat(decoded_.bytes_invalid)}}, &document_);
    }
    if (decoded_.cut_in_character || cut_in_table_ || EndsBetweenParts()) {
      const budget::Text missing = Missing();
      const TableKind table = cut_in_table_ && !document_.tables.empty()
                                  ? document_.tables.back().kind
                                  : TableKind::kNone;
      if (missing.zh.empty()) {
        AddProblem("reader.document_cut", LastLine(), table, {}, &document_);
      } else {
        AddProblem("reader.document_cut_missing", LastLine(), table,
                   {{"missing", missing}}, &document_);
      }
    }
    std::stable_sort(document_.problems.begin(), document_.problems.end(),
                     [](const auto& a, const auto& b) {
                       return a.location.line < b.location.line;
                     });
  }

  bool HasPart(int number) const {
    return std::any_of(parts_.begin(), parts_.end(),
                       [&](const Part& part) { return part.number == number; });
  }

  // The first parts are there in order, the last ones are not.
  bool EndsBetweenParts() const {
    int next = 1;
    for (const Part& part : parts_) {
      if (part.number != next) return false;
      ++next;
    }
    return next > 1 && next <= kPartCount;
  }

  // Which parts and tables of the form are not there.
  budget::Text Missing() const {
    static constexpr absl::string_view kNumerals[] = {"一", "二", "三", "四"};
    budget::Text missing;
    const auto add = [&missing](absl::string_view zh, absl::string_view en) {
      absl::StrAppend(&missing.zh, missing.zh.empty() ? "" : "、", zh);
      absl::StrAppend(&missing.en, missing.en.empty() ? "" : ", ", en);
    };
    for (const budget::TableShape& shape : form().tables) {
      if (!shape.printed) continue;
      if (document_.FindTable(shape.kind) != nullptr) continue;
      const budget::Text name = TableName(shape);
      add(name.zh, name.en);
    }
    for (int number = 1; number <= kPartCount; ++number) {
      if (HasPart(number)) continue;
      add(absl::StrCat("第", kNumerals[number - 1], "部分"),
          absl::StrCat("part ", number));
    }
    return missing;
  }

  const budget::Form& document_form_;
  const DecodedText& decoded_;
  const budget::Form* printed_form_;  // Null until it is known.
  std::vector<TextLine> lines_;
  std::vector<Part> parts_;
  std::vector<TableAnchor> anchors_;
  std::vector<bool> in_table_;
  bool columns_unclear_ = false;  // Of a table, which was left out.
  bool cut_in_table_ = false;
  int department_votes_ = 0;
  int unit_votes_ = 0;
  Document document_;
};

}  // namespace

absl::StatusOr<Document> ReadPlainText(const budget::Form& form,
                                       const DecodedText& decoded,
                                       const budget::Form* printed_form) {
  return PlainTextReader(form, decoded, printed_form).Read();
}

absl::StatusOr<Document> ReadPrintedText(const budget::Form& form,
                                         PrintedText printed,
                                         const budget::Form* printed_form) {
  DecodedText decoded;
  decoded.original = printed.text;
  PlainTextReader reader(form, decoded, printed_form);
  reader.SetSource(std::move(printed.parts), std::move(printed.problems));
  return reader.Read();
}

}  // namespace yuheng::ingestion
