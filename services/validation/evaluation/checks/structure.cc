#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/types/span.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/figure.h"

namespace yuheng::validation {
namespace {

using budget::Document;
using budget::Heading;
using budget::Message;
using budget::Table;
using budget::TableKind;

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
              {{"table", TableText(context.form.Table(table.kind))},
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

// A part of section 五 or 十一 that has to be there, unlike 十一(五), and the
// words a bureau without a heading for it speaks of it with, wherever in the
// section.
struct Subsection {
  absl::string_view section;
  absl::string_view key;
  absl::Span<const absl::string_view> words;
};

constexpr absl::string_view kScale[] = {"规模", "合计", "基本支出"};
constexpr absl::string_view kStructure[] = {"结构", "占"};
constexpr absl::string_view kUses[] = {"使用情况", "具体使用", "(项)"};
constexpr absl::string_view kOperating[] = {"机关运行", "机关经费", "运转经费",
                                            "公用经费"};
constexpr absl::string_view kProcurement[] = {"政府采购", "集中采购",
                                              "采购预算", "采购情况"};
constexpr absl::string_view kAssets[] = {"国有资产", "国有资源", "固定资产",
                                         "资产占", "资产情况"};
constexpr absl::string_view kPerformance[] = {"绩效"};

// What else there is to say: free, and often nothing.
constexpr absl::string_view kOtherMatters = "N11e";

constexpr Subsection kSubsections[] = {
    {"N5", "N5a", kScale},         {"N5", "N5b", kStructure},
    {"N5", "N5c", kUses},          {"N11", "N11a", kOperating},
    {"N11", "N11b", kProcurement}, {"N11", "N11c", kAssets},
    {"N11", "N11d", kPerformance},
};

// Sections and parts about a table that say nothing when it has nothing. S-07
// looks after what 八 and 九 say then.
struct AboutTable {
  absl::string_view section;
  TableKind table;
};
constexpr AboutTable kAboutTables[] = {
    {"N5b", TableKind::kT5}, {"N5c", TableKind::kT5}, {"N7", TableKind::kT7},
    {"N8", TableKind::kT8},  {"N9", TableKind::kT9},
};

// Whether `key` is `section` or below it: N11c is below N11, N11 not below N1.
bool IsWithin(absl::string_view key, absl::string_view section) {
  if (!absl::StartsWith(key, section)) return false;
  const absl::string_view rest = key.substr(section.size());
  return rest.empty() || !absl::ascii_isdigit(rest[0]);
}

class SubsectionCheck {
 public:
  explicit SubsectionCheck(const CheckContext& context)
      : context_(context), document_(context.document) {}

  void Run() {
    for (const Heading& heading : document_.headings) {
      if (heading.key == "N5") LookFor("N5", heading);
      if (heading.key == "N11") LookFor("N11", heading);
      if (IsSection(heading.key) && IsBareHeading(heading.text) &&
          SaysNothing(heading.key) && HasSomethingToSay(heading.key)) {
        context_.reporter.Fail(
            {{heading.key, {heading.line, ""}}},
            Message("finding.section_empty", {{"heading", heading.text}}));
      }
    }
  }

 private:
  static bool IsSection(absl::string_view key) {
    return key.size() > 1 && key[0] == 'N' && absl::ascii_isdigit(key[1]) &&
           key != kOtherMatters;
  }

  // Whether nothing stands behind a heading's last word.
  static bool IsBareHeading(absl::string_view heading) {
    const std::string text = budget::NormaliseLabel(heading);
    constexpr absl::string_view kEnds[] = {"说明",  "情况",  "事项",
                                           "说明:", "情况:", "事项:"};
    return budget::EndsWithAny(text, kEnds);
  }

  // Whether a heading stands with no sentence, figure or sheet under it.
  bool SaysNothing(absl::string_view section) const {
    for (const budget::Sentence& sentence : document_.sentences) {
      if (IsWithin(sentence.section, section)) return false;
    }
    for (const budget::Claim& claim : document_.claims) {
      if (IsWithin(SplitClaim(claim.address).section, section)) return false;
    }
    const bool sheets = section == "N11" || section == "N11d";
    return !sheets || document_.sheets.empty();
  }

  bool HasSomethingToSay(absl::string_view section) const {
    for (const AboutTable& about : kAboutTables) {
      if (about.section != section) continue;
      const Table* table = document_.FindTable(about.table);
      return table != nullptr && HasAmounts(*table);
    }
    return true;
  }

  // Reports the parts of a section that is there which it says nothing of.
  void LookFor(absl::string_view section, const Heading& heading) {
    if (SaysNothing(section)) return;
    const std::string words = WordsOf(section);
    int line = heading.line;
    for (const Subsection& part : kSubsections) {
      if (part.section != section) continue;
      if (const Heading* own = FindHeading(document_, part.key)) {
        line = own->line;
      } else if (HasSomethingToSay(part.key) && !HasClaims(part.key) &&
                 !budget::ContainsAny(words, part.words)) {
        context_.reporter.Fail(
            {{std::string(part.key), {line, ""}}},
            Message("finding.subsection_missing",
                    {{"heading", heading.text}, {"part", NameOf(part.key)}}));
      }
    }
  }

  bool HasClaims(absl::string_view key) const {
    return std::any_of(document_.claims.begin(), document_.claims.end(),
                       [&](const budget::Claim& claim) {
                         return SplitClaim(claim.address).section == key;
                       });
  }

  // All that is said in a section, its own heading apart. What section 十一 is
  // about may also stand in front of it, as a section of its own.
  std::string WordsOf(absl::string_view section) const {
    std::string words;
    for (const Heading& heading : document_.headings) {
      if (heading.key != section && IsWithin(heading.key, section)) {
        words += budget::NormaliseLabel(heading.text) + "\n";
      }
    }
    for (const budget::Sentence& sentence : document_.sentences) {
      if (IsWithin(sentence.section, section) ||
          (section == "N11" && sentence.section == "N10")) {
        words += budget::NormaliseLabel(sentence.text) + "\n";
      }
    }
    // 绩效工资 is pay.
    return absl::StrReplaceAll(words, {{"绩效工资", ""}, {"绩效奖", ""}});
  }

  static budget::Text NameOf(absl::string_view key) {
    return Message(absl::StrCat("source.", absl::AsciiStrToLower(key)));
  }

  const CheckContext& context_;
  const budget::Document& document_;
};

// What is printed above a table; empty when nothing is.
std::string LabelOf(const Table& table) {
  return table.printed_number != 0 ? absl::StrCat(table.printed_number)
                                   : table.printed_label;
}

// Not there at all, or there without a row that could be read.
void FailMissingTable(const CheckContext& context,
                      const budget::TableShape& shape) {
  const auto& problems = context.document.problems;
  const auto told = std::find_if(
      problems.begin(), problems.end(),
      [&](const auto& problem) { return problem.table == shape.kind; });
  context.reporter.Fail(
      {{absl::StrCat("T", static_cast<int>(shape.kind)),
        told == problems.end() ? budget::SourceLocation{} : told->location}},
      Message(told == problems.end() ? "finding.table_missing"
                                     : "finding.table_without_rows",
              {{"table", TableText(shape)}, {"title", shape.title}}));
}

}  // namespace

// S-01: part1 to part4 present, in order.
void CheckParts(const CheckContext& context) {
  CheckHeadings(context, "part", 4, "finding.part_missing",
                "finding.heading_order");
}

// S-06: N1 to N11 present, in order; every part of 五 and 十一 there, as a
// heading or as a statement under whatever heading; no heading without text.
void CheckSections(const CheckContext& context) {
  CheckHeadings(context, "N", 11, "finding.section_missing",
                "finding.heading_order");
  SubsectionCheck(context).Run();
}

// S-02: every table of the form once, under its number.
void CheckTables(const CheckContext& context) {
  for (const budget::TableShape& shape : context.form.tables) {
    if (!shape.printed) continue;
    const Table* first = nullptr;
    for (const Table& table : context.document.tables) {
      if (table.kind != shape.kind) continue;
      if (first != nullptr) {
        context.reporter.Fail(
            {TablePlace(table), TablePlace(*first)},
            Message("finding.table_twice",
                    {{"table", TableText(shape)}, {"title", shape.title}}));
        continue;
      }
      first = &table;
      const std::string printed = LabelOf(table);
      if (table.title.empty() && !printed.empty()) {
        context.reporter.Fail(
            {TablePlace(table)},
            Message("finding.title_missing",
                    {{"table", TableText(shape)}, {"title", shape.title}}));
      }
      if (!printed.empty() && printed != shape.label) {
        context.reporter.Fail(
            {TablePlace(table)},
            Message("finding.table_number",
                    {{"title", table.title.empty() ? shape.title : table.title},
                     {"printed", printed},
                     {"number", shape.label}}));
      }
    }
    if (first == nullptr) FailMissingTable(context, shape);
  }
}

// S-04: a unit of account for every table.
void CheckUnits(const CheckContext& context) {
  for (const Table& table : context.document.tables) {
    if (table.unit_fen > 0) continue;
    context.reporter.Fail(
        {TablePlace(table)},
        Message("finding.unit_missing",
                {{"table", TableText(context.form.Table(table.kind))}}));
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
      context.reporter.Fail(
          {TablePlace(table)},
          Message("finding.nil_statement_missing",
                  {{"table", TableText(context.form.Table(table.kind))}}));
    }
    if (filled && !table.nil_statement.empty()) {
      Place statement = TablePlace(table);
      statement.address += ":none";
      if (table.nil_statement_line > 0) {
        statement.location = {table.nil_statement_line, ""};
      }
      context.reporter.Fail(
          {std::move(statement), TablePlace(table)},
          Message("finding.nil_statement_wrong",
                  {{"table", TableText(context.form.Table(table.kind))},
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
                  {{"table", TableText(context.form.Table(table.kind))},
                   {"statement", claim.printed}}));
    }
  }
}

}  // namespace yuheng::validation
