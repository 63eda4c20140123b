#include "services/ingestion/formats/workbook/workbook_reader.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/messages.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/package/refusal.h"
#include "services/ingestion/formats/reading_problems.h"
#include "services/ingestion/formats/workbook/limits.h"
#include "services/ingestion/formats/workbook/sheet_cells.h"
#include "services/ingestion/formats/workbook/sheet_printer.h"
#include "services/ingestion/formats/workbook/sheet_strings.h"
#include "services/ingestion/formats/workbook/workbook_styles.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

class WorkbookReader {
 public:
  WorkbookReader(const budget::Form& form, OfficePackage* package)
      : package_(*package), printer_(form) {}

  absl::StatusOr<PrintedText> Read() {
    auto relations = package_.RelationsOf(package_.main_name());
    if (!relations.ok()) return relations.status();
    if (absl::Status status = ReadContext(package_.root(), *relations);
        !status.ok()) {
      return status;
    }
    if (absl::Status status = ReadSheets(package_.root(), *relations);
        !status.ok()) {
      return status;
    }
    if (absl::Status status = CheckCalculated(); !status.ok()) return status;
    for (const Sheet& sheet : sheets_) {
      if (absl::Status status = PrintSheet(sheet); !status.ok()) return status;
    }
    return Finish();
  }

 private:
  using Relations = OfficePackage::Relations;
  struct Sheet {
    std::string name;
    SheetCells cells;
    bool hidden = false;
  };

  absl::Status ReadContext(const pugi::xml_node& root,
                           const Relations& relations) {
    context_.epoch_1904 = IsSet(ChildOf(root, "workbookPr"), "date1904");
    for (const PackageRelation& relation : relations) {
      const bool strings = relation.type == "sharedStrings";
      if (!strings && relation.type != "styles") continue;
      auto part = package_.Parse(relation.part);
      if (!part.ok()) return part.status();
      if (strings) {
        auto read = ReadSharedStrings(**part);
        if (!read.ok()) return read.status();
        context_.strings = *std::move(read);
      } else {
        auto read = WorkbookStyles::Read(**part);
        if (!read.ok()) return read.status();
        context_.styles = *std::move(read);
      }
    }
    return absl::OkStatus();
  }

  absl::Status ReadSheets(const pugi::xml_node& root,
                          const Relations& relations) {
    size_t count = 0;
    const pugi::xml_node sheets = ChildOf(root, "sheets");
    for (pugi::xml_node sheet = ChildOf(sheets, "sheet"); sheet;
         sheet = NextOf(sheet, "sheet")) {
      if (++count > kWorkbookSheetsMax) {
        return RefuseTooLarge("reader.workbook_sheets",
                              {{"limit", absl::StrCat(kWorkbookSheetsMax)}});
      }
      const absl::string_view id = PrefixedAttributeOf(sheet, "id");
      const auto relation = std::find_if(
          relations.begin(), relations.end(),
          [&](const PackageRelation& each) { return each.id == id; });
      const std::string name = CellText(AttributeOf(sheet, "name"));
      if (relation == relations.end()) return RefuseDamaged(name);
      // Sheets of charts and of macros hold no cells.
      if (relation->type != "worksheet") continue;
      const absl::string_view state = AttributeOf(sheet, "state");
      const bool hidden = state == "hidden" || state == "veryHidden";
      auto part = package_.Parse(relation->part);
      if (!part.ok()) return part.status();
      auto cells = ReadSheetCells(name, **part, context_, &allowance_);
      if (!cells.ok()) return cells.status();
      if (!hidden) printer_.Announce(name, *cells);
      sheets_.push_back({name, *std::move(cells), hidden});
    }
    return absl::OkStatus();
  }

  absl::Status CheckCalculated() const {
    size_t count = 0;
    std::string first;
    for (const auto& [name, cells, hidden] : sheets_) {
      const CellCount& uncalculated = cells.uncalculated;
      if (hidden || uncalculated.count == 0) continue;
      if (count == 0) {
        first = ReferenceOf(name, uncalculated.row, uncalculated.column);
      }
      count += uncalculated.count;
    }
    if (count <= kUncalculatedMax) return absl::OkStatus();
    const budget::Text text =
        budget::Message("reader.workbook_uncalculated",
                        {{"count", absl::StrCat(count)}, {"cell", first}});
    return rpc::MakeError(rpc::Reason::kDocumentUnreadable, text.zh, text.en);
  }

  absl::Status PrintSheet(const Sheet& sheet) {
    const std::string& name = sheet.name;
    const SheetCells* const cells = &sheet.cells;
    if (sheet.hidden) {
      if (!cells->rows.empty()) {
        AddProblem("reader.sheet_hidden", {0, name}, {{"sheet", name}},
                   &printer_.printed());
      }
      return absl::OkStatus();
    }
    if (cells->hidden_rows + cells->hidden_columns > 0) {
      AddProblem("reader.sheet_rows_hidden", {0, name},
                 {{"sheet", name},
                  {"rows", absl::StrCat(cells->hidden_rows)},
                  {"columns", absl::StrCat(cells->hidden_columns)}},
                 &printer_.printed());
    }
    TellCells("reader.formulas_uncalculated", name, cells->uncalculated);
    TellCells("reader.digits_hidden", name, cells->rounded);
    TellCells("reader.formats_unknown", name, cells->unknown);
    if (absl::Status status = printer_.Print(name, *cells); !status.ok()) {
      return status;
    }
    TellCells(printer_.left_out_id(), name, printer_.left_out());
    return absl::OkStatus();
  }

  void TellCells(absl::string_view id, const std::string& name,
                 const CellCount& cells) {
    if (cells.count == 0) return;
    AddProblem(id, {0, ReferenceOf(name, cells.row, cells.column)},
               {{"sheet", name}, {"count", absl::StrCat(cells.count)}},
               &printer_.printed());
  }

  absl::StatusOr<PrintedText> Finish() {
    PrintedText& printed = printer_.printed();
    if (printed.text.empty()) {
      const budget::Text text = budget::Message("reader.workbook_empty");
      return rpc::MakeError(rpc::Reason::kDocumentEmpty, text.zh, text.en);
    }
    bool sound = budget::IsUtf8(printed.text);
    for (const budget::SourcePart& part : printed.parts) {
      sound = sound && budget::IsUtf8(part.name);
    }
    if (!sound) return RefuseDamaged("UTF-8");
    return std::move(printed);
  }

  OfficePackage& package_;
  SheetPrinter printer_;
  WorkbookContext context_;
  std::vector<Sheet> sheets_;
  SheetAllowance allowance_{kPrintedCellsMax, kPrintedBytesMax};
};

}  // namespace

absl::StatusOr<PrintedText> PrintWorkbook(const budget::Form& form,
                                          OfficePackage* package) {
  return WorkbookReader(form, package).Read();
}

}  // namespace yuheng::ingestion
