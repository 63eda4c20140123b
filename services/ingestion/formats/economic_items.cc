#include "services/ingestion/formats/economic_items.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"

namespace yuheng::ingestion {
namespace {

// What is left over in a list; no account of its own.
constexpr absl::string_view kRest[] = {"其他", "其他支出", "其他费用"};

// What a list of accounts stands behind, and where a statement begins anew.
constexpr absl::string_view kOpenings[] = {":",    "(",    "其中", "包括",
                                           "。",   ";",    "\n",   "为",
                                           "用于", "包含", "、",   "其中,"};
constexpr absl::string_view kBeginnings[] = {"。",   ";",    "\n",  ":",
                                             "包括", "其中", "包含"};
// What makes an amount one of a reason, of another year, or a change.
constexpr absl::string_view kOther[] = {"原因", "由于", "因为", "主要是",
                                        "上年", "去年", "比",   "较",
                                        "增",   "减",   "同期"};

// An account with its amount.
struct Item {
  size_t begin = 0;
  const Quantity* amount = nullptr;
  std::string code;  // Empty for the rest of a list.
};

LabelFinder AccountsOf(const budget::Document& document) {
  LabelFinder finder({});
  const budget::Table* table = document.FindTable(budget::TableKind::kT6);
  if (table == nullptr) return finder;
  for (const budget::Row& row : table->rows) {
    if (row.code.empty() || row.code[0] != '3') continue;
    finder.Add(budget::NormaliseLabel(row.name), row.code);
  }
  for (const absl::string_view rest : kRest) finder.Add(rest, "");
  return finder;
}

// Whether an account begins behind `before`, and not the end of a longer name
// (局机关办公费) or of two that share an amount (办公费、印刷费3万元).
bool BeginsItem(absl::string_view before) {
  if (before.empty()) return true;
  for (const absl::string_view mark : {"、", ",", "和"}) {
    if (!absl::ConsumeSuffix(&before, mark)) continue;
    constexpr absl::string_view kAmountEnds[] = {"元", ")", "其中"};
    return budget::EndsWithAny(before, kAmountEnds);
  }
  return budget::EndsWithAny(before, kOpenings);
}

// Whether the statement before an account is of something else; asked for
// accounts in the order of the text.
class OtherStatements {
 public:
  explicit OtherStatements(absl::string_view text) : text_(text) {}

  bool Before(size_t account) {
    // Words may go over the place that was looked at last.
    const size_t from = seen_ - std::min(seen_, kWordBytesMax);
    const absl::string_view part = text_.substr(from, account - from);
    size_t begin = absl::string_view::npos;
    for (const absl::string_view mark : kBeginnings) {
      const size_t at = part.rfind(mark);
      if (at == absl::string_view::npos) continue;
      const size_t behind = at + mark.size();
      begin =
          begin == absl::string_view::npos ? behind : std::max(begin, behind);
    }
    const bool begins = begin != absl::string_view::npos;
    other_ = (!begins && other_) ||
             budget::ContainsAny(part.substr(begins ? begin : 0), kOther);
    seen_ = account;
    return other_;
  }

 private:
  static constexpr size_t kWordBytesMax = 30;
  const absl::string_view text_;
  size_t seen_ = 0;
  bool other_ = false;
};

std::vector<Item> ItemsIn(absl::string_view text, const LabelFinder& accounts,
                          const std::vector<Quantity>& quantities) {
  std::vector<Item> items;
  OtherStatements others(text);
  for (const LabelSpan& label : accounts.Find(text)) {
    const auto amount = std::lower_bound(
        quantities.begin(), quantities.end(), label.end,
        [](const Quantity& q, size_t at) { return q.begin < at; });
    if (amount == quantities.end() || amount->begin != label.end ||
        amount->unit != Unit::kMoney) {
      continue;
    }
    const bool other = others.Before(label.begin);
    if (BeginsItem(text.substr(0, label.begin)) && !other) {
      items.push_back({label.begin, &*amount, label.subject});
    }
  }
  return items;
}

}  // namespace

std::vector<size_t> ReadEconomicItems(const Passage& passage,
                                      absl::string_view prefix,
                                      ClaimWriter* writer) {
  const absl::string_view text = passage.text();
  const std::vector<Quantity> quantities = ScanQuantities(text);
  const std::vector<Item> items =
      ItemsIn(text, AccountsOf(writer->document()), quantities);
  std::map<std::string, int> listed;
  for (const Item& item : items) ++listed[item.code];
  std::vector<size_t> lists;
  bool joined = false;
  for (size_t i = 0; i < items.size(); ++i) {
    const Item& item = items[i];
    if (!item.code.empty() && listed[item.code] == 1) {
      writer->Figure(absl::StrCat(prefix, ":", item.code, ":amount"), passage,
                     *item.amount);
    }
    const bool joins_next =
        i + 1 < items.size() &&
        text.substr(item.amount->end, items[i + 1].begin - item.amount->end) ==
            "、";
    if (joined || joins_next) lists.push_back(item.amount->begin);
    joined = joins_next;
  }
  return lists;
}

}  // namespace yuheng::ingestion
