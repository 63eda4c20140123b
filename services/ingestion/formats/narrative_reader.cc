#include "services/ingestion/formats/narrative_reader.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/account_names.h"
#include "services/ingestion/formats/claim_scanner.h"
#include "services/ingestion/formats/claim_writer.h"
#include "services/ingestion/formats/economic_items.h"
#include "services/ingestion/formats/narrative_labels.h"
#include "services/ingestion/formats/narrative_projects.h"
#include "services/ingestion/formats/narrative_sections.h"
#include "services/ingestion/formats/prefixes.h"
#include "services/ingestion/formats/statement_reader.h"

namespace yuheng::ingestion {
namespace {

using budget::ContainsAny;
using budget::TableKind;

// Where the names of a section's accounts stand, the nearest table first.
constexpr TableKind kClassTables[] = {TableKind::kT1, TableKind::kT4,
                                      TableKind::kT2};
constexpr TableKind kGeneralTables[] = {TableKind::kT5, TableKind::kT2,
                                        TableKind::kT3};
constexpr TableKind kFundTables[] = {TableKind::kT8, TableKind::kT2,
                                     TableKind::kT3};
constexpr TableKind kCapitalTables[] = {TableKind::kT9, TableKind::kT2,
                                        TableKind::kT3};

// Subject that opens the expenditure of a budget in section 四.
constexpr absl::string_view kExpenditureOf = "ex:";
constexpr absl::string_view kCapitalClass = "223";

// The longest name of a kind of vehicles, in bytes.
constexpr size_t kVehicleBytesMax = 36;

// How far behind its label an amount may begin (为, 共计), in bytes.
constexpr size_t kNearBytes = 12;

// Words that say a budget is not used at all.
constexpr absl::string_view kNothingWords[] = {
    "没有", "无", "未安排", "未使用", "空表", "不涉及", "为零", "为0", ":零"};

// The start of the sentence that holds `at`.
size_t SentenceBegin(absl::string_view text, size_t at) {
  size_t begin = 0;
  for (absl::string_view mark : {"\n", "。"}) {
    const size_t found = text.substr(0, at).rfind(mark);
    if (found != absl::string_view::npos) {
      begin = std::max(begin, found + mark.size());
    }
  }
  return begin;
}

size_t EndOfSentence(absl::string_view text, size_t at) {
  return std::min({text.find("。", at), text.find('\n', at), text.size()});
}

// Whether 货物, 工程 or 服务 ends a longer word.
bool IsPartOfAWord(absl::string_view text, const LabelSpan& label) {
  constexpr absl::string_view kKinds[] = {"货物", "工程", "服务"};
  constexpr absl::string_view kBefore[] = {
      "、", ",",    ";",    "。",   ":",  "\n",   "(",    ")",
      ".",  "采购", "其中", "和",   "及", "与",   "元",   "为",
      "类", "是",   "包括", "包含", "含", "分别", "安排", "购置"};
  if (!StartsWithAny(text.substr(label.begin), kKinds)) return false;
  const absl::string_view before = text.substr(0, label.begin);
  return !before.empty() && std::none_of(std::begin(kBefore), std::end(kBefore),
                                         [&](absl::string_view word) {
                                           return absl::EndsWith(before, word);
                                         });
}

bool IsUnknownVehicle(const LabelSpan& label) {
  return absl::StartsWith(label.subject, "cars_") &&
         absl::EndsWith(label.subject, "用车");
}

// Vehicles of a kind that the form does not know: 调查勘测用车.
void AddOtherVehicles(absl::string_view text, std::vector<LabelSpan>* labels) {
  constexpr absl::string_view kVehicle = "用车";
  constexpr absl::string_view kMarks[] = {"、", ",", ";",  "。", ":",  "\n",
                                          "(",  ")", "中", "辆", "元", "."};
  std::vector<LabelSpan> found;
  for (size_t at = text.find(kVehicle); at != absl::string_view::npos;
       at = text.find(kVehicle, at + kVehicle.size())) {
    const size_t window = at - std::min(at, kVehicleBytesMax);
    size_t begin = window;
    for (absl::string_view mark : kMarks) {
      const size_t mark_at = text.substr(window, at - window).rfind(mark);
      if (mark_at != absl::string_view::npos) {
        begin = std::max(begin, window + mark_at + mark.size());
      }
    }
    if (begin == at || (begin == window && window > 0)) continue;
    const size_t end = at + kVehicle.size();
    found.push_back(
        {begin, end, absl::StrCat("cars_", text.substr(begin, end - begin))});
  }
  const std::string other = "cars_other";
  const bool other_is_named = std::any_of(
      labels->begin(), labels->end(),
      [&](const LabelSpan& label) { return label.subject == other; });
  *labels = MergeSpans(std::move(found), std::move(*labels));
  // A single kind of that sort is what the form calls the others.
  std::set<std::string> names;
  for (const LabelSpan& label : *labels) {
    if (IsUnknownVehicle(label)) names.insert(label.subject);
  }
  if (names.size() != 1 || other_is_named) return;
  for (LabelSpan& label : *labels) {
    if (IsUnknownVehicle(label)) label.subject = other;
  }
}

// Where sentences begin to speak about purchases: everything behind it in the
// sentence is to be bought.
std::vector<size_t> Purchases(absl::string_view text) {
  constexpr absl::string_view kWords[] = {"购置", "拟购", "购买"};
  std::vector<size_t> purchases;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = EndOfSentence(text, begin);
    const absl::string_view sentence = text.substr(begin, end - begin);
    size_t first = absl::string_view::npos;
    for (absl::string_view word : kWords) {
      first = std::min(first, sentence.find(word));
    }
    if (first != absl::string_view::npos) purchases.push_back(begin + first);
    begin = end + 1;
  }
  return purchases;
}

class NarrativeReader {
 public:
  explicit NarrativeReader(budget::Document* document)
      : document_(*document), writer_(document) {}

