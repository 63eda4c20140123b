#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/figure.h"

namespace yuheng::validation {
namespace {

using budget::Document;
using budget::Heading;
using budget::Message;
using budget::Table;

const Heading* FindHeading(const Document& document, absl::string_view key) {
  for (const Heading& heading : document.headings) {
    if (heading.key == key) return &heading;
  }
  return nullptr;
}

Place TablePlace(const Table& table) {
  return {absl::StrCat("T", static_cast<int>(table.kind)), {table.line, ""}};
}

// Reports each of `prefix`1 to `prefix`<count> that has no heading, and the
// first that stands before the one it should follow.
void CheckHeadings(const CheckContext& context, absl::string_view prefix,
                   int count, absl::string_view missing_id,
                   absl::string_view order_id) {
  const Document& document = context.document;
  if (document.headings.empty()) {
    context.reporter.Insufficient({{"doc", {}}},
                                  Message("finding.no_headings"));
    return;
  }
  const Heading* previous = nullptr;
  bool order_reported = false;
  for (int i = 1; i <= count; ++i) {
    const std::string key = absl::StrCat(prefix, i);
    const Heading* heading = FindHeading(document, key);
    const std::string address = prefix == "N" ? key : "doc";
    if (heading == nullptr) {
      context.reporter.Fail({{address, {}}},
                            Message(missing_id, {{"number", absl::StrCat(i)}}));
      continue;
    }
    if (previous != nullptr && heading < previous && !order_reported) {
      context.reporter.Fail({{address, {heading->line, ""}}},
                            Message(order_id, {{"heading", heading->text},
                                               {"before", previous->text}}));
      order_reported = true;
    }
    previous = heading;
  }
}

bool HasAmounts(const Table& table) {
  return std::any_of(
      table.rows.begin(), table.rows.end(), [](const budget::Row& row) {
        return std::any_of(
            row.cells.begin(), row.cells.end(), [](const budget::Cell& cell) {
              return cell.amount_fen != 0 ||
                     cell.state == budget::CellState::kUnreadable;
            });
      });
}

// The section of the narrative about a table that says whether it is empty:
// 八 for 表8, 九 for 表9. Nothing to say about one without heading: S-06 does.
void CheckEmptySection(const CheckContext& context, const Table& table) {
  const std::string key = absl::StrCat("N", static_cast<int>(table.kind));
  const Heading* heading = FindHeading(context.document, key);
  if (heading == nullptr) return;
  const std::string prefix = absl::StrCat(key, ":");
  bool amounts = false;
  for (const budget::Claim& claim : context.document.claims) {
    if (!absl::StartsWith(claim.address, prefix)) continue;
    if (absl::EndsWith(claim.address, ":none")) return;
    // 0万元 says it as well.
    if (absl::EndsWith(claim.address, ":amount") && claim.value_micro == 0) {
      amounts = true;
    }
  }
  if (amounts) return;
  context.reporter.Fail(
      {{key, {heading->line, ""}}, TablePlace(table)},
      Message("finding.nil_statement_missing_section",
              {{"table", TableText(table.kind)},
               {"number", absl::StrCat(static_cast<int>(table.kind))}}));
}

bool HasStatedCells(const Table& table) {
  return std::any_of(
      table.rows.begin(), table.rows.end(), [](const budget::Row& row) {
        return std::any_of(
            row.cells.begin(), row.cells.end(),
            [](const budget::Cell& cell) { return cell.stated(); });
      });
}

}  // namespace

// S-01: part1 to part4 present, in order.
void CheckParts(const CheckContext& context) {
  CheckHeadings(context, "part", 4, "finding.part_missing",
                "finding.heading_order");
}

// S-06: N1 to N11 present, in order.
void CheckSections(const CheckContext& context) {
  CheckHeadings(context, "N", 11, "finding.section_missing",
                "finding.heading_order");
}

// S-02: every table of the form once, under its number.
void CheckTables(const CheckContext& context) {
  for (const budget::TableShape& shape : context.form.tables) {
    const Table* first = nullptr;
    for (const Table& table : context.document.tables) {
      if (table.kind != shape.kind) continue;
      if (first != nullptr) {
        context.reporter.Fail(
            {TablePlace(table), TablePlace(*first)},
            Message("finding.table_twice", {{"table", TableText(shape.kind)},
                                            {"title", shape.title}}));
        continue;
      }
      first = &table;
      if (table.title.empty() && table.printed_number != 0) {
        context.reporter.Fail(
            {TablePlace(table)},
            Message("finding.title_missing", {{"table", TableText(shape.kind)},
                                              {"title", shape.title}}));
      }
      if (table.printed_number != 0 && table.printed_number != shape.number) {
        context.reporter.Fail(
            {TablePlace(table)},
            Message("finding.table_number",
                    {{"title", table.title.empty() ? shape.title : table.title},
                     {"printed", absl::StrCat(table.printed_number)},
                     {"number", absl::StrCat(shape.number)}}));
      }
    }
    if (first == nullptr) {
      context.reporter.Fail(
          {{absl::StrCat("T", static_cast<int>(shape.kind)), {}}},
          Message("finding.table_missing",
                  {{"table", TableText(shape.kind)}, {"title", shape.title}}));
    }
  }
}

// S-04: a unit of account for every table.
void CheckUnits(const CheckContext& context) {
  for (const Table& table : context.document.tables) {
    if (table.unit_fen > 0) continue;
    context.reporter.Fail(
        {TablePlace(table)},
        Message("finding.unit_missing", {{"table", TableText(table.kind)}}));
  }
}

// S-07: a table of which nothing is printed, 表8 and 表9 also one of zeros, has
// a sentence that says it is empty, and so has its section of the narrative;
// no table with amounts says, here or there, that it is empty.
void CheckEmptyTables(const CheckContext& context) {
  for (const Table& table : context.document.tables) {
    const bool filled = HasAmounts(table);
    const bool usually_empty = table.kind == budget::TableKind::kT8 ||
                               table.kind == budget::TableKind::kT9;
    const bool empty = !filled && (usually_empty || !HasStatedCells(table));
    if (empty && usually_empty) CheckEmptySection(context, table);
    if (empty && table.kind >= budget::TableKind::kT5 &&
        table.nil_statement.empty()) {
      context.reporter.Fail({TablePlace(table)},
                            Message("finding.nil_statement_missing",
                                    {{"table", TableText(table.kind)}}));
    }
    if (filled && !table.nil_statement.empty()) {
      Place statement = TablePlace(table);
      statement.address += ":none";
      if (table.nil_statement_line > 0) {
        statement.location = {table.nil_statement_line, ""};
      }
      context.reporter.Fail({std::move(statement), TablePlace(table)},
                            Message("finding.nil_statement_wrong",
                                    {{"table", TableText(table.kind)},
                                     {"statement", table.nil_statement}}));
    }
    if (!filled || !usually_empty) continue;
    const std::string section =
        absl::StrCat("N", static_cast<int>(table.kind), ":");
    for (const budget::Claim& claim : context.document.claims) {
      if (!absl::StartsWith(claim.address, section) ||
          !absl::EndsWith(claim.address, ":none")) {
        continue;
      }
      context.reporter.Fail(
          {{claim.address, {claim.line, ""}}, TablePlace(table)},
          Message("finding.nil_statement_wrong",
                  {{"table", TableText(table.kind)},
                   {"statement", claim.printed}}));
    }
  }
}

}  // namespace yuheng::validation
