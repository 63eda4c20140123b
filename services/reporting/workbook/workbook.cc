#include "services/reporting/workbook/workbook.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/budget/messages.h"
#include "services/reporting/workbook/cell_formats.h"
#include "services/reporting/workbook/private_folder.h"
#include "services/reporting/workbook/sheet_layout.h"
#include "services/reporting/workbook/sheet_writer.h"
#include "xlsxwriter.h"

namespace yuheng::reporting {
namespace {

absl::Status LibraryError(lxw_error error) {
  return absl::InternalError(
      absl::StrCat("the workbook can't be written: ", lxw_strerror(error)));
}

// Codes of the library's footer notation.
std::string Footer(const WorkbookOptions& options) {
  const std::string revision =
      budget::Message("reporting.footer_revision",
                      {{"revision", absl::StrCat(options.revision)}})
          .zh;
  const std::string page = budget::Message("reporting.footer_page",
                                           {{"page", "&P"}, {"pages", "&N"}})
                               .zh;
  return absl::StrCat("&L", revision, "&R", page);
}

// What a document says below a table that holds nothing.
std::string Note(const WorkbookOptions& options, const ReportTable& table) {
  if (!table.nil()) return "";
  const absl::string_view id = table.shape->kind == budget::TableKind::kT8
                                   ? "reporting.nil_fund"
                               : table.shape->kind == budget::TableKind::kT9
                                   ? "reporting.nil_state_capital"
                                   : "reporting.nil_table";
  return budget::Message(id,
                         {{"name", options.display_name},
                          {"year", absl::StrCat(options.fiscal_year)},
                          {"title", budget::Text{table.title, table.title_en}}})
      .zh;
}

void SetProperties(const WorkbookOptions& options, lxw_workbook* workbook) {
  std::string title =
      budget::Message("reporting.workbook_title",
                      {{"name", options.display_name},
                       {"year", absl::StrCat(options.fiscal_year)}})
          .zh;
  std::string author = options.display_name;
  std::string comment =
      budget::Message("reporting.footer_revision",
                      {{"revision", absl::StrCat(options.revision)}})
          .zh;
  lxw_doc_properties properties = {};  // The library copies the texts.
  properties.title = title.data();
  properties.author = author.data();
  properties.comments = comment.data();
  properties.created = absl::ToTimeT(options.created);
  workbook_set_properties(workbook, &properties);
}

absl::Status WriteSheets(const WorkbookOptions& options,
                         const std::vector<ReportTable>& tables,
                         lxw_workbook* workbook) {
  CellFormats formats(workbook);
  SheetTexts texts;
  texts.prepared_by =
      budget::Message(options.of_unit ? "reporting.prepared_by_unit"
                                      : "reporting.prepared_by",
                      {{"name", options.display_name}})
          .zh;
  texts.unit_of_account = budget::Message("reporting.unit_of_account").zh;
  texts.footer = Footer(options);
  for (const ReportTable& table : tables) {
    const std::string name =
        budget::Message("reporting.sheet_name",
                        {{"number", absl::StrCat(table.shape->number)}})
            .zh;
    lxw_worksheet* sheet = workbook_add_worksheet(workbook, name.c_str());
    YUHENG_CHECK(sheet != nullptr);  // A name twice, or a malformed one.
    texts.note = Note(options, table);
    const absl::Status written =
        WriteSheet(LayOutSheet(table), texts, sheet, &formats);
    if (!written.ok()) return written;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> RenderWorkbook(
    const WorkbookOptions& options, const std::vector<ReportTable>& tables) {
  YUHENG_CHECK(!tables.empty());
  // This version of the library writes to files only.
  absl::StatusOr<PrivateFolder> folder = PrivateFolder::Make();
  if (!folder.ok()) return folder.status();
  std::string folder_path = folder->path();
  const std::string path = absl::StrCat(folder_path, "/workbook.xlsx");
  lxw_workbook_options library_options = {};
  library_options.tmpdir = folder_path.data();
  lxw_workbook* workbook = workbook_new_opt(path.c_str(), &library_options);
  if (workbook == nullptr) return LibraryError(LXW_ERROR_MEMORY_MALLOC_FAILED);
  SetProperties(options, workbook);
  const absl::Status written = WriteSheets(options, tables, workbook);
  const lxw_error closed = workbook_close(workbook);  // Frees it.
  if (!written.ok()) return written;
  if (closed != LXW_NO_ERROR) return LibraryError(closed);
  return ReadWholeFile(path);
}

}  // namespace yuheng::reporting
