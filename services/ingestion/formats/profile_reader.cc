#include "services/ingestion/formats/profile_reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/chinese_numerals.h"
#include "services/ingestion/formats/claim_scanner.h"
#include "services/ingestion/formats/claim_writer.h"
#include "services/ingestion/formats/narrative_labels.h"
#include "services/ingestion/formats/narrative_sections.h"
#include "services/ingestion/formats/statement_reader.h"

namespace yuheng::ingestion {
namespace {

// Bytes of a heading in normalised text.
constexpr size_t kHeadingBytesMax = 120;
// The section has a few hundred characters; the rest of a longer one is left
// out.
constexpr size_t kProfileBytesMax = 32 << 10;
// Of 数27人, between a label and its bracket, in bytes.
constexpr size_t kCountBytesMax = 12;
// How many clauses that name units or offices are tried for their number.
constexpr int kClausesMax = 100;

constexpr absl::string_view kHeadingWords[] = {
    "机构设置", "机构情况", "机构及人员", "机构人员", "人员情况"};

// What the number of a clause counts.
struct Counted {
  absl::string_view subject;
  absl::Span<const absl::string_view> words;
};
constexpr absl::string_view kUnitWords[] = {
    "下属预算单位", "预算单位",     "下属单位", "所属单位", "下级单位",
    "下属事业单位", "所属事业单位", "二级单位", "下属机构"};
constexpr absl::string_view kOfficeWords[] = {
    "科室",   "处室",   "内设机构", "股室", "部室", "职能科",
    "业务科", "内设科", "个科",     "个处", "个股", "个部门"};
constexpr Counted kCounted[] = {{"units", kUnitWords},
                                {"offices", kOfficeWords}};

constexpr absl::string_view kNoneWords[] = {"无", "没有", "不含", "未设"};
constexpr absl::string_view kListWords[] = {
    "分别是", "分别为", "分别有", "具体是", "具体为", "具体包括",
    "包括",   "即:",    "分别:",  "为:",    ":",      "有:"};
// Where a list of units ends in favour of the list of offices.
constexpr absl::string_view kNextListWords[] = {
    ",下设", ",内设", ",设有", ",设立", ";下设", ";内设", ";", "。", "\n"};

// What ends the name in a line of a numbered list.
constexpr absl::string_view kNumberedEnds[] = {",",    ";",    "。",  ":",
                                               "下设", "内设", "设有"};

// The length of the number in front of such a line: "1.", "(1)", "一、", "①".
size_t NumberLength(absl::string_view text) {
  constexpr absl::string_view kCircle = "①";
  constexpr absl::string_view kMarks[] = {".", "、", ",", ":", "·"};
  if (absl::StartsWith(text, "(")) return text.find(')') + 1;
  if (text[0] == kCircle[0]) return kCircle.size();
  size_t length = text.size();
  for (absl::string_view mark : kMarks) {
    const size_t at = text.find(mark);
    if (at != absl::string_view::npos) {
      length = std::min(length, at + mark.size());
    }
  }
  return length;
}

bool IsHeading(absl::string_view normalised) {
  if (normalised.size() > kHeadingBytesMax || !BeginsNumbered(normalised)) {
    return false;
  }
  return std::any_of(
      std::begin(kHeadingWords), std::end(kHeadingWords),
      [&](auto word) { return absl::StrContains(normalised, word); });
}

struct Profile {
  budget::Heading heading;
  Passage text;
};

// The first such section that has text: a table of contents has none.
std::optional<Profile> FindProfile(absl::Span<const TextLine> lines) {
  std::optional<Profile> found;
  for (size_t i = 0; i < lines.size(); ++i) {
    const TextLine& line = lines[i];
    if (line.cell || IsPageNumber(lines, i)) continue;
    const std::string normal = budget::NormaliseLabel(line.text);
    if (IsHeading(normal)) {
      if (found.has_value() && !found->text.empty()) return found;
      found = Profile{{.key = "profile",
                       .text = std::string(budget::TrimBlanks(line.text)),
                       .line = line.number},
                      {}};
      continue;
    }
    if (!found.has_value()) continue;
    const bool ends =
        PartNumber(line.text) != 0 || absl::StartsWith(normal, "三、");
    if (ends && !found->text.empty()) return found;
    if (ends) continue;
    if (found->text.text().size() < kProfileBytesMax) {
      ParagraphJoiner(&found->text).Add(line.text, line.number);
    }
  }
  return found;
}

// 编制27人(行政15人、事业12人), 在职23人(行政14人、事业9人): the words in
// brackets name kinds of what stands before them.
std::vector<LabelSpan> KindsInBrackets(absl::string_view text,
                                       const std::vector<LabelSpan>& labels) {
  constexpr Label kKinds[] = {{"行政", "_administrative"},
                              {"事业", "_institution"},
                              {"参公", "_civil_managed"},
                              {"工勤", "_worker"}};
  std::vector<LabelSpan> kinds;
  for (const LabelSpan& label : labels) {
    if (label.subject != "posts" && label.subject != "in_post") continue;
    const size_t open = text.find('(', label.end);
    if (open == absl::string_view::npos || open > label.end + kCountBytesMax) {
      continue;
    }
    const size_t close = std::min(text.find(')', open), text.size());
    for (LabelSpan& kind :
         LabelFinder(kKinds).Find(text.substr(open, close - open))) {
      kind.begin += open;
      kind.end += open;
      if (text[kind.end] < '0' || text[kind.end] > '9') continue;
      kind.subject = absl::StrCat(label.subject, kind.subject);
      kinds.push_back(std::move(kind));
    }
  }
  return kinds;
}

class ProfileReader {
 public:
  ProfileReader(const Passage& passage, budget::Document* document)
      : passage_(passage),
        text_(passage.text()),
        quantities_(ScanQuantities(text_)),
        writer_(document) {}