  void Read(const NarrativeSection& section) {
    struct Handler {
      absl::string_view key;
      void (NarrativeReader::*read)(const Passage& text);
    };
    constexpr Handler kHandlers[] = {
        {"N1", &NarrativeReader::ReadOverview},
        {"N2", &NarrativeReader::ReadIncome},
        {"N3", &NarrativeReader::ReadExpenditure},
        {"N4", &NarrativeReader::ReadFiscal},
        {"N5", &NarrativeReader::ReadAppropriation},
        {"N5a", &NarrativeReader::ReadScale},
        {"N5b", &NarrativeReader::ReadStructure},
        {"N5c", &NarrativeReader::ReadUses},
        {"N6", &NarrativeReader::ReadBasic},
        {"N7", &NarrativeReader::ReadProjectSection},
        {"N8", &NarrativeReader::ReadFund},
        {"N9", &NarrativeReader::ReadCapital},
        {"N10", &NarrativeReader::ReadHospitality},
        {"N11a", &NarrativeReader::ReadOperating},
        {"N11b", &NarrativeReader::ReadProcurement},
        {"N11c", &NarrativeReader::ReadAssets},
        {"N11d", &NarrativeReader::ReadManagedProjects},
    };
    document_.headings.push_back(
        {.key = section.key, .text = section.heading, .line = section.line});
    if (section.text.empty()) return;
    for (const Handler& handler : kHandlers) {
      if (handler.key == section.key) (this->*handler.read)(section.text);
    }
  }

 private:
  StatementOptions Options(std::string prefix,
                           std::string first_subject = "") const {
    StatementOptions options;
    options.first_subject = std::move(first_subject);
    options.fiscal_year = document_.fiscal_year;
    options.report_unassigned = true;
    options.address = AddressesUnder(std::move(prefix));
    return options;
  }

