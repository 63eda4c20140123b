// The engine in process, on one real disclosure (deploy/samples):
//
//   Read           bytes to the canonical document
//   Check          all rules of the built-in catalogue
//   ReadAndCheck   both, as a submission needs them
//   Rule/<id>      a catalogue of that rule alone; Rule/none is what every
//                  check costs before its first rule
//   LedgerLines    document to leaf and printed amounts
//   RollUp         leaf amounts to every account they are part of
//   Plan           amounts to an encoded, hashed ledger entry
//   Totals/<n>     one more entry applied to totals of n departments
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "services/aggregation/posting/plan.h"
#include "services/aggregation/posting/posting.h"
#include "services/aggregation/totals/totals.h"
#include "services/budget/check.h"
#include "services/budget/rollup.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/document_reader.h"
#include "services/validation/validator.h"
#include "yuheng/validation/v1/rule.pb.h"

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

std::unique_ptr<Validator> BuiltInValidator() {
  auto validator = Validator::Create(Form(), validation::BuiltInRuleFiles());
  YUHENG_CHECK(validator.ok());
  return *std::move(validator);
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
  const auto validator = BuiltInValidator();
  int findings = 0;
  for (auto _ : state) findings = CheckWith(*validator, Document());
  state.counters["findings"] = findings;
}
BENCHMARK(Check)->Unit(benchmark::kMicrosecond);

void ReadAndCheck(benchmark::State& state) {
  const auto validator = BuiltInValidator();
  for (auto _ : state) {
    benchmark::DoNotOptimize(CheckWith(*validator, ReadDisclosure()));
  }
}
BENCHMARK(ReadAndCheck)->Unit(benchmark::kMicrosecond);

// A benchmark for each rule: the validator has no hook for time, but a
// catalogue may hold one rule.
void CheckOneRule(benchmark::State& state, const std::string& rule_file) {
  const EmbeddedFile file = {.name = "one.textproto", .content = rule_file};
  const auto validator = Validator::Create(Form(), {file});
  if (!validator.ok()) {
    state.SkipWithError(std::string(validator.status().message()).c_str());
    return;
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(CheckWith(**validator, Document()));
  }
}

void RegisterRules() {
  benchmark::RegisterBenchmark("Rule/none", CheckOneRule, std::string())
      ->Unit(benchmark::kMicrosecond);
  for (const EmbeddedFile& file : validation::BuiltInRuleFiles()) {
    validation::v1::RuleFile rules;
    YUHENG_CHECK(google::protobuf::TextFormat::ParseFromString(
        std::string(file.content), &rules));
    for (const auto& rule : rules.rules()) {
      validation::v1::RuleFile one;
      *one.add_rules() = rule;
      std::string text;
      google::protobuf::TextFormat::PrintToString(one, &text);
      benchmark::RegisterBenchmark(absl::StrCat("Rule/", rule.id()).c_str(),
                                   CheckOneRule, text)
          ->Unit(benchmark::kMicrosecond);
    }
  }
}

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

std::vector<storage::AmountLine> StoredLines(
    const std::vector<budget::AmountLine>& lines) {
  std::vector<storage::AmountLine> stored;
  for (const budget::AmountLine& line : lines) {
    if (line.amount_fen == 0) continue;
    stored.push_back(
        {.account = {.table = static_cast<uint8_t>(line.account.table),
                     .side = static_cast<uint8_t>(line.account.side),
                     .row = line.account.row,
                     .column = line.account.column},
         .amount_fen = line.amount_fen});
  }
  return stored;
}

Posting DisclosurePosting() {
  const budget::LedgerLines lines = budget::LedgerLinesOf(Form(), Document());
  auto posting = aggregation::NormalisePosting(
      Form(), {.department = "206",
               .request_id = "benchmark-1",
               .fiscal_year = 2023,
               .stage = 4,
               .submission = "prefectures/652300/departments/206/submissions/1",
               .leaves = StoredLines(lines.leaves),
               .printed = StoredLines(lines.printed),
               .precision_fen = lines.precision_fen});
  YUHENG_CHECK(posting.ok());
  return *std::move(posting);
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

void ApplyToTotals(benchmark::State& state) {
  storage::EntryRecord entry = PlanFirst(DisclosurePosting(), 1).entry;
  Totals totals(Form());
  uint64_t department = 0;
  const auto apply = [&] {
    ++department;
    entry.revision = department;
    YUHENG_CHECK(totals.Apply(absl::StrCat(department), entry).ok());
  };
  while (department < static_cast<uint64_t>(state.range(0))) apply();
  for (auto _ : state) apply();
}
BENCHMARK(ApplyToTotals)
    ->Name("Totals")
    ->Arg(10)
    ->Arg(1000)
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
