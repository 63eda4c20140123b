#include "services/reporting/messages/report_messages.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/budget/regional_form.h"
#include "services/rpc/reason.h"

namespace yuheng::reporting {
namespace {

absl::StatusOr<rpc::ResourceName> ScopeFrom(
    absl::string_view division, const std::string& name,
    absl::Span<const rpc::ResourceKind> kinds, const std::string& field,
    absl::string_view expected = "reporting.field_scope") {
  absl::StatusOr<rpc::ResourceName> scope = rpc::ParseResourceName(name, kinds);
  if (!scope.ok()) return RequestError(field, budget::Message(expected));
  if (scope->division != division) {
    return RequestError(
        field,
        budget::Message("reporting.scope_other_prefecture",
                        {{"division", division}, {"asked", scope->division}}));
  }
  return scope;
}

absl::Status CheckYear(int fiscal_year, absl::string_view prefix) {
  if (fiscal_year >= kFiscalYearFirst && fiscal_year <= kFiscalYearLast) {
    return absl::OkStatus();
  }
  return RequestError(
      absl::StrCat(prefix, "fiscal_year"),
      budget::Message("reporting.field_year",
                      {{"first", absl::StrCat(kFiscalYearFirst)},
                       {"last", absl::StrCat(kFiscalYearLast)}}));
}

absl::Status CheckPeriod(int fiscal_year, budget::v1::Stage stage,
                         absl::string_view prefix) {
  absl::Status year = CheckYear(fiscal_year, prefix);
  if (!year.ok()) return year;
  if (stage == budget::v1::STAGE_UNSPECIFIED ||
      !budget::v1::Stage_IsValid(stage)) {
    return RequestError(absl::StrCat(prefix, "stage"),
                        budget::Message("reporting.field_stage"));
  }
  return absl::OkStatus();
}

void ColumnToProto(const std::vector<budget::Column>& columns,
                   const budget::Column& column, budget::v1::Column* message) {
  message->set_key(column.key);
  message->set_heading(column.heading);
  message->set_heading_en(column.heading_en);
  for (int part : column.parts) message->add_parts(columns[part].key);
  message->set_group(column.group);
}

}  // namespace

absl::Status RequestError(const std::string& field, const budget::Text& what) {
  const budget::Text text = budget::Message("reporting.request_invalid",
                                            {{"field", field}, {"what", what}});
  return rpc::MakeFieldError({{field, what.en}}, text.zh, text.en);
}

absl::StatusOr<TablesQuery> TablesQueryFrom(absl::string_view division,
                                            const v1::GetTablesRequest& request,
                                            absl::string_view field_prefix) {
  absl::StatusOr<rpc::ResourceName> scope =
      ScopeFrom(division, request.name(),
                {rpc::ResourceKind::kPrefecture, rpc::ResourceKind::kGroup,
                 rpc::ResourceKind::kDepartment, rpc::ResourceKind::kUnit},
                absl::StrCat(field_prefix, "name"));
  if (!scope.ok()) return scope.status();
  const absl::Status period =
      CheckPeriod(request.fiscal_year(), request.stage(), field_prefix);
  if (!period.ok()) return period;
  TablesQuery query{.scope = *std::move(scope),
                    .fiscal_year = request.fiscal_year(),
                    .stage = request.stage(),
                    .tables = {},
                    .revision = request.revision()};
  for (int table : request.tables()) {
    if (table < 1 || table > budget::kTableCount) {
      return RequestError(absl::StrCat(field_prefix, "tables"),
                          budget::Message("reporting.field_table"));
    }
    query.tables.push_back(static_cast<budget::TableKind>(table));
  }
  if (query.revision < 0) {
    return RequestError(absl::StrCat(field_prefix, "revision"),
                        budget::Message("reporting.field_revision"));
  }
  return query;
}

absl::StatusOr<TemplateQuery> TemplateQueryFrom(
    absl::string_view division, const v1::RenderTemplateRequest& request) {
  absl::StatusOr<rpc::ResourceName> name =
      ScopeFrom(division, request.name(),
                {rpc::ResourceKind::kDepartment, rpc::ResourceKind::kUnit,
                 rpc::ResourceKind::kSubmission},
                "name", "reporting.field_template_name");
  if (!name.ok()) return name.status();
  TemplateQuery query{.name = *std::move(name),
                      .fiscal_year = request.fiscal_year(),
                      .form = nullptr};
  const bool of_submission = query.name.kind == rpc::ResourceKind::kSubmission;
  if (query.fiscal_year != 0 || !of_submission) {
    const absl::Status year = CheckYear(query.fiscal_year, "");
    if (!year.ok()) return year;
  }
  if (request.form().empty()) return query;
  query.form = budget::FindForm(request.form());
  if (query.form != nullptr) return query;
  return RequestError(
      "form", budget::Message("forms.unknown", {{"value", request.form()},
                                                {"forms", budget::FormIds()}}));
}

absl::Status CheckProgressRequest(absl::string_view division,
                                  const v1::GetProgressRequest& request) {
  const absl::StatusOr<rpc::ResourceName> scope = ScopeFrom(
      division, request.parent(), {rpc::ResourceKind::kPrefecture}, "parent");
  if (!scope.ok()) return scope.status();
  return CheckPeriod(request.fiscal_year(), request.stage(), "");
}

aggregation::v1::ListTotalsRequest TotalsRequestOf(const TablesQuery& query) {
  aggregation::v1::ListTotalsRequest request;
  request.mutable_scope()->set_name(query.scope.ToString());
  request.mutable_scope()->set_fiscal_year(query.fiscal_year);
  request.mutable_scope()->set_stage(query.stage);
  for (budget::TableKind table : query.tables) {
    request.add_tables(static_cast<budget::v1::TableKind>(table));
  }
  request.set_revision(query.revision);
  return request;
}

std::vector<TableTotal> TotalsFrom(
    const aggregation::v1::ListTotalsResponse& response) {
  std::vector<TableTotal> totals;
  totals.reserve(response.totals_size());
  for (const aggregation::v1::Total& message : response.totals()) {
    const ledger::v1::Account& account = message.account();
    // Tables and sides of a newer peer that this version does not know.
    if (account.table() < 1 || account.table() > budget::kTableCount) continue;
    if (!budget::v1::Side_IsValid(account.side())) continue;
    TableTotal total;
    total.account = {static_cast<budget::TableKind>(account.table()),
                     static_cast<budget::Side>(account.side()), account.row(),
                     account.column()};
    total.derived_fen = message.derived_fen();
    if (message.has_printed_fen()) total.printed_fen = message.printed_fen();
    totals.push_back(std::move(total));
  }
  return totals;
}

void TableToProto(const ReportTable& table, v1::ReportTable* message) {
  const budget::TableShape& shape = *table.shape;
  message->set_kind(static_cast<budget::v1::TableKind>(shape.kind));
  message->set_number(shape.number);
  message->set_title(table.title);
  message->set_title_en(table.title_en);
  for (const budget::Column& column : shape.columns) {
    ColumnToProto(shape.columns, column, message->add_columns());
  }
  for (const budget::Column& column : shape.income_columns) {
    ColumnToProto(shape.income_columns, column, message->add_income_columns());
  }
  for (const ReportRow& row : table.rows) {
    v1::ReportRow* to = message->add_rows();
    to->set_side(static_cast<budget::v1::Side>(row.side));
    to->set_level(static_cast<budget::v1::RowLevel>(row.level));
    to->set_code(row.code);
    to->set_name(row.name);
    to->set_project(row.project);
    for (const ReportCell& cell : row.cells) {
      v1::ReportCell* cell_to = to->add_cells();
      if (cell.derived_fen) cell_to->set_derived_fen(*cell.derived_fen);
      if (cell.printed_fen) cell_to->set_printed_fen(*cell.printed_fen);
    }
  }
}

}  // namespace yuheng::reporting
