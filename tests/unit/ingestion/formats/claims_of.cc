#include "tests/unit/ingestion/formats/claims_of.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/ingestion/formats/narrative_reader.h"
#include "services/ingestion/formats/profile_reader.h"
#include "services/ingestion/formats/text_lines.h"

namespace yuheng::ingestion {
namespace {

using budget::Row;
using budget::Side;
using budget::Table;
using budget::TableKind;

Table MakeTable(TableKind kind, Side side, std::vector<Row> rows) {
  Table table;
  table.kind = kind;
  for (Row& row : rows) row.side = side;
  table.rows = std::move(rows);
  return table;
}

Row MakeRow(std::string code, std::string name, std::string project = "") {
  Row row;
  row.code = std::move(code);
  row.name = std::move(name);
  row.project = std::move(project);
  return row;
}

}  // namespace

budget::Document DocumentWithTables() {
  budget::Document document;
  document.fiscal_year = 2023;
  document.tables.push_back(
      MakeTable(TableKind::kT1, Side::kExpenditure,
                {MakeRow("201", "201 一般公共服务支出"),
                 MakeRow("206", "206 科学技术支出"),
                 MakeRow("208", "208 社会保障和就业支出")}));
  document.tables.push_back(MakeTable(
      TableKind::kT5, Side::kNone,
      {MakeRow("206", "科学技术支出"), MakeRow("20601", "科学技术管理事务"),
       MakeRow("2060101", "行政运行"), MakeRow("2060102", "一般行政管理事务"),
       MakeRow("20605", "科技条件与服务"),
       MakeRow("2060599", "其他科技条件与服务支出")}));
  document.tables.push_back(MakeTable(
      TableKind::kT6, Side::kNone,
      {MakeRow("301", "工资福利支出"), MakeRow("302", "商品和服务支出"),
       MakeRow("30201", "办公费"), MakeRow("30202", "印刷费"),
       MakeRow("30211", "差旅费"), MakeRow("303", "对个人和家庭的补助")}));
  document.tables.push_back(
      MakeTable(TableKind::kT7, Side::kNone,
                {MakeRow("2060102", "一般行政管理事务", "引智工作经费")}));
  document.tables.push_back(
      MakeTable(TableKind::kT8, Side::kNone,
                {MakeRow("212", "城乡社区支出"),
                 MakeRow("21208", "国有土地使用权出让收入安排的支出"),
                 MakeRow("2120803", "城市建设支出")}));
  return document;
}

std::vector<std::string> ClaimTexts(const budget::Document& document) {
  std::vector<std::string> texts;
  for (const budget::Claim& claim : document.claims) {
    texts.push_back(
        claim.value_micro.has_value()
            ? absl::StrCat(claim.address, "=",
                           budget::FormatDecimal(*claim.value_micro))
            : absl::StrCat(claim.address, "~", claim.printed));
  }
  return texts;
}

std::vector<std::string> NarrativeClaims(absl::string_view text,
                                         budget::Document document) {
  const auto lines = SplitLines(text);
  ReadNarrative(lines.value(), &document);
  return ClaimTexts(document);
}

std::vector<std::string> NarrativeClaims(absl::string_view text) {
  return NarrativeClaims(text, DocumentWithTables());
}

std::vector<std::string> ProfileClaims(absl::string_view text) {
  budget::Document document;
  document.fiscal_year = 2023;
  ReadProfile(SplitLines(text).value(), &document);
  return ClaimTexts(document);
}

}  // namespace yuheng::ingestion
