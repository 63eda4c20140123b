#include "services/ingestion/formats/workbook/workbook_reader.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/budget/messages.h"
#include "services/ingestion/formats/encoding.h"
#include "services/ingestion/formats/workbook/limits.h"
#include "services/ingestion/formats/workbook/refusal.h"
#include "services/ingestion/formats/workbook/sheet_cells.h"
#include "services/ingestion/formats/workbook/sheet_printer.h"
#include "services/ingestion/formats/workbook/sheet_strings.h"
#include "services/ingestion/formats/workbook/workbook_styles.h"
#include "services/ingestion/formats/workbook/xml_part.h"
#include "services/ingestion/formats/workbook/zip_archive.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

// A part another one refers to.
struct Relation {
  std::string type;  // The last word of its URI: worksheet, styles.
  std::string part;  // Its name in the archive.
};

// `target` as seen from the folder of `part`, without a slash in front.
std::string PartNamed(absl::string_view part, absl::string_view target) {
  std::vector<absl::string_view> path;
  if (!absl::StartsWith(target, "/")) {
    path = absl::StrSplit(part, '/', absl::SkipEmpty());
    if (!path.empty()) path.pop_back();
  }
  for (const absl::string_view step :
       absl::StrSplit(target, '/', absl::SkipEmpty())) {
    if (step == "..") {
      if (!path.empty()) path.pop_back();
    } else if (step != ".") {
      path.push_back(step);
    }
  }
  return absl::StrJoin(path, "/");
}

// Where the relations of a part stand: xl/_rels/workbook.xml.rels.
std::string RelationsOf(absl::string_view part) {
  const size_t name = part.rfind('/') + 1;  // npos + 1 is 0.
  return absl::StrCat(part.substr(0, name), "_rels/", part.substr(name),
                      ".rels");
}

class WorkbookReader {
 public:
  WorkbookReader(const budget::Form& form, const ZipArchive& archive)
      : archive_(archive), printer_(form) {}

  absl::StatusOr<PrintedText> Read() {
    if (!archive_.Has("[Content_Types].xml") || !archive_.Has("_rels/.rels")) {
      return RefuseForeign();
    }
    auto package = ReadRelations("");
    if (!package.ok()) return package.status();
    std::string workbook;
    for (const auto& [id, relation] : *package) {
      if (relation.type == "officeDocument") workbook = relation.part;
    }
    // Of Word, PowerPoint and the binary workbooks (.xlsb).
    if (workbook.empty() || !absl::EndsWith(workbook, ".xml")) {
      return RefuseForeign();
    }
    auto part = Parse(workbook);
    if (!part.ok()) return part.status();
    const pugi::xml_node root = ChildOf((*part)->document, "workbook");
    if (!root) return RefuseForeign();
    auto relations = ReadRelations(workbook);
    if (!relations.ok()) return relations.status();
    if (absl::Status status = ReadContext(root, *relations); !status.ok()) {
      return status;
    }
    if (absl::Status status = ReadSheets(root, *relations); !status.ok()) {
      return status;
    }
    return Finish();
  }

 private:
  using Relations = absl::flat_hash_map<std::string, Relation>;  // By id.

  absl::StatusOr<std::unique_ptr<XmlPart>> Parse(const std::string& name) {
    absl::StatusOr<std::string> bytes = archive_.Read(name);
    if (!bytes.ok()) return bytes.status();
    // One part may stand behind many relations.
    parsed_bytes_ += bytes->size();
    if (parsed_bytes_ > kInflatedBytesMax) {
      return RefuseInflated(name, parsed_bytes_);
    }
    return ParseXml(name, *std::move(bytes));
  }

  // Of the part, or of the package for no part.
  absl::StatusOr<Relations> ReadRelations(const std::string& part) {
    auto parsed = Parse(RelationsOf(part));
    if (!parsed.ok()) return parsed.status();
    Relations relations;
    const pugi::xml_node root = ChildOf((*parsed)->document, "Relationships");
    for (pugi::xml_node node = ChildOf(root, "Relationship"); node;
         node = NextOf(node, "Relationship")) {
      if (AttributeOf(node, "TargetMode") == "External") continue;
      const absl::string_view type = AttributeOf(node, "Type");
      relations[std::string(AttributeOf(node, "Id"))] = {
          std::string(type.substr(type.rfind('/') + 1)),
          PartNamed(part, AttributeOf(node, "Target"))};
    }
    return relations;
  }

