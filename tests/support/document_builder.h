// A small department budget that is right in every respect, and the means to
// break it: what tests of readers of documents start from.
#ifndef YUHENG_TESTS_SUPPORT_DOCUMENT_BUILDER_H_
#define YUHENG_TESTS_SUPPORT_DOCUMENT_BUILDER_H_

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/address.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/decimal.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"

namespace yuheng::testing {

// Every function takes addresses as domain.md section 3 writes them. One that
// does not exist ends the test program: the test itself is wrong.
class DocumentBuilder {
 public:
  // 2023, 教育局: general, fund and state capital money, own and carried-over
  // money, two projects, and 三公. Every table is filled; all sums are exact.
  DocumentBuilder() {
    document_.department = "云上州教育局";
    document_.fiscal_year = 2023;
    document_.kind = budget::DocumentKind::kDepartmentBudget;
    document_.role = budget::DocumentRole::kDepartment;
    AddHeadings();
    for (const budget::TableShape& shape : form_.tables) AddTable(shape);
    FillLines();
    FillFunctions();
    FillEconomic();
    FillProjects();
    FillSheets();
    Renumber();
  }

  const budget::Document& Build() const { return document_; }
  budget::Document& document() { return document_; }

  budget::Table& TableOf(int number) {
    for (budget::Table& table : document_.tables) {
      if (static_cast<int>(table.kind) == number) return table;
    }
    return Missing<budget::Table>(absl::StrCat("T", number));
  }

  // The row of an address without its column: T5:20601, T1:in:gen.
  budget::Row& RowAt(const std::string& address) {
    budget::Table& table = TableOfAddress(address);
    std::string key = address.substr(address.find(':') + 1);
    budget::Side side = budget::Side::kNone;
    if (key.rfind("in:", 0) == 0) side = budget::Side::kIncome;
    if (key.rfind("ex:", 0) == 0) side = budget::Side::kExpenditure;
    if (side != budget::Side::kNone) key = key.substr(3);
    for (budget::Row& row : table.rows) {
      if (row.side == side && row.Key() == key) return row;
    }
    return Missing<budget::Row>(address);
  }

  budget::Cell& CellAt(const std::string& address) {
    const auto parsed = budget::ParseCellAddress(form_, address);
    if (!parsed.ok()) return Missing<budget::Cell>(address);
    const budget::Cell* cell = budget::FindCell(form_, document_, *parsed);
    if (cell == nullptr) return Missing<budget::Cell>(address);
    return const_cast<budget::Cell&>(*cell);
  }

  // Prints an amount in 万元, such as "19.43"; "" is blank.
  DocumentBuilder& Set(const std::string& address, const std::string& printed) {
    SetCell(printed, &CellAt(address));
    return *this;
  }

  DocumentBuilder& RemoveRow(const std::string& address) {
    budget::Table& table = TableOfAddress(address);
    const budget::Row* row = &RowAt(address);
    table.rows.erase(table.rows.begin() + (row - table.rows.data()));
    return *this;
  }

  DocumentBuilder& RemoveTable(int number) {
    const budget::Table* table = &TableOf(number);
    document_.tables.erase(document_.tables.begin() +
                           (table - document_.tables.data()));
    return *this;
  }

  // A coded row behind all others; amounts in 万元, in column order.
  DocumentBuilder& AddRow(int number, const std::string& code,
                          const std::vector<std::string>& amounts,
                          const std::string& project = "") {
    budget::Table& table = TableOf(number);
    table.rows.push_back(MakeRow(form_.Table(table.kind), code, project));
    for (size_t i = 0; i < amounts.size(); ++i) {
      SetCell(amounts[i], &table.rows.back().cells[i]);
    }
    return *this;
  }

  // The k-th performance sheet, from 0.
  budget::PerformanceSheet& SheetAt(size_t k) {
    if (k < document_.sheets.size()) return document_.sheets[k];
    return Missing<budget::PerformanceSheet>(absl::StrCat("P", k + 1));
  }

  // Prints amounts of a sheet in 万元, "" for blank.
  DocumentBuilder& SetSheet(size_t k, const std::string& total,
                            const std::string& fiscal,
                            const std::string& other) {
    SetCell(total, &SheetAt(k).total);
    SetCell(fiscal, &SheetAt(k).fiscal);
    SetCell(other, &SheetAt(k).other);
    return *this;
  }

