#include "services/ingestion/formats/outline.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/text_lines.h"

namespace yuheng::ingestion {
namespace {

using budget::DocumentKind;
using budget::DocumentRole;
using budget::NormaliseLabel;

constexpr size_t kHeadingBytesMax = 240;
// Document titles stand among the first lines.
constexpr int kTitleLines = 4;
// What a part title says counts more than a section's heading.
constexpr int kPartWeight = 3;
constexpr int kTitleWeight = 2;

PartTopic TopicOf(absl::string_view title, int number) {
  if (absl::StrContains(title, "名词解释")) return PartTopic::kTerms;
  if (absl::StrContains(title, "说明")) return PartTopic::kNarrative;
  if (absl::StrContains(title, "概况") || absl::StrContains(title, "职能") ||
      absl::StrContains(title, "职责") ||
      absl::StrContains(title, "基本情况")) {
    return PartTopic::kProfile;
  }
  if (absl::StrContains(title, "表")) return PartTopic::kTables;
  switch (number) {
    case 1:
      return PartTopic::kProfile;
    case 2:
      return PartTopic::kTables;
    case 3:
      return PartTopic::kNarrative;
    case 4:
      return PartTopic::kTerms;
    default:
      return PartTopic::kOther;
  }
}

// Whether there is anything but short lines between a part's heading and the
// next one: an entry of a table of contents has nothing.
bool HasContent(absl::Span<const TextLine> lines, const Part& part) {
  for (size_t i = part.begin + 1; i < part.end; ++i) {
    if (lines[i].cell || absl::StrContains(lines[i].text, "。")) return true;
  }
  return false;
}

std::string PartTitle(absl::Span<const TextLine> lines, size_t heading) {
  std::string title = NormaliseLabel(lines[heading].text);
  const size_t end = title.find("部");
  if (title.size() > end + 6) return title;
  // The title stands in the next line.
  for (size_t i = heading + 1; i < lines.size(); ++i) {
    if (IsBlank(lines[i])) continue;
    if (!lines[i].cell && lines[i].text.size() <= kHeadingBytesMax) {
      title += NormaliseLabel(lines[i].text);
    }
    break;
  }
  return title;
}

}  // namespace

int YearIn(absl::string_view normal) {
  for (size_t at = normal.find("20"); at != absl::string_view::npos;
       at = normal.find("20", at + 1)) {
    const absl::string_view rest = normal.substr(at);
    if (rest.size() < 4 || rest[2] < '0' || rest[2] > '9' || rest[3] < '0' ||
        rest[3] > '9' || !absl::StartsWith(rest.substr(4), "年")) {
      continue;
    }
    return 2000 + (rest[2] - '0') * 10 + (rest[3] - '0');
  }
  return 0;
}

namespace {

// Votes of headings about kind and year.
struct Ballot {
  std::map<int, int> years;
  int budget = 0;
  int final_account = 0;

  void Count(absl::string_view heading, int weight) {
    const std::string normal = NormaliseLabel(heading);
    const bool final_word = absl::StrContains(normal, "决算") &&
                            !absl::StrContains(normal, "预决算");
    if (final_word) {
      final_account += weight;
    } else if (absl::StrContains(normal, "预算")) {
      budget += weight;
    }
    if (const int year = YearIn(normal); year > 0) years[year] += weight;
  }