  void Read() {
    for (const Counted& counted : kCounted) ReadCounted(counted);
    StatementOptions options;
    options.counts = StatementOptions::Counts::kPersons;
    options.nil = StatementOptions::Nil::kIgnored;
    options.address = [](absl::string_view subject, absl::string_view measure) {
      return measure == "count"
                 ? absl::StrCat("G:staff:", subject)
                 : absl::StrCat("G:staff/", subject, ":", measure);
    };
    std::vector<LabelSpan> labels = LabelFinder(StaffLabels()).Find(text_);
    std::vector<LabelSpan> kinds = KindsInBrackets(text_, labels);
    ReadStatements(passage_, MergeSpans(std::move(labels), std::move(kinds)),
                   options, &writer_);
  }

 private:
  struct Clause {
    size_t begin;
    size_t end;
  };

  static bool IsDigit(absl::string_view text, size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
  }

  Clause ClauseAt(size_t at) const {
    Clause clause = {0, text_.size()};
    for (absl::string_view mark : {",", ";", "。", "\n", ":"}) {
      const size_t before = text_.substr(0, at).rfind(mark);
      if (before != absl::string_view::npos) {
        clause.begin = std::max(clause.begin, before + mark.size());
      }
      size_t behind = text_.find(mark, at);
      // 内设机构:5个.
      if (mark == ":" && behind < text_.size() &&
          (IsDigit(text_, behind + 1))) {
        behind = text_.find(mark, behind + 1);
      }
      clause.end = std::min(clause.end, behind);
    }
    return clause;
  }

  // The first clause that counts one of the words.
  void ReadCounted(const Counted& counted) {
    size_t offset = 0;
    for (int tries = 0; tries < kClausesMax; ++tries) {
      size_t at = absl::string_view::npos;
      absl::string_view found;
      for (absl::string_view word : counted.words) {
        const size_t place = text_.find(word, offset);
        if (place < at) {
          at = place;
          found = word;
        }
      }
      if (at == absl::string_view::npos) return;
      if (ReadClause(counted.subject, ClauseAt(at), at)) return;
      offset = at + found.size();
    }
  }