  void ReadLabelled(const Passage& text, absl::Span<const Label> labels,
                    const StatementOptions& options) {
    ReadStatements(text, LabelFinder(labels, MoneySuffixes()).Find(text.text()),
                   options, &writer_);
  }

  void ReadOverview(const Passage& text) {
    LabelFinder finder(IncomeLabels(), MoneySuffixes());
    AccountNames(document_, kClassTables).AddClassLabels(&finder);
    ReadStatements(text, finder.Find(text.text()), Options("N1", "total"),
                   &writer_);
  }

  void ReadIncome(const Passage& text) {
    ReadLabelled(text, IncomeLabels(), Options("N2", "total"));
  }

  void ReadExpenditure(const Passage& text) {
    ReadLabelled(text, ExpenditureLabels(), Options("N3", "total"));
  }

  void ReadFiscal(const Passage& text) {
    LabelFinder finder(FiscalLabels(), MoneySuffixes());
    AccountNames(document_, kClassTables).AddClassLabels(&finder);
    std::vector<LabelSpan> labels = finder.Find(text.text());
    // Classes that no budget was named for are those of the only budget, or of
    // all together.
    std::string budget = OtherBudgetsIn(text.text(), labels) ? "total" : "gen";
    for (LabelSpan& label : labels) {
      absl::string_view opened = label.subject;
      if (absl::ConsumePrefix(&opened, kExpenditureOf)) {
        // The class 223 has the name of its budget's expenditure.
        const bool again = opened == "soe" && budget == "soe";
        budget = std::string(opened);
        label.subject = absl::StrCat(budget, "/",
                                     again ? kCapitalClass : budget::kTotalKey);
      } else if (label.subject[0] >= '0' && label.subject[0] <= '9') {
        label.subject = absl::StrCat(budget, "/", label.subject);
      }
    }
    StatementOptions options = Options("N4", "total");
    options.words = WordsClaim::kPurpose;
    const size_t first = document_.claims.size();
    ReadAllOfOneBudget(text);
    ReadStatements(text, labels, options, &writer_);
    SortByLine(first);
  }

  // The claims from the one of index `first` on.
  void SortByLine(size_t first) {
    std::stable_sort(document_.claims.begin() + first, document_.claims.end(),
                     [](const budget::Claim& a, const budget::Claim& b) {
                       return a.line < b.line;
                     });
  }

  // Whether an amount other than 0 follows the name of a fund or capital
  // budget.
  static bool OtherBudgetsIn(absl::string_view text,
                             const std::vector<LabelSpan>& labels) {
    const std::vector<Quantity> quantities = ScanQuantities(text);
    return std::any_of(
        labels.begin(), labels.end(), [&](const LabelSpan& label) {
          if (label.subject != "fund" && label.subject != "soe") return false;
          const auto next = std::lower_bound(
              quantities.begin(), quantities.end(), label.end,
              [](const Quantity& q, size_t at) { return q.begin < at; });
          return next != quantities.end() && next->unit == Unit::kMoney &&
                 next->value_micro != 0 &&
                 next->begin <= label.end + kNearBytes;
        });
  }

  // Whether another budget is named beside it: "…拨款和政府性基金预算拨款".
  static bool NamesAnother(absl::string_view rest) {
    for (bool again = true; again;) {
      again = false;
      for (absl::string_view word :
           {"财政", "当年", "预算", "拨款", "收入", "资金", "安排"}) {
        again = absl::ConsumePrefix(&rest, word) || again;
      }
    }
    for (absl::string_view joint : {"和", "、", "及", "与"}) {
      if (absl::StartsWith(rest, joint)) return true;
    }
    return false;
  }

