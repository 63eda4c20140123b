// The engine in process, on one real disclosure (deploy/samples):
//
//   Read           bytes to the canonical document
//   Check          all rules of the built-in catalogue
//   ReadAndCheck   both, as a submission needs them
//   Rule/<id>      that rule inside checks by all rules, processor time;
//                  Rule/none is what a check costs without any rule
//   Documents/...  invented documents read and checked on one or two threads
//   LedgerLines    document to leaf and printed amounts
//   RollUp         leaf amounts to every account they are part of
//   Plan           amounts to an encoded, hashed ledger entry
//   Totals/<n>     one more entry applied to totals of n departments
//   ReadTotals/... the prefecture's totals read, of n departments
#include <benchmark/benchmark.h>
#include <time.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/aggregation/posting/plan.h"
#include "services/aggregation/posting/posting.h"
#include "services/aggregation/totals/totals.h"
#include "services/budget/check.h"
#include "services/budget/rollup.h"
#include "services/budget/table_shape.h"
#include "services/cli/sample/sample.h"
#include "services/ingestion/formats/document_reader.h"
#include "services/validation/validator.h"
#include "tests/benchmark/document_posting.h"

namespace yuheng {
namespace {

using aggregation::PlanEntry;
using aggregation::PlannedEntry;
using aggregation::Posting;
using aggregation::Totals;
using validation::Validator;

const budget::Form& Form() { return budget::StandardForm(); }

const std::string& Disclosure() {
  static const auto* const text = [] {
    std::ifstream file(YUHENG_SOURCE_DIR
                       "/deploy/samples/changji-keji-2023.txt",
                       std::ios::binary);
    YUHENG_CHECK(file.is_open());
    return new std::string(std::istreambuf_iterator<char>(file), {});
  }();
  return *text;
}

budget::Document ReadDisclosure() {
  auto document =
      ingestion::ReadDocument(Form(), Disclosure(), {.file_name = "keji.txt"});
  YUHENG_CHECK(document.ok());
  return *std::move(document);
}

const budget::Document& Document() {
  static const auto* const document = new budget::Document(ReadDisclosure());
  return *document;
}

const Validator& BuiltInValidator() {
  static const auto* const validator = [] {
    auto created = Validator::Create(Form(), validation::BuiltInRuleFiles());
    YUHENG_CHECK(created.ok());
    return created->release();
  }();
  return *validator;
}

int CheckWith(const Validator& validator, const budget::Document& document) {
  int findings = 0;
  validator.Check(document, [&](const validation::Finding&) {
    ++findings;
    return true;
  });
  return findings;
}

void Read(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(ReadDisclosure());
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(Disclosure().size()));
}
BENCHMARK(Read)->Unit(benchmark::kMicrosecond);

void Check(benchmark::State& state) {
  int findings = 0;
  for (auto _ : state) findings = CheckWith(BuiltInValidator(), Document());
  state.counters["findings"] = findings;
}
BENCHMARK(Check)->Unit(benchmark::kMicrosecond);

void ReadAndCheck(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(CheckWith(BuiltInValidator(), ReadDisclosure()));
  }
}
BENCHMARK(ReadAndCheck)->Unit(benchmark::kMicrosecond);

// The processor time of one rule in checks by the whole catalogue, which other
// processes do not lengthen.
class RuleStopwatch final : public validation::RuleObserver {
 public:
  explicit RuleStopwatch(size_t rule) : rule_(rule) {}

  void OnRuleStart() override { start_ = Now(); }
  void OnRuleEnd(size_t rule) override {
    if (rule == rule_) taken_ = Now() - start_;
  }

  // Of the last check, in seconds.
  double taken() const { return taken_; }

 private:
  // Of this thread, in seconds.
  static double Now() {
    timespec time = {};
    YUHENG_CHECK(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0);
    return static_cast<double>(time.tv_sec) +
           static_cast<double>(time.tv_nsec) * 1e-9;
  }

  const size_t rule_;
  double start_ = 0;
  double taken_ = 0;
};