  // The j-th indicator of the k-th sheet, from 0: numbers of activities and of
  // people, quality, timeliness, one cost, benefit, satisfaction.
  budget::Indicator& IndicatorAt(size_t k, size_t j) {
    auto& indicators = SheetAt(k).indicators;
    if (j < indicators.size()) return indicators[j];
    return Missing<budget::Indicator>(absl::StrCat("P", k + 1, ":ind", j + 1));
  }

  // A claim with a value, in 万元, percent or one.
  DocumentBuilder& AddClaim(const std::string& address,
                            const std::string& printed) {
    const auto decimal = budget::ParseDecimal(printed);
    if (!decimal.ok()) return Missing<DocumentBuilder>(printed);
    document_.claims.push_back({.address = address,
                                .printed = printed,
                                .value_micro = decimal->micro,
                                .precision_micro = decimal->precision_micro,
                                .line = 9000});
    return *this;
  }

  DocumentBuilder& RemoveHeading(const std::string& key) {
    std::erase_if(document_.headings, [&](const budget::Heading& heading) {
      return heading.key == key;
    });
    return *this;
  }

  budget::Heading& HeadingOf(const std::string& key) {
    for (budget::Heading& heading : document_.headings) {
      if (heading.key == key) return heading;
    }
    return Missing<budget::Heading>(key);
  }

 private:
  template <typename T>
  [[noreturn]] static T& Missing(const std::string& what) {
    std::fprintf(stderr, "the test document has no %s\n", what.c_str());
    std::abort();
  }

  budget::Table& TableOfAddress(const std::string& address) {
    return TableOf(std::atoi(address.c_str() + 1));
  }

  static void SetCell(const std::string& printed, budget::Cell* cell) {
    cell->printed = printed;
    cell->amount_fen = 0;
    cell->state = budget::CellState::kBlank;
    if (printed.empty()) return;
    const auto decimal = budget::ParseDecimal(printed);
    cell->state = decimal.ok() ? budget::CellState::kStated
                               : budget::CellState::kUnreadable;
    if (decimal.ok()) cell->amount_fen = decimal->micro;
  }

  void AddHeadings() {
    int line = 1;
    const auto add = [&](const std::string& key, const std::string& text) {
      document_.headings.push_back({key, text, line});
      line += 2;
    };
    const auto say = [&](const std::string& key, const std::string& text) {
      document_.sentences.push_back({key, text, line - 1});
    };
    add("part1", "第一部分 云上州教育局概况");
    say("part1", "职能、内设科室和在职人数见附表");
    add("part2", "第二部分 2023年部门预算公开表");
    add("part3", "第三部分 2023年部门预算情况说明");
    for (int i = 1; i <= 11; ++i) {
      const std::string key = absl::StrCat("N", i);
      add(key, "关于云上州教育局2023年预算的说明");
      say(key, SentenceOf(i));
    }
    add("part4", "第四部分 名词解释");
    say("part4", "财政拨款：财政安排的资金。");
  }

  // What a section says at least.
  static std::string SentenceOf(int section) {
    if (section == 5) return "拨款的规模、结构和具体使用情况见表5。";
    if (section == 11) {
      return "机关运行经费、政府采购、国有资产、预算绩效和其他需要说明的事项见"
             "附表。";
    }
    return absl::StrCat("第", section, "节的数字见附表。");
  }

  void AddTable(const budget::TableShape& shape) {
    budget::Table table;
    table.kind = shape.kind;
    table.printed_number = shape.number;
    table.title = shape.title;
    table.prepared_by = document_.department;
    table.unit_fen = budget::kFenPerWanYuan;
    table.precision_fen = budget::kFenPerWanYuan / 100;
    for (const budget::Line& line : shape.lines) {
      table.rows.push_back(MakeRow(shape, line.key, ""));
      budget::Row& row = table.rows.back();
      row.side = line.side;
      row.name = line.label;
      const bool total = line.key == budget::kTotalKey || line.key == "total";
      row.level = total ? budget::RowLevel::kTotal
                  : line.side == budget::Side::kExpenditure
                      ? budget::RowLevel::kClass
                      : budget::RowLevel::kLine;
      row.cells.assign(shape.ColumnsOf(line.side).size(), {});
    }
    document_.tables.push_back(std::move(table));
  }