  // "收入全部为一般公共预算拨款, ...": the sentence as a claim of the budget
  // that is named; of the other budgets that are named beside it instead.
  void ReadAllOfOneBudget(const Passage& text) {
    struct Budget {
      absl::string_view name;
      absl::string_view address;
    };
    constexpr Budget kBudgets[] = {{"一般公共预算", "N4:all_gen:words"},
                                   {"政府性基金", "N4:all_fund:words"},
                                   {"国有资本", "N4:all_soe:words"}};
    const absl::string_view all = text.text();
    for (const Budget& budget : kBudgets) {
      for (absl::string_view words :
           {"全部为", "全部是", "均为", "全部来源于", "全部来自"}) {
        const std::string opening = absl::StrCat(words, budget.name);
        const size_t at = all.find(opening);
        if (at == absl::string_view::npos) continue;
        const size_t begin = SentenceBegin(all, at);
        const size_t end = EndOfSentence(all, at);
        if (!NamesAnother(all.substr(at + opening.size()))) {
          writer_.Words(std::string(budget.address), text, begin, end);
          return;
        }
        const absl::string_view named =
            all.substr(at, std::min(all.find(',', at), end) - at);
        for (const Budget& other : kBudgets) {
          if (other.name != kBudgets[0].name &&
              absl::StrContains(named, other.name)) {
            writer_.Words(std::string(other.address), text, begin, end);
          }
        }
        return;
      }
    }
  }

  // Section 五 without sub-headings: the marks of its paragraphs tell where
  // (二) and (三) begin.
  void ReadAppropriation(const Passage& text) {
    const absl::string_view all = text.text();
    const auto first_paragraph_with = [&](absl::string_view mark) {
      const size_t at = all.find(mark);
      if (at == absl::string_view::npos) return all.size();
      const size_t line = all.substr(0, at).rfind('\n');
      return line == absl::string_view::npos ? 0 : line + 1;
    };
    const size_t uses = first_paragraph_with("(项)");
    const size_t structure = std::min(first_paragraph_with("(类)"), uses);
    ReadScale(text.Slice(0, structure));
    ReadStructure(text.Slice(structure, uses));
    ReadUses(text.Slice(uses, all.size()));
  }

  void ReadScale(const Passage& text) {
    ReadLabelled(text, AppropriationLabels(), Options("N5a", "total"));
  }

  void ReadStructure(const Passage& text) {
    constexpr Label kParts[] = {{"基本支出", "basic"}, {"项目支出", "project"}};
    const AccountNames names(document_, kGeneralTables);
    LabelFinder finder(kParts, MoneySuffixes());
    names.AddClassLabels(&finder);
    ReadStatements(
        text,
        MergeSpans(finder.Find(text.text()), names.FindPaths(text.text())),
        Options("N5b"), &writer_);
  }

  void ReadUses(const Passage& text) {
    ReadAccounts(text, kGeneralTables, {}, Options("N5c"));
  }

  // Statements about accounts that are named by path or by item.
  void ReadAccounts(const Passage& text, absl::Span<const TableKind> tables,
                    absl::Span<const Label> labels,
                    const StatementOptions& options) {
    const AccountNames names(document_, tables);
    LabelFinder finder(labels, MoneySuffixes());
    std::vector<LabelSpan> paths = names.FindPaths(text.text());
    names.AddPathLabels(&finder);
    if (paths.empty()) names.AddItemLabels(&finder);
    ReadStatements(text, MergeSpans(finder.Find(text.text()), std::move(paths)),
                   options, &writer_);
  }

  // Statements, with the accounts of table 6 that are listed among them.
  void ReadWithItems(const Passage& text, absl::string_view prefix,
                     absl::Span<const Label> labels, StatementOptions options) {
    const size_t first = document_.claims.size();
    options.passed_over = ReadEconomicItems(text, prefix, &writer_);
    const size_t items_end = document_.claims.size();
    ReadLabelled(text, labels, options);
    std::rotate(document_.claims.begin() + first,
                document_.claims.begin() + items_end, document_.claims.end());
    SortByLine(first);
  }