  bool ReadClause(absl::string_view subject, const Clause& clause, size_t at) {
    const std::string address = absl::StrCat("G:", subject, ":count");
    const absl::string_view before =
        text_.substr(clause.begin, at - clause.begin);
    for (absl::string_view none : kNoneWords) {
      const size_t word = before.rfind(none);
      if (word == absl::string_view::npos) continue;
      writer_.FigureInWords(address, passage_, clause.begin + word, clause.end,
                            0, budget::kMicroPerOne);
      return true;
    }
    for (const Quantity& quantity : quantities_) {
      if (quantity.begin < clause.begin || quantity.end > clause.end) continue;
      if (quantity.unit != Unit::kCount && quantity.unit != Unit::kBare) {
        continue;
      }
      if (quantity.unit == Unit::kBare && NumbersItem(text_, quantity))
        continue;
      writer_.Figure(address, passage_, quantity);
      if (quantity.value_micro != 0) ReadList(subject, quantity.end);
      return true;
    }
    // 下设七个科室.
    for (size_t begin = clause.begin; begin < clause.end;) {
      size_t length = 0;
      const auto count =
          ReadChineseCount(text_.substr(begin, clause.end - begin), &length);
      if (count.has_value() && CountsPieces(text_.substr(begin + length))) {
        writer_.FigureInWords(address, passage_, begin, begin + length,
                              *count * budget::kMicroPerOne,
                              budget::kMicroPerOne);
        ReadList(subject, begin + length);
        return true;
      }
      budget::NextCodePoint(text_, &begin);
    }
    return false;
  }

  static bool CountsPieces(absl::string_view text) {
    return absl::StartsWith(text, "个") || absl::StartsWith(text, "家") ||
           absl::StartsWith(text, "户");
  }

  // The names behind 分别是 in the sentence of `from`.
  void ReadList(absl::string_view subject, size_t from) {
    size_t line = text_.find('\n', from);
    // 分别是: and the names in the next line.
    if (line < text_.size() && line > 0 && text_[line - 1] == ':') {
      line = text_.find('\n', line + 1);
    }
    const size_t sentence =
        std::min({text_.find("。", from), line, text_.size()});
    const absl::string_view rest = text_.substr(from, sentence - from);
    size_t begin = absl::string_view::npos;
    for (absl::string_view word : kListWords) {
      const size_t at = rest.find(word);
      if (at < begin) begin = at;
    }
    if (begin == absl::string_view::npos) return;
    // Another count before the list: the list is that one's.
    const size_t next = rest.substr(0, begin).find("设");
    if (subject == "units" && next != absl::string_view::npos) return;
    for (bool again = true; again;) {
      again = false;
      for (absl::string_view word : kListWords) {
        if (absl::StartsWith(rest.substr(begin), word)) {
          begin += word.size();
          again = true;
        }
      }
    }
    if (absl::StartsWith(rest.substr(begin), "\n")) ++begin;
    if (ReadNumberedLines(subject, from + begin)) return;
    size_t end = rest.size();
    for (absl::string_view word : kNextListWords) {
      end = std::min(end, rest.find(word, begin));
    }
    if (begin < end) {
      writer_.Words(absl::StrCat("G:", subject, ":words"), passage_,
                    from + begin, from + end);
    }
  }

  // A list with a line of its own for every name: 1.某局本级. False when
  // `begin` is no such list.
  bool ReadNumberedLines(absl::string_view subject, size_t begin) {
    Passage list;
    while (begin < text_.size()) {
      const size_t line = std::min(text_.find('\n', begin), text_.size());
      const absl::string_view text = text_.substr(begin, line - begin);
      if (!BeginsNumbered(text)) break;
      const size_t name = NumberLength(text);
      size_t end = text.size();
      for (absl::string_view mark : kNumberedEnds) {
        end = std::min(end, text.find(mark, name));
      }
      list.Append(absl::StrCat(list.empty() ? "" : "、",
                               passage_.Printed(begin + name, begin + end)),
                  passage_.LineAt(begin));
      begin = line + 1;
    }
    if (list.empty()) return false;
    writer_.Words(absl::StrCat("G:", subject, ":words"), list, 0,
                  list.text().size());
    return true;
  }

  const Passage& passage_;
  const absl::string_view text_;
  const std::vector<Quantity> quantities_;
  ClaimWriter writer_;
};

}  // namespace

void ReadProfile(absl::Span<const TextLine> lines, budget::Document* document) {
  std::optional<Profile> profile = FindProfile(lines);
  if (!profile.has_value()) return;
  document->headings.push_back(std::move(profile->heading));
  const Passage text = profile->text.Slice(0, kProfileBytesMax);
  ProfileReader(text, document).Read();
}

}  // namespace yuheng::ingestion