  budget::Row MakeRow(const budget::TableShape& shape, const std::string& code,
                      const std::string& project) const {
    budget::Row row;
    row.code = code;
    row.project = project;
    const auto kind = shape.row_space == budget::RowSpace::kEconomic
                          ? budget::ChartKind::kEconomicDepartment
                          : budget::ChartKind::kFunction;
    row.name = std::string(budget::ChartFor(kind, 2023).Name(code));
    row.level = code == budget::kTotalKey ? budget::RowLevel::kTotal
                : !project.empty()        ? budget::RowLevel::kProject
                : code.size() == 3        ? budget::RowLevel::kClass
                : code.size() == 5        ? budget::RowLevel::kGroup
                                          : budget::RowLevel::kItem;
    row.cells.assign(shape.columns.size(), {});
    return row;
  }

  void FillLines() {
    const std::map<std::string, std::string> amounts = {
        {"T1:in:cur", "274"},         {"T1:in:gen", "178"},
        {"T1:in:gen_own", "158"},     {"T1:in:gen_up", "20"},
        {"T1:in:fund", "46"},         {"T1:in:fund_own", "40"},
        {"T1:in:fund_up", "6"},       {"T1:in:soe", "10"},
        {"T1:in:soe_own", "9"},       {"T1:in:soe_up", "1"},
        {"T1:in:special", "30"},      {"T1:in:unit", "10"},
        {"T1:in:unit_biz", "4"},      {"T1:in:unit_other", "6"},
        {"T1:in:carry", "8"},         {"T1:in:carry_fiscal", "5"},
        {"T1:in:carry_gen", "5"},     {"T1:in:carry_nonfiscal", "3"},
        {"T1:in:carry_unit", "3"},    {"T1:in:ALL", "282"},
        {"T1:ex:205", "168"},         {"T1:ex:206", "58"},
        {"T1:ex:212", "46"},          {"T1:ex:223", "10"},
        {"T1:ex:ALL", "282"},         {"T4:in:fiscal", "234"},
        {"T4:in:gen", "178"},         {"T4:in:fund", "46"},
        {"T4:in:soe", "10"},          {"T4:in:ALL", "234"},
        {"T4:ex:205:total", "120"},   {"T4:ex:205:gen", "120"},
        {"T4:ex:206:total", "58"},    {"T4:ex:206:gen", "58"},
        {"T4:ex:212:total", "46"},    {"T4:ex:212:fund", "46"},
        {"T4:ex:223:total", "10"},    {"T4:ex:223:soe", "10"},
        {"T4:ex:ALL:total", "234"},   {"T4:ex:ALL:gen", "178"},
        {"T4:ex:ALL:fund", "46"},     {"T4:ex:ALL:soe", "10"},
        {"T10:total:total", "5"},     {"T10:total:gen", "5"},
        {"T10:reception:total", "2"}, {"T10:reception:gen", "2"},
        {"T10:car:total", "3"},       {"T10:car:gen", "3"},
        {"T10:car_run:total", "3"},   {"T10:car_run:gen", "3"},
    };
    for (const auto& [address, printed] : amounts) Set(address, printed);
    RowAt("T4:ex:234").name = RowAt("T1:ex:234").name;
  }

  // Leaf rows; their parents and the total are added up.
  void FillCoded(
      int number,
      const std::vector<std::pair<std::string, std::vector<int>>>& leaves) {
    std::map<std::string, std::vector<int>> rows;
    const size_t columns =
        form_.Table(static_cast<budget::TableKind>(number)).columns.size();
    std::vector<int> total(columns, 0);
    for (const auto& [code, amounts] : leaves) {
      for (size_t length = code.size();; length -= 2) {
        std::vector<int>& row = rows[code.substr(0, length)];
        row.resize(columns, 0);
        for (size_t i = 0; i < columns; ++i) row[i] += amounts[i];
        if (length == 3) break;
      }
      for (size_t i = 0; i < columns; ++i) total[i] += amounts[i];
    }
    for (const auto& [code, amounts] : rows)
      AddRow(number, code, Text(amounts));
    AddRow(number, std::string(budget::kTotalKey), Text(total));
  }

  static std::vector<std::string> Text(const std::vector<int>& amounts) {
    std::vector<std::string> text;
    for (const int amount : amounts) {
      text.push_back(amount == 0 ? "" : std::to_string(amount));
    }
    return text;
  }