  void ReadBasic(const Passage& text) {
    StatementOptions options = Options("N6", "total");
    options.words = WordsClaim::kListing;
    ReadWithItems(text, "N6", BasicLabels(), options);
  }

  void ReadProjectSection(const Passage& text) { ReadProjects(text, &writer_); }

  void ReadFund(const Passage& text) {
    ReadOtherBudget(text, kFundTables, "N8", "fund");
  }

  void ReadCapital(const Passage& text) {
    ReadOtherBudget(text, kCapitalTables, "N9", "soe");
  }

  // Amounts, or a statement that there is nothing.
  void ReadOtherBudget(const Passage& text, absl::Span<const TableKind> tables,
                       absl::string_view prefix, absl::string_view budget) {
    const std::vector<Quantity> quantities = ScanQuantities(text.text());
    const bool money = std::any_of(
        quantities.begin(), quantities.end(), [](const Quantity& quantity) {
          return quantity.unit == Unit::kMoney && quantity.value_micro != 0;
        });
    if (!money && ContainsAny(text.text(), kNothingWords)) {
      writer_.Words(absl::StrCat(prefix, ":", budget, ":none"), text, 0,
                    text.text().size());
      return;
    }
    ReadAccounts(text, tables, FundLabels(),
                 Options(std::string(prefix), "total"));
  }

  void ReadHospitality(const Passage& text) {
    ReadLabelled(text, HospitalityLabels(), Options("N10", "total"));
  }

  void ReadOperating(const Passage& text) {
    StatementOptions options = Options("N11a", "operating");
    options.first_subject_always = true;
    ReadWithItems(text, "N11a", OperatingLabels(), options);
  }

  void ReadProcurement(const Passage& text) {
    std::vector<LabelSpan> labels =
        LabelFinder(ProcurementLabels(), ProcurementSuffixes())
            .Find(text.text());
    // 物业服务 and 修缮工程 are none of the three kinds.
    labels.erase(std::remove_if(labels.begin(), labels.end(),
                                [&](const LabelSpan& label) {
                                  return IsPartOfAWord(text.text(), label);
                                }),
                 labels.end());
    ReadStatements(text, labels, Options("N11b", "total"), &writer_);
  }

  void ReadAssets(const Passage& text) {
    std::vector<LabelSpan> labels =
        LabelFinder(AssetLabels()).Find(text.text());
    AddOtherVehicles(text.text(), &labels);
    const std::vector<size_t> purchases = Purchases(text.text());
    size_t sentence = 0;
    for (LabelSpan& label : labels) {
      while (sentence < purchases.size() &&
             EndOfSentence(text.text(), purchases[sentence]) <= label.begin) {
        ++sentence;
      }
      if (sentence == purchases.size()) break;
      if (purchases[sentence] > label.begin) continue;
      label.subject = label.subject == "cars"
                          ? "buy_car"
                          : absl::StrCat("buy_", label.subject);
    }
    StatementOptions options = Options("N11c");
    options.counts = StatementOptions::Counts::kRead;
    ReadStatements(text, labels, options, &writer_);
  }

  void ReadManagedProjects(const Passage& text) {
    // 2个项目…；另有4个项目: neither is the number of all.
    const bool in_parts = ContainsAny(text.text(), {"另有", "另外", "还有"});
    StatementOptions options = Options("N11d", in_parts ? "" : "total");
    options.first_subject_always = true;
    options.counts = StatementOptions::Counts::kProjects;
    options.nil = StatementOptions::Nil::kIgnored;
    ReadStatements(text, LabelFinder(ManagedProjectLabels()).Find(text.text()),
                   options, &writer_);
  }

  budget::Document& document_;
  ClaimWriter writer_;
};

}  // namespace

void ReadNarrative(absl::Span<const TextLine> lines,
                   budget::Document* document) {
  NarrativeReader reader(document);
  for (const NarrativeSection& section : SplitNarrative(lines)) {
    reader.Read(section);
  }
}

}  // namespace yuheng::ingestion