  int Year() const {
    int best = 0;
    int votes = 0;
    for (const auto& [year, count] : years) {
      if (count >= votes) {
        best = year;
        votes = count;
      }
    }
    return best;
  }
};

std::string Majority(absl::Span<const budget::Table> tables) {
  std::map<std::string, int> votes;
  std::string best;
  for (const budget::Table& table : tables) {
    if (!table.prepared_by.empty()) ++votes[table.prepared_by];
  }
  for (const budget::Table& table : tables) {
    if (table.prepared_by.empty()) continue;
    if (best.empty() || votes[table.prepared_by] > votes[best]) {
      best = table.prepared_by;
    }
  }
  return best;
}

// 昌吉州科技局 of "第一部分 昌吉州科技局概况".
std::string NameInProfileTitle(absl::Span<const Part> parts) {
  for (const Part& part : parts) {
    if (part.topic != PartTopic::kProfile) continue;
    const std::string title = budget::RemoveBlanks(part.title);
    absl::string_view name = title;
    for (const absl::string_view mark : {"部分", "部份"}) {
      if (const size_t at = name.find(mark); at != absl::string_view::npos) {
        name.remove_prefix(at + mark.size());
        break;
      }
    }
    absl::ConsumePrefix(&name, "：");
    absl::ConsumePrefix(&name, ":");
    for (const absl::string_view tail :
         {"概况", "基本情况", "部门", "单位", "主要职能", "职责"}) {
      absl::ConsumeSuffix(&name, tail);
    }
    if (!name.empty()) return std::string(name);
  }
  return "";
}

// X of "一、关于X2023年…".
std::string NameInSection(absl::string_view heading) {
  const std::string text = budget::RemoveBlanks(heading);
  const size_t about = text.find("关于");
  const size_t year = text.find("20");
  if (about == std::string::npos || year == std::string::npos) return "";
  const size_t begin = about + absl::string_view("关于").size();
  return year > begin ? text.substr(begin, year - begin) : "";
}

}  // namespace

int PartNumber(const TextLine& line) {
  if (line.cell || line.text.size() > kHeadingBytesMax ||
      !absl::StartsWith(SkipBlanks(line.text), "第")) {
    return 0;
  }
  const std::string normal = NormaliseLabel(line.text);
  absl::string_view rest = normal;
  absl::ConsumePrefix(&rest, "第");
  for (const absl::string_view mark : {"部分", "部份"}) {
    const size_t at = rest.find(mark);
    if (at != absl::string_view::npos && at <= 3) {
      return ReadOrdinal(rest.substr(0, at));
    }
  }
  return 0;
}

bool IsSectionHeading(const TextLine& line) {
  if (line.cell) return false;
  absl::string_view rest = budget::TrimBlanks(line.text);
  const bool bracket =
      absl::ConsumePrefix(&rest, "（") || absl::ConsumePrefix(&rest, "(");
  for (const size_t length : {size_t{6}, size_t{3}}) {
    if (rest.size() <= length || ReadOrdinal(rest.substr(0, length)) == 0) {
      continue;
    }
    const absl::string_view behind = rest.substr(length);
    if (bracket
            ? absl::StartsWith(behind, "）") || absl::StartsWith(behind, ")")
            : absl::StartsWith(behind, "、")) {
      return true;
    }
  }
  return false;
}

std::vector<Part> FindParts(absl::Span<const TextLine> lines) {
  std::vector<Part> parts;
  for (size_t i = 0; i < lines.size(); ++i) {
    const int number = PartNumber(lines[i]);
    if (number == 0) continue;
    if (!parts.empty()) parts.back().end = i;
    Part part;
    part.number = number;
    part.topic = TopicOf(PartTitle(lines, i), number);
    const absl::string_view title = budget::TrimBlanks(lines[i].text);
    part.title.assign(title.data(), title.size());
    part.line = lines[i].number;
    part.begin = i;
    part.end = lines.size();
    parts.push_back(std::move(part));
  }
  std::vector<Part> kept;
  for (size_t i = 0; i < parts.size(); ++i) {
    const bool again = std::any_of(
        parts.begin() + i + 1, parts.end(),
        [&](const Part& later) { return later.number == parts[i].number; });
    if (again && !HasContent(lines, parts[i])) continue;
    kept.push_back(parts[i]);
  }
  return kept;
}

Identity IdentifyDocument(absl::Span<const TextLine> lines,
                          absl::Span<const Part> parts,
                          absl::Span<const TableAnchor> anchors,
                          absl::Span<const budget::Table> tables,
                          int role_votes_department, int role_votes_unit) {
  Ballot ballot;
  std::string section_name;
  int first_lines = kTitleLines;
  for (const Part& part : parts) {
    ballot.Count(part.title, kPartWeight);
    const std::string normal = NormaliseLabel(part.title);
    role_votes_unit += absl::StrContains(normal, "单位预算");
    role_votes_department += absl::StrContains(normal, "部门预算");
  }
  for (const TableAnchor& anchor : anchors) {
    if (anchor.titled) ballot.Count(anchor.title_text, 1);
  }
  for (const TextLine& line : lines) {
    if (line.cell || line.text.size() > kHeadingBytesMax || IsBlank(line)) {
      continue;
    }
    const bool sentence = absl::StrContains(line.text, "。");
    if (first_lines > 0 && PartNumber(line) == 0) {
      --first_lines;
      if (!sentence) ballot.Count(line.text, kTitleWeight);
    } else if (!sentence && IsSectionHeading(line)) {
      ballot.Count(line.text, 1);
      if (section_name.empty()) section_name = NameInSection(line.text);
    }
  }
  Identity identity;
  if (ballot.final_account > ballot.budget) {
    identity.kind = DocumentKind::kFinalAccount;
  } else if (ballot.budget > 0 || !tables.empty()) {
    identity.kind = DocumentKind::kDepartmentBudget;
  }
  if (role_votes_unit > role_votes_department) {
    identity.role = DocumentRole::kUnit;
  } else if (role_votes_department > 0) {
    identity.role = DocumentRole::kDepartment;
  }
  identity.fiscal_year = ballot.Year();
  identity.department = Majority(tables);
  if (identity.department.empty()) {
    identity.department = NameInProfileTitle(parts);
  }
  if (identity.department.empty()) identity.department = section_name;
  return identity;
}

}  // namespace yuheng::ingestion
