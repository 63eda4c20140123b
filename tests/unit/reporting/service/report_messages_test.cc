#include "services/reporting/messages/report_messages.h"

#include <functional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/reason.h"

namespace yuheng::reporting {
namespace {

using ::testing::ElementsAre;

v1::GetTablesRequest ValidRequest() {
  v1::GetTablesRequest request;
  request.set_name("prefectures/652300/departments/206");
  request.set_fiscal_year(2023);
  request.set_stage(budget::v1::STAGE_APPROVED);
  request.add_tables(budget::v1::TABLE_KIND_T7);
  request.set_revision(9);
  return request;
}

void ExpectRefused(const std::string& field,
                   const std::function<void(v1::GetTablesRequest&)>& change) {
  v1::GetTablesRequest request = ValidRequest();
  change(request);
  const auto query = TablesQueryFrom("652300", request, "tables.");
  ASSERT_FALSE(query.ok()) << field;
  const rpc::ErrorDetails details = rpc::DetailsOf(query.status());
  EXPECT_EQ(details.reason, rpc::Reason::kFieldInvalid);
  ASSERT_EQ(details.field_violations.size(), 1u);
  EXPECT_EQ(details.field_violations[0].field, field);
  EXPECT_NE(details.zh, details.en);
}

TEST(TablesQueryFrom, ValidRequest_IsRead) {
  const auto query = TablesQueryFrom("652300", ValidRequest());
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_EQ(query->scope.department, "206");
  EXPECT_THAT(query->tables, ElementsAre(budget::TableKind::kT7));
  const auto request = TotalsRequestOf(*query);
  EXPECT_EQ(request.scope().name(), "prefectures/652300/departments/206");
  EXPECT_EQ(request.scope().fiscal_year(), 2023);
  EXPECT_EQ(request.scope().stage(), budget::v1::STAGE_APPROVED);
  EXPECT_EQ(request.revision(), 9);
  ASSERT_EQ(request.tables_size(), 1);
  EXPECT_EQ(request.tables(0), budget::v1::TABLE_KIND_T7);
}

TEST(TablesQueryFrom, WrongField_IsNamed) {
  ExpectRefused("tables.name", [](auto& r) { r.set_name(""); });
  ExpectRefused("tables.name", [](auto& r) { r.set_name("departments/206"); });
  ExpectRefused("tables.name", [](auto& r) {
    r.set_name("prefectures/652300/departments/206/submissions/s-1");
  });
  ExpectRefused("tables.name",
                [](auto& r) { r.set_name("prefectures/650100"); });
  ExpectRefused("tables.fiscal_year", [](auto& r) { r.set_fiscal_year(1999); });
  ExpectRefused("tables.fiscal_year", [](auto& r) { r.set_fiscal_year(2101); });
  ExpectRefused("tables.stage", [](auto& r) { r.clear_stage(); });
  ExpectRefused("tables.stage", [](auto& r) {
    r.set_stage(static_cast<budget::v1::Stage>(77));
  });
  ExpectRefused("tables.tables", [](auto& r) {
    r.add_tables(budget::v1::TABLE_KIND_UNSPECIFIED);
  });
  ExpectRefused("tables.tables", [](auto& r) {
    r.add_tables(static_cast<budget::v1::TableKind>(11));
  });
  ExpectRefused("tables.revision", [](auto& r) { r.set_revision(-1); });
}

TEST(CheckProgressRequest, OnlyThePrefectureHasProgress) {
  v1::GetProgressRequest request;
  request.set_parent("prefectures/652300");
  request.set_fiscal_year(2023);
  request.set_stage(budget::v1::STAGE_APPROVED);
  EXPECT_TRUE(CheckProgressRequest("652300", request).ok());
  request.set_parent("prefectures/652300/departments/206");
  const absl::Status status = CheckProgressRequest("652300", request);
  EXPECT_EQ(rpc::DetailsOf(status).field_violations[0].field, "parent");
}

TEST(TotalsFrom, TablesAndSidesOfANewerPeer_AreLeftOut) {
  aggregation::v1::ListTotalsResponse response;
  auto* total = response.add_totals();
  total->mutable_account()->set_table(budget::v1::TABLE_KIND_T4);
  total->mutable_account()->set_side(budget::v1::SIDE_EXPENDITURE);
  total->mutable_account()->set_row("206");
  total->mutable_account()->set_column("gen");
  total->set_derived_fen(5);
  total->set_printed_fen(0);
  *response.add_totals() = *total;
  response.mutable_totals(1)->mutable_account()->set_table(
      static_cast<budget::v1::TableKind>(11));
  *response.add_totals() = *total;
  response.mutable_totals(2)->mutable_account()->set_side(
      static_cast<budget::v1::Side>(3));
  const std::vector<TableTotal> totals = TotalsFrom(response);
  ASSERT_EQ(totals.size(), 1u);
  EXPECT_EQ(budget::FormatAddress(totals[0].account), "T4:ex:206:gen");
  EXPECT_EQ(totals[0].derived_fen, 5);
  EXPECT_EQ(totals[0].printed_fen, 0);
}

TEST(TableToProto, KeepsColumnsRowsAndAbsentFigures) {
  TableTotal total;
  total.account = {budget::TableKind::kT3, budget::Side::kNone, "206", "total"};
  total.derived_fen = 7;
  const std::vector<ReportTable> tables = BuildTables(
      budget::StandardForm(),
      {.fiscal_year = 2023, .tables = {budget::TableKind::kT3}}, {total});
  v1::ReportTable message;
  TableToProto(tables[0], &message);
  EXPECT_EQ(message.kind(), budget::v1::TABLE_KIND_T3);
  EXPECT_EQ(message.number(), 3);
  EXPECT_EQ(message.title(), "部门支出总体情况表");
  EXPECT_EQ(message.title_en(), "Department expenditure");
  ASSERT_EQ(message.columns_size(), 3);
  EXPECT_EQ(message.income_columns_size(), 0);
  EXPECT_EQ(message.columns(0).key(), "total");
  EXPECT_THAT(message.columns(0).parts(), ElementsAre("basic", "project"));
  EXPECT_EQ(message.columns(0).group(), "支出预算");
  ASSERT_EQ(message.rows_size(), 2);
  EXPECT_EQ(message.rows(0).level(), budget::v1::ROW_LEVEL_CLASS);
  EXPECT_EQ(message.rows(0).name(), "科学技术支出");
  ASSERT_EQ(message.rows(0).cells_size(), 3);
  EXPECT_EQ(message.rows(0).cells(0).derived_fen(), 7);
  EXPECT_FALSE(message.rows(0).cells(0).has_printed_fen());
  EXPECT_FALSE(message.rows(0).cells(1).has_derived_fen());
}

}  // namespace
}  // namespace yuheng::reporting