// Some rules go by what others found, so all are evaluated and one is timed.
void CheckRule(benchmark::State& state, size_t rule) {
  RuleStopwatch stopwatch(rule);
  const validation::CheckOptions options = {.observer = &stopwatch};
  for (auto _ : state) {
    BuiltInValidator().Check(Document(), options,
                             [](const validation::Finding&) { return true; });
    state.SetIterationTime(stopwatch.taken());
  }
}

void CheckWithoutRules(benchmark::State& state) {
  const auto validator = Validator::Create(Form(), {});
  YUHENG_CHECK(validator.ok());
  for (auto _ : state) {
    benchmark::DoNotOptimize(CheckWith(**validator, Document()));
  }
}
BENCHMARK(CheckWithoutRules)->Name("Rule/none")->Unit(benchmark::kMicrosecond);

void RegisterRules() {
  constexpr int kChecks = 50;
  const auto rules = BuiltInValidator().Rules();
  for (size_t i = 0; i < rules.size(); ++i) {
    benchmark::RegisterBenchmark(absl::StrCat("Rule/", rules[i].id).c_str(),
                                 CheckRule, i)
        ->Iterations(kChecks)
        ->UseManualTime()
        ->Unit(benchmark::kMicrosecond);
  }
}

budget::Document ReadSample(const std::string& text) {
  auto document =
      ingestion::ReadDocument(Form(), text, {.file_name = "sample.txt"});
  YUHENG_CHECK(document.ok());
  return *std::move(document);
}

// Amounts printed in the tables.
int64_t CellsOf(const budget::Document& document) {
  int64_t cells = 0;
  for (const budget::Table& table : document.tables) {
    for (const budget::Row& row : table.rows) {
      cells +=
          std::count_if(row.cells.begin(), row.cells.end(),
                        [](const budget::Cell& cell) { return cell.stated(); });
    }
  }
  return cells;
}

// Documents as `yuheng sample --rounded` writes them, of those invented bureaus
// whose tables come nearest to 200 amounts. Each has one planted error, so that
// every check ends in a diagnosis.
struct Season {
  explicit Season(bool narrative) {
    std::vector<std::pair<int64_t, std::string>> all;  // Cells and text.
    for (cli::SampleDocument& sample :
         cli::GenerateSamples({.departments = kInvented,
         .errors = kInvented,
         .rounded = true,
         .narrative = narrative})) {
      all.emplace_back(CellsOf(ReadSample(sample.text)),
                       std::move(sample.text));
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
      return std::abs(a.first - kCells) < std::abs(b.first - kCells);
    });
    for (size_t i = 0; i < kDocuments; ++i) {
      cells += all[i].first;
      texts.push_back(std::move(all[i].second));
    }
  }

  static constexpr int kInvented = 400;
  static constexpr size_t kDocuments = 40;
  static constexpr int64_t kCells = 200;

  std::vector<std::string> texts;
  int64_t cells = 0;  // Of all of them.
};

// One iteration is one document: read, then checked by all rules. Threads share
// the validator and nothing else.
void ReadAndCheckSeason(benchmark::State& state, const Season& season) {
  size_t next = static_cast<size_t>(state.thread_index());
  for (auto _ : state) {
    const std::string& text = season.texts[next++ % season.texts.size()];
    benchmark::DoNotOptimize(CheckWith(BuiltInValidator(), ReadSample(text)));
  }
  const auto iterations = static_cast<double>(state.iterations());
  const double cells_each =
      static_cast<double>(season.cells) / Season::kDocuments;
  state.counters["documents/s"] =
      benchmark::Counter(iterations, benchmark::Counter::kIsRate);
  state.counters["cells/s"] =
      benchmark::Counter(iterations * cells_each, benchmark::Counter::kIsRate);
  state.counters["cells"] =
      benchmark::Counter(cells_each, benchmark::Counter::kAvgThreads);
}

// The ten tables with headings, about 200 amounts.
void DocumentsOfTables(benchmark::State& state) {
  static const auto* const season = new Season(/*narrative=*/false);
  ReadAndCheckSeason(state, *season);
}
BENCHMARK(DocumentsOfTables)
    ->Name("Documents/tables")
    ->Unit(benchmark::kMicrosecond)
    ->UseRealTime()
    ->ThreadRange(1, 2);

