#include "services/reporting/workbook/workbook.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/budget/messages.h"
#include "services/forms/workbook.h"
#include "services/reporting/workbook/sheet_layout.h"

namespace yuheng::reporting {
namespace {

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

forms::WorkbookProperties Properties(const WorkbookOptions& options) {
  return {
      .title = budget::Message("reporting.workbook_title",
                               {{"name", options.display_name},
                                {"year", absl::StrCat(options.fiscal_year)}})
                   .zh,
      .author = options.display_name,
      .comments =
          budget::Message("reporting.footer_revision",
                          {{"revision", absl::StrCat(options.revision)}})
              .zh,
      .created = options.created};
}

}  // namespace

absl::StatusOr<std::string> RenderWorkbook(
    const WorkbookOptions& options, const std::vector<ReportTable>& tables) {
  YUHENG_CHECK(!tables.empty());
  const std::string prepared_by =
      budget::Message(options.of_unit ? "reporting.prepared_by_unit"
                                      : "reporting.prepared_by",
                      {{"name", options.display_name}})
          .zh;
  std::vector<forms::Sheet> sheets;
  for (const ReportTable& table : tables) {
    forms::Sheet sheet = LayOutSheet(table);
    sheet.name =
        budget::Message("reporting.sheet_name",
                        {{"number", absl::StrCat(table.shape->number)}})
            .zh;
    sheet.left_line = prepared_by;
    sheet.right_line = budget::Message("reporting.unit_of_account").zh;
    sheet.note = Note(options, table);
    sheet.footer = Footer(options);
    sheets.push_back(std::move(sheet));
  }
  return forms::RenderSheets(Properties(options), sheets);
}

}  // namespace yuheng::reporting
