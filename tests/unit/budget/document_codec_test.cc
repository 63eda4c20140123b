#include "services/budget/document_codec.h"

#include <functional>
#include <string>
#include <vector>

#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "yuheng/budget/v1/document.pb.h"

namespace yuheng::budget {
namespace {

Document Sample() {
  Document document;
  document.department = "昌吉州科技局";
  document.fiscal_year = 2023;
  document.kind = DocumentKind::kDepartmentBudget;
  document.role = DocumentRole::kDepartment;
  Table table;
  table.kind = TableKind::kT1;
  table.unit_fen = 1'000'000;
  table.precision_fen = 10'000;
  Row row;
  row.side = Side::kIncome;
  row.level = RowLevel::kLine;
  row.code = "gen";
  row.name = "1.一般公共预算拨款";
  row.cells.push_back({CellState::kStated, 483'530'000, "483.53", {61, ""}});
  table.rows.push_back(row);
  document.tables.push_back(table);
  document.headings.push_back({"N1", "一、…", 5});
  document.sentences.push_back({"N1", "甲局2023年…", 6});
  document.claims.push_back(
      {"N2:gen:share", "67.78%", 67'780'000, 10'000, 1300});
  document.claims.push_back({"N2:gen:reason", "增人", {}, 0, 1300});
  PerformanceSheet sheet;
  sheet.project = "甲";
  sheet.fiscal_year = 2023;
  sheet.total = {CellState::kStated, 10'000'000, "10", {9, ""}};
  sheet.indicators.push_back({"产出", "数量", "人数", ">=20人", 20'000'000,
                              "计划", "12", "8", 8'000'000, "比例", "资料",
                              12});
  document.sheets.push_back(sheet);
  document.problems.push_back(
      {"reader.x", {3, ""}, TableKind::kT2, {"错", "wrong"}});
  document.source = {"a.txt",
                     std::string(64, '0'),
                     "UTF-8",
                     {{"表1", 1, 2, 3}, {"表2", 30, 0, 1}}};
  return document;
}

TEST(DocumentCodec, KeepsEveryField) {
  v1::Document first;
  DocumentToProto(Sample(), &first);
  const auto back = DocumentFromProto(StandardForm(), first);
  ASSERT_TRUE(back.ok()) << back.status();
  v1::Document second;
  DocumentToProto(*back, &second);
  EXPECT_TRUE(
      google::protobuf::util::MessageDifferencer::Equals(first, second));
  EXPECT_EQ(FactsOf(*back).size(), FactsOf(Sample()).size());
  EXPECT_EQ(FactsOf(*back).size(), 6u);
  EXPECT_EQ(TextsOf(*back).size(), 3u);
}

TEST(DocumentCodec, NamesTheFieldThatBreaksTheForm) {
  const auto refused = [](const std::function<void(v1::Document*)>& edit) {
    v1::Document message;
    DocumentToProto(Sample(), &message);
    edit(&message);
    return DocumentFromProto(StandardForm(), message).status();
  };
  EXPECT_NE(refused([](v1::Document* d) {
              d->mutable_tables(0)->mutable_rows(0)->add_cells();
            })
                .message()
                .find("tables[0].rows[0].cells"),
            absl::string_view::npos);
  EXPECT_FALSE(refused([](v1::Document* d) {
                 d->mutable_tables(0)->set_kind(v1::TABLE_KIND_UNSPECIFIED);
               }).ok());
  EXPECT_FALSE(refused([](v1::Document* d) {
                 d->mutable_tables(0)->mutable_rows(0)->set_side(
                     v1::SIDE_UNSPECIFIED);
               }).ok());
  EXPECT_FALSE(
      refused([](v1::Document* d) {
        d->mutable_tables(0)->mutable_rows(0)->mutable_cells(0)->set_amount_fen(
            int64_t{1} << 62);
      }).ok());
  EXPECT_FALSE(refused([](v1::Document* d) {
                 for (int i = 0; i < 100; ++i) *d->add_tables() = d->tables(0);
               }).ok());
  for (const auto& edit : std::vector<std::function<void(v1::SourcePart*)>>{
           [](v1::SourcePart* part) { part->set_line(1); },
           [](v1::SourcePart* part) { part->set_row(-1); },
           [](v1::SourcePart* part) { part->set_row(1'048'577); },
           [](v1::SourcePart* part) { part->set_column(16'385); }}) {
    EXPECT_EQ(refused([&](v1::Document* d) {
                edit(d->mutable_source()->mutable_parts(1));
              })
                  .message()
                  .substr(0, 5),
              "parts");
  }
}

}  // namespace
}  // namespace yuheng::budget