  absl::Status ReadContext(const pugi::xml_node& root,
                           const Relations& relations) {
    context_.epoch_1904 = IsSet(ChildOf(root, "workbookPr"), "date1904");
    for (const auto& [id, relation] : relations) {
      const bool strings = relation.type == "sharedStrings";
      if (!strings && relation.type != "styles") continue;
      auto part = Parse(relation.part);
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
      const auto relation =
          relations.find(std::string(PrefixedAttributeOf(sheet, "id")));
      const std::string name = CellText(AttributeOf(sheet, "name"));
      if (relation == relations.end()) return RefuseDamaged(name);
      // Sheets of charts and of macros hold no cells.
      if (relation->second.type != "worksheet") continue;
      const absl::string_view state = AttributeOf(sheet, "state");
      const bool hidden = state == "hidden" || state == "veryHidden";
      if (absl::Status status = ReadSheet(name, relation->second.part, hidden);
          !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }

  absl::Status ReadSheet(const std::string& name, const std::string& part_name,
                         bool hidden) {
    auto part = Parse(part_name);
    if (!part.ok()) return part.status();
    auto cells = ReadSheetCells(name, **part, context_, &allowance_);
    if (!cells.ok()) return cells.status();
    if (hidden) {
      if (!cells->rows.empty()) {
        Tell("reader.sheet_hidden", name, {{"sheet", name}});
      }
      return absl::OkStatus();
    }
    if (cells->hidden_rows + cells->hidden_columns > 0) {
      Tell("reader.sheet_rows_hidden", name,
           {{"sheet", name},
            {"rows", absl::StrCat(cells->hidden_rows)},
            {"columns", absl::StrCat(cells->hidden_columns)}});
    }
    TellCells("reader.formulas_uncalculated", name, cells->uncalculated);
    TellCells("reader.digits_hidden", name, cells->rounded);
    if (absl::Status status = printer_.Print(name, *cells); !status.ok()) {
      return status;
    }
    TellCells("reader.sheet_foreign", name, printer_.left_out());
    return absl::OkStatus();
  }

  void TellCells(absl::string_view id, const std::string& name,
                 const CellCount& cells) {
    if (cells.count == 0) return;
    Tell(id, ReferenceOf(name, cells.row, cells.column),
         {{"sheet", name}, {"count", absl::StrCat(cells.count)}});
  }

  void Tell(absl::string_view id, std::string reference,
            std::initializer_list<budget::MessageArgument> arguments) {
    budget::ReadingProblem problem;
    problem.id = std::string(id);
    problem.location.reference = std::move(reference);
    problem.message = budget::Message(id, arguments);
    printer_.printed().problems.push_back(std::move(problem));
  }

  absl::StatusOr<PrintedText> Finish() {
    PrintedText& printed = printer_.printed();
    if (printed.text.empty()) {
      const budget::Text text = budget::Message("reader.workbook_empty");
      return rpc::MakeError(rpc::Reason::kDocumentEmpty, text.zh, text.en);
    }
    bool sound = IsUtf8(printed.text);
    for (const budget::SourcePart& part : printed.parts) {
      sound = sound && IsUtf8(part.name);
    }
    if (!sound) return RefuseDamaged("UTF-8");
    return std::move(printed);
  }

  const ZipArchive& archive_;
  SheetPrinter printer_;
  uint64_t parsed_bytes_ = 0;
  WorkbookContext context_;
  SheetAllowance allowance_{kPrintedCellsMax, kPrintedBytesMax};
};

}  // namespace

bool LooksLikeZip(absl::string_view bytes) {
  return absl::StartsWith(bytes, absl::string_view("PK\x03\x04", 4));
}

absl::StatusOr<PrintedText> PrintWorkbook(const budget::Form& form,
                                          absl::string_view bytes) {
  auto archive = ZipArchive::Open(bytes);
  if (!archive.ok()) return archive.status();
  return WorkbookReader(form, **archive).Read();
}

}  // namespace yuheng::ingestion