  void FillFunctions() {
    FillCoded(2, {{"2050202", {168, 120, 100, 20, 0, 0, 0, 0, 30, 10, 5, 3}},
                  {"2060101", {50, 50, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
                  {"2060102", {8, 8, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
                  {"2120801", {46, 46, 0, 0, 40, 6, 0, 0, 0, 0, 0, 0}},
                  {"2230105", {10, 10, 0, 0, 0, 0, 9, 1, 0, 0, 0, 0}}});
    FillCoded(3, {{"2050202", {168, 130, 38}},
                  {"2060101", {50, 50, 0}},
                  {"2060102", {8, 0, 8}},
                  {"2120801", {46, 0, 46}},
                  {"2230105", {10, 0, 10}}});
    FillCoded(5, {{"2050202", {120, 100, 20}},
                  {"2060101", {50, 50, 0}},
                  {"2060102", {8, 0, 8}}});
    FillCoded(8, {{"2120801", {46, 0, 46}}});
    FillCoded(9, {{"2230105", {10, 0, 10}}});
  }

  void FillEconomic() {
    FillCoded(6, {{"30101", {80, 80, 0}},
                  {"30102", {30, 30, 0}},
                  {"30201", {20, 0, 20}},
                  {"30217", {2, 0, 2}},
                  {"30231", {3, 0, 3}},
                  {"30302", {12, 12, 0}},
                  {"31002", {3, 0, 3}}});
  }

  void FillProjects() {
    AddRow(7, "205", {"20", "", "12", "", "", "", "8"});
    AddRow(7, "20502", {"20", "", "12", "", "", "", "8"});
    AddRow(7, "2050202", {"13", "", "5", "", "", "", "8"}, "校舍维修");
    AddRow(7, "2050202", {"7", "", "7"}, "教师培训");
    AddRow(7, "206", {"8", "", "8"});
    AddRow(7, "20601", {"8", "", "8"});
    AddRow(7, "2060102", {"8", "", "8"}, "引智工作经费");
    AddRow(7, "ALL", {"28", "", "20", "", "", "", "8"});
  }

  // One for each project of table 7, and for the project money that is not in
  // it: carried over and own, fund, state capital.
  void FillSheets() {
    AddSheet("校舍维修", "13", "13", "");
    AddSheet("教师培训", "7", "7", "");
    AddSheet("引智工作经费", "8", "8", "");
    AddSheet("营养改善", "18", "3", "15");
    AddSheet("征地补偿", "46", "46", "");
    AddSheet("国有企业改革", "10", "10", "");
  }

  void AddSheet(const std::string& project, const std::string& total,
                const std::string& fiscal, const std::string& other) {
    budget::PerformanceSheet sheet;
    sheet.fiscal_year = document_.fiscal_year;
    sheet.unit = document_.department;
    sheet.project = project;
    sheet.goal = absl::StrCat("全年开展", project, "活动12次，惠及群众500人。");
    const auto add = [&](const char* level1, const char* level2,
                         const std::string& name, const std::string& target,
                         const std::string& weight) {
      const auto decimal = budget::ParseDecimal(weight);
      sheet.indicators.push_back({.level1 = level1,
                                  .level2 = level2,
                                  .name = name,
                                  .target = target,
                                  .weight = weight,
                                  .weight_micro = decimal->micro});
    };
    add("产出指标", "数量指标", project + "活动次数", ">=12次", "10");
    add("产出指标", "数量指标", project + "惠及群众人数", ">=500人", "10");
    add("产出指标", "质量指标", project + "验收合格率", "=100%", "10");
    add("产出指标", "时效指标", project + "完成时间", "<=2023年11月30日", "10");
    add("成本指标", "经济成本指标", project + "成本", "<=" + total + "万元",
        "20");
    add("效益指标", "社会效益指标", project + "服务能力", "有效提升", "20");
    add("满意度指标", "满意度指标", "群众满意度", ">=90%", "10");
    document_.sheets.push_back(std::move(sheet));
    SetSheet(document_.sheets.size() - 1, total, fiscal, other);
  }

  // Lines as a file would have them: one a cell.
  void Renumber() {
    int line = 100;
    for (budget::Table& table : document_.tables) {
      table.line = ++line;
      for (budget::Row& row : table.rows) {
        row.line = ++line;
        for (budget::Cell& cell : row.cells) cell.location.line = ++line;
      }
    }
    for (budget::PerformanceSheet& sheet : document_.sheets) {
      sheet.line = ++line;
      sheet.goal_line = ++line;
      for (budget::Cell* cell : {&sheet.total, &sheet.fiscal, &sheet.other}) {
        cell->location.line = ++line;
      }
      for (budget::Indicator& indicator : sheet.indicators) {
        indicator.line = ++line;
      }
    }
  }

  const budget::Form& form_ = budget::StandardForm();
  budget::Document document_;
};

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_SUPPORT_DOCUMENT_BUILDER_H_