// The same tables with narrative and performance sheets.
void WholeDocuments(benchmark::State& state) {
  static const auto* const season = new Season(/*narrative=*/true);
  ReadAndCheckSeason(state, *season);
}
BENCHMARK(WholeDocuments)
    ->Name("Documents/whole")
    ->Unit(benchmark::kMicrosecond)
    ->UseRealTime()
    ->ThreadRange(1, 2);

void LedgerLines(benchmark::State& state) {
  budget::LedgerLines lines;
  for (auto _ : state) {
    lines = budget::LedgerLinesOf(Form(), Document());
    benchmark::DoNotOptimize(lines);
  }
  state.counters["leaves"] = static_cast<double>(lines.leaves.size());
  state.counters["printed"] = static_cast<double>(lines.printed.size());
}
BENCHMARK(LedgerLines)->Unit(benchmark::kMicrosecond);

void RollUp(benchmark::State& state) {
  const budget::LedgerLines lines = budget::LedgerLinesOf(Form(), Document());
  size_t accounts = 0;
  for (auto _ : state) {
    accounts = 0;
    for (const budget::AmountLine& leaf : lines.leaves) {
      accounts += budget::RollUpOf(Form(), leaf.account).size();
    }
  }
  state.counters["accounts"] = static_cast<double>(accounts);
}
BENCHMARK(RollUp)->Unit(benchmark::kMicrosecond);

Posting DisclosurePosting() {
  return aggregation::PostingOf(Document(), "206");
}

PlannedEntry PlanFirst(const Posting& posting, uint64_t revision) {
  auto plan = PlanEntry(posting, {.revision = revision});
  YUHENG_CHECK(plan.ok());
  return *std::move(plan);
}

void Plan(benchmark::State& state) {
  const Posting posting = DisclosurePosting();
  size_t bytes = 0;
  for (auto _ : state) bytes = PlanFirst(posting, 1).encoded_entry.size();
  state.counters["entry_bytes"] = static_cast<double>(bytes);
}
BENCHMARK(Plan)->Unit(benchmark::kMicrosecond);

// Totals that any number of departments have posted the disclosure to.
class PostedTotals {
 public:
  explicit PostedTotals(int64_t departments) {
    for (int64_t i = 0; i < departments; ++i) ApplyNext();
  }

  void ApplyNext() {
    ++entry_.revision;
    YUHENG_CHECK(totals_.Apply(absl::StrCat(entry_.revision), entry_).ok());
  }

  std::vector<aggregation::TotalValue> OfPrefecture(
      const aggregation::TableSet& tables) const {
    return totals_.Read(
        {.period = {entry_.fiscal_year, static_cast<int>(entry_.stage)}},
        tables);
  }

 private:
  storage::EntryRecord entry_ = PlanFirst(DisclosurePosting(), 1).entry;
  Totals totals_{Form()};
};

void ApplyToTotals(benchmark::State& state) {
  PostedTotals totals(state.range(0));
  for (auto _ : state) totals.ApplyNext();
}
BENCHMARK(ApplyToTotals)
    ->Name("Totals")
    ->Arg(10)
    ->Arg(1000)
    ->Unit(benchmark::kMicrosecond);

// The reading behind ListTotals, of one table and of all.
void ReadTotals(benchmark::State& state, const aggregation::TableSet& tables) {
  const PostedTotals totals(state.range(0));
  size_t values = 0;
  for (auto _ : state) values = totals.OfPrefecture(tables).size();
  state.counters["values"] = static_cast<double>(values);
}
BENCHMARK_CAPTURE(ReadTotals, table_1, aggregation::TableSet(1 << 1))
    ->Arg(10)
    ->Arg(1000)
    ->Arg(100'000)
    ->Arg(600'000)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(ReadTotals, all_tables, aggregation::TableSet())
    ->Arg(10)
    ->Arg(1000)
    ->Arg(100'000)
    ->Arg(600'000)
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace yuheng

int main(int argc, char** argv) {
  yuheng::RegisterRules();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
