#include "services/ingestion/formats/column_headings.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"
#include "services/budget/unit_of_account.h"

namespace yuheng::ingestion {
namespace {

using budget::NormaliseLabel;
using budget::RowSpace;
using Kind = HeadingMeaning::Kind;

// What is longer is no heading.
constexpr size_t kHeadingBytesMax = 200;

constexpr absl::string_view kCodeLevels[] = {"类", "款", "项"};

// Beside the columns of any form.
constexpr absl::string_view kBeside[] = {
    "序号",         "行次",         "栏次",     "编号",     "备注",
    "说明",         "部门",         "单位",     "股室",     "业务科室",
    "部门编码",     "部门代码",     "部门名称", "单位编码", "单位代码",
    "单位名称",     "预算单位",     "项目编码", "项目代码", "项目类别",
    "预算单位编码", "预算单位名称", "项目编号", "项目单位",
};

constexpr absl::string_view kGroups[] = {
    "项目",     "收入",         "支出",         "支出预算", "科目",
    "资金来源", "财政拨款收入", "财政拨款支出", "预算数",   "本年预算数",
};

constexpr absl::string_view kAccountNames[] = {
    "名称",         "科目",         "功能分类",         "功能分类科目",
    "支出功能分类", "经济分类",     "支出功能分类科目", "经济分类科目",
    "支出经济分类", "功能科目名称", "支出经济分类科目",
};

// Of tables with fixed lines.
constexpr absl::string_view kLineNames[] = {
    "项目",         "收入",         "支出",         "收入项目",
    "支出项目",     "科目",         "科目名称",     "功能分类",
    "支出功能分类", "功能分类科目", "财政拨款收入", "支出功能分类科目",
    "财政拨款支出", "三公支出内容", "支出内容",     "三公经费支出内容",
    "三公经费项目", "三公经费内容", "经费项目",     "费用项目",
};

// The only amount of a side.
constexpr absl::string_view kAmounts[] = {"预算数", "金额", "预算金额",
                                          "本年预算数", "本年预算"};
constexpr absl::string_view kTotals[] = {"合计", "总计", "共计"};

// The same money under another name; `name` as the forms have it.
struct ColumnAlias {
  absl::string_view name;
  absl::string_view alias;
};
constexpr ColumnAlias kColumnAliases[] = {
    {"一般公共预算", "一般公共预算财政拨款"},
    {"一般公共预算", "一般公共预算拨款"},
    {"一般公共预算", "一般公共预算拨款收入"},
    {"政府性基金预算", "政府性基金"},
    {"政府性基金预算", "政府性基金预算财政拨款"},
    {"政府性基金预算", "政府性基金预算拨款"},
    {"政府性基金预算", "政府性基金预算拨款收入"},
    {"国有资本经营预算", "国有资本经营预算财政拨款"},
    {"国有资本经营预算", "国有资本经营预算拨款"},
    {"国有资本经营预算", "国有资本经营预算拨款收入"},
    {"财政专户(教育收费)", "财政专户管理资金"},
    {"财政专户(教育收费)", "财政专户管理资金收入"},
    {"财政专户(教育收费)", "财政专户核拨"},
    {"人员经费", "人员经费支出"},
    {"公用经费", "日常公用经费"},
    {"公用经费", "公用经费支出"},
};

template <typename Words>
bool Holds(const Words& words, absl::string_view text) {
  return std::find(std::begin(words), std::end(words), text) != std::end(words);
}

// A heading without what says when, of whom, and in which unit:
// 2023年预算数, 其中:基本支出, 合计(万元).
std::string PlainHeading(absl::string_view printed) {
  const std::string normal =
      absl::StrReplaceAll(NormaliseLabel(printed), {{"\"", ""}});
  absl::string_view heading = normal;
  absl::ConsumePrefix(&heading, "其中:");
  size_t digits = 0;
  while (digits < heading.size() &&
         absl::ascii_isdigit(static_cast<unsigned char>(heading[digits]))) {
    ++digits;
  }
  if (digits == 4) {
    absl::string_view rest = heading.substr(digits);
    absl::ConsumePrefix(&rest, "年");
    absl::ConsumePrefix(&rest, "度");
    if (!rest.empty()) heading = rest;
  }
  for (const budget::UnitOfAccount& unit : budget::kUnitsOfAccount) {
    if (absl::ConsumeSuffix(&heading, absl::StrCat("(", unit.name, ")"))) break;
  }
  absl::ConsumeSuffix(&heading, ":");
  return std::string(heading);
}

}  // namespace

ColumnHeadings::ColumnHeadings(const budget::TableShape& shape,
                               budget::Side side)
    : shape_(shape) {
  const std::vector<budget::Column>& columns = shape.ColumnsOf(side);
  const auto add = [this](absl::string_view word, HeadingMeaning meaning) {
    known_.try_emplace(NormaliseLabel(word), meaning);
  };
  for (size_t i = 0; i < columns.size(); ++i) {
    const HeadingMeaning meaning{Kind::kAmount, static_cast<int>(i)};
    add(columns[i].heading, meaning);
    for (const std::string& alias : columns[i].aliases) add(alias, meaning);
  }
  // What the form's own headings say goes before what others mean by them.
  for (const ColumnAlias& alias : kColumnAliases) {
    const auto named = known_.find(alias.name);
    if (named == known_.end()) continue;
    const HeadingMeaning meaning = named->second;
    add(alias.alias, meaning);
  }
  if (columns.size() == 1) {
    for (const absl::string_view word : kAmounts) add(word, {Kind::kAmount, 0});
  }
  // The sum of all stands first.
  for (const absl::string_view word : kTotals) add(word, {Kind::kAmount, 0});
  for (const budget::Column& column : columns) {
    if (!column.group.empty()) add(column.group, {Kind::kGroup, 0});
  }
}

HeadingMeaning ColumnHeadings::LabelMeaning(absl::string_view normal) const {
  if (!shape_.coded()) {
    if (Holds(kLineNames, normal)) return {Kind::kName, 0};
    // The code of a line is known by its label.
    if (absl::EndsWith(normal, "编码")) return {Kind::kBeside, 0};
    return {};
  }
  for (int i = 0; i < 3; ++i) {
    if (normal == kCodeLevels[i]) return {Kind::kCodeLevel, i};
  }
  const bool project = shape_.row_space == RowSpace::kProject;
  if (project && (normal == "项目" || normal == "项目名称")) {
    return {Kind::kProject, 0};
  }
  const bool account = budget::ContainsAny(normal, {"科目", "功能", "经济"});
  if (normal == "编码" || normal == "代码" ||
      (account && budget::EndsWithAny(normal, {"编码", "代码"}))) {
    return {Kind::kCode, 0};
  }
  if (Holds(kAccountNames, normal) ||
      (account && absl::EndsWith(normal, "名称"))) {
    return {Kind::kName, 0};
  }
  return {};
}

HeadingMeaning ColumnHeadings::MeaningOf(absl::string_view heading) const {
  if (heading.size() > kHeadingBytesMax) return {};
  const std::string plain = PlainHeading(heading);
  if (plain.empty()) return {};
  if (const auto known = known_.find(plain); known != known_.end()) {
    return known->second;
  }
  if (const HeadingMeaning label = LabelMeaning(plain);
      label.kind != Kind::kUnknown) {
    return label;
  }
  if (Holds(kBeside, plain)) return {Kind::kBeside, 0};
  if (Holds(kGroups, plain)) return {Kind::kGroup, 0};
  return {};
}

}  // namespace yuheng::ingestion
