#include "services/forms/form_headings.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/budget/messages.h"

namespace yuheng::forms {
namespace {

using budget::Column;
using budget::RowSpace;
using budget::TableKind;
using budget::TableShape;

std::string Heading(absl::string_view key) {
  return budget::Message(absl::StrCat("reporting.heading_", key)).zh;
}

// The headings of amount columns from `first_column` on: a group above its run
// of neighbours, a lone column from top to bottom.
void AddAmountHeadings(const std::vector<Column>& columns, int first_column,
                       int top, int bottom, std::vector<HeadingRange>* ranges) {
  const int count = static_cast<int>(columns.size());
  for (int begin = 0, end = 0; begin < count; begin = end) {
    const std::string& group = columns[begin].group;
    end = begin + 1;
    if (group.empty() || top == bottom) {
      ranges->push_back({top, first_column + begin, bottom,
                         first_column + begin, columns[begin].heading});
      continue;
    }
    while (end < count && columns[end].group == group) ++end;
    ranges->push_back(
        {top, first_column + begin, top, first_column + end - 1, group});
    for (int i = begin; i < end; ++i) {
      ranges->push_back({top + 1, first_column + i, bottom, first_column + i,
                         columns[i].heading});
    }
  }
}

FormHeadings TwoSidedHeadings(const TableShape& shape) {
  const bool whole_budget = shape.kind == TableKind::kT1;
  const int income_last = static_cast<int>(shape.income_columns.size());
  const int expenditure_first = income_last + 1;
  const int expenditure_last =
      expenditure_first + static_cast<int>(shape.columns.size());
  FormHeadings headings;
  headings.row_count = 2;
  headings.ranges = {
      {0, 0, 0, income_last,
       Heading(whole_budget ? "income" : "fiscal_income")},
      {0, expenditure_first, 0, expenditure_last,
       Heading(whole_budget ? "expenditure" : "fiscal_expenditure")},
      {1, 0, 1, 0, Heading("line")},
      {1, expenditure_first, 1, expenditure_first, Heading("function")},
  };
  AddAmountHeadings(shape.income_columns, 1, 1, 1, &headings.ranges);
  AddAmountHeadings(shape.columns, expenditure_first + 1, 1, 1,
                    &headings.ranges);
  return headings;
}

// The codes' own headings, 类 款 项 below them, and the names beside them.
void AddLabelHeadings(const TableShape& shape, int top,
                      std::vector<HeadingRange>* ranges) {
  const bool economic = shape.row_space == RowSpace::kEconomic;
  const bool project = shape.row_space == RowSpace::kProject;
  const int code_count = CodeColumnCount(shape.row_space);
  ranges->push_back({top, 0, top, code_count - 1,
                     Heading(economic  ? "economic_code"
                             : project ? "project_code"
                                       : "function_code")});
  const absl::string_view kLevels[] = {"class", "group", "code_item"};
  for (int i = 0; i < code_count; ++i) {
    ranges->push_back({top + 1, i, top + 1, i, Heading(kLevels[i])});
  }
  ranges->push_back({top, code_count, top + 1, code_count,
                     Heading(economic  ? "economic_name"
                             : project ? "project_account"
                                       : "function_name")});
  if (project) {
    ranges->push_back(
        {top, code_count + 1, top + 1, code_count + 1, Heading("project")});
  }
}

}  // namespace

int CodeColumnCount(RowSpace row_space) {
  return row_space == RowSpace::kEconomic ? 2 : 3;
}

int LabelColumnCount(RowSpace row_space) {
  if (row_space == RowSpace::kLines) return 1;
  return CodeColumnCount(row_space) + (row_space == RowSpace::kProject ? 2 : 1);
}

FormHeadings HeadingsOf(const TableShape& shape) {
  if (shape.two_sided()) return TwoSidedHeadings(shape);
  FormHeadings headings;
  const int label_count = LabelColumnCount(shape.row_space);
  if (!shape.coded()) {
    headings.row_count = 2;
    headings.ranges.push_back({0, 0, 1, 0, Heading("three_items")});
    AddAmountHeadings(shape.columns, 1, 0, 1, &headings.ranges);
    return headings;
  }
  const std::string& group = shape.columns.front().group;
  const bool one_group =
      !group.empty() &&
      std::all_of(shape.columns.begin(), shape.columns.end(),
                  [&](const Column& column) { return column.group == group; });
  headings.row_count = one_group ? 3 : 2;
  if (one_group) {
    headings.ranges.push_back({0, 0, 0, label_count - 1, Heading("item")});
  }
  AddLabelHeadings(shape, one_group ? 1 : 0, &headings.ranges);
  AddAmountHeadings(shape.columns, label_count, 0, headings.row_count - 1,
                    &headings.ranges);
  return headings;
}

}  // namespace yuheng::forms
