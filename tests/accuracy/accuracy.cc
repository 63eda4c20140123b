#include "tests/accuracy/accuracy.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/ingestion/formats/document_reader.h"

namespace yuheng::accuracy {
namespace {

using cli::PlantedError;
using cli::SampleDocument;
using validation::Finding;

// Documents of a series that are tried for room for one error.
constexpr int kAttemptsPerErrorMax = 200;

std::string StemOf(const std::string& address) {
  const size_t colon = address.rfind(':');
  return colon == std::string::npos ? address : address.substr(0, colon);
}

std::set<std::string> PlacesOf(const PlantedError& error) {
  std::set<std::string> places(error.seen_at.begin(), error.seen_at.end());
  places.insert(error.address);
  return places;
}

bool IsAt(const Finding& finding, const std::set<std::string>& places) {
  return std::any_of(finding.places.begin(), finding.places.end(),
                     [&](const validation::Place& place) {
                       return places.count(place.address) > 0;
                     });
}

bool IsBeside(const Finding& finding, const std::set<std::string>& places) {
  for (const validation::Place& place : finding.places) {
    for (const std::string& planted : places) {
      // A table or section as a whole.
      const bool whole = planted.find(':') == std::string::npos;
      if (planted == "doc" || StemOf(place.address) == StemOf(planted) ||
          (whole && absl::StartsWith(place.address, planted))) {
        return true;
      }
    }
  }
  return false;
}

std::string WithoutLines(const Finding& finding) {
  std::string text = finding.rule;
  for (const validation::Place& place : finding.places) {
    absl::StrAppend(&text, " ", place.address);
  }
  return text;
}

std::string TitleOf(const SampleDocument& sample, int index) {
  return absl::StrCat("#", index, " ", sample.name, " ",
                      sample.document.fiscal_year);
}

class Measurement {
 public:
  Measurement(const Checker& checker, const Options& options)
      : checker_(checker), options_(options) {}

  Report Run() {
    if (options_.kind.empty()) MeasureClean();
    for (const cli::ErrorKind& kind : cli::ErrorKinds()) {
      if (options_.kind.empty() || options_.kind == kind.name) {
        MeasureKind(kind);
      }
    }
    return std::move(report_);
  }

 private:
  void MeasureClean() {
    for (int i = 0; i < options_.clean; ++i) {
      const SampleDocument sample = SampleAt(options_.seed, i, "");
      const auto findings = checker_.Check(sample);
      ++report_.clean;
      report_.clean_with_alarm += findings.empty() ? 0 : 1;
      for (const Finding& finding : findings) {
        ++report_.false_alarms[finding.rule];
        if (report_.false_alarms[finding.rule] > 3) continue;
        Example("false alarm " + TitleOf(sample, i) + ": " + Describe(finding));
      }
    }
  }

  void MeasureKind(const cli::ErrorKind& kind) {
    KindCount& count = report_.kinds[kind.name];
    count.covered = checker_.Covers(kind);
    for (int i = 0; count.planted < options_.each &&
                    i < options_.each * kAttemptsPerErrorMax;
         ++i) {
      const SampleDocument sample = SampleAt(options_.seed + 1, i, kind.name);
      if (sample.planted.empty()) continue;
      ++count.planted;
      Judge(sample, i, &count);
    }
  }

  void Judge(const SampleDocument& sample, int index, KindCount* count) {
    const PlantedError& error = sample.planted.front();
    const std::set<std::string> places = PlacesOf(error);
    bool found = false;
    bool by_rule = false;
    std::string all;
    const std::set<std::string> clean = FindingsWithoutError(index);
    for (const Finding& finding : checker_.Check(sample)) {
      ++count->findings;
      all += "\n    " + Describe(finding);
      if (clean.count(WithoutLines(finding)) > 0) {
        ++count->unrelated;
      } else if (IsAt(finding, places)) {
        found = true;
        by_rule = by_rule || IsOneOf(finding.rule, error.rules);
      } else if (!IsBeside(finding, places)) {
        ++count->elsewhere;
        if (++report_.elsewhere[finding.rule] <= 2) {
          Example("elsewhere " + TitleOf(sample, index) + " " + error.kind +
                  " at " + error.address + ": " + Describe(finding));
        }
      }
    }
    count->found += found ? 1 : 0;
    count->found_by_rule += by_rule ? 1 : 0;
    if (!found && count->covered) {
      Example("missed " + TitleOf(sample, index) + " " + error.kind + " at " +
              error.address + ": " + error.was + " -> " + error.now +
              "; found:" + all);
    }
  }

  std::set<std::string> FindingsWithoutError(int index) const {
    std::set<std::string> findings;
    for (const Finding& finding :
         checker_.Check(SampleAt(options_.seed + 1, index, ""))) {
      findings.insert(WithoutLines(finding));
    }
    return findings;
  }

  void Example(std::string text) {
    if (static_cast<int>(report_.examples.size()) < options_.examples_max) {
      report_.examples.push_back(std::move(text));
    }
  }

  const Checker& checker_;
  const Options& options_;
  Report report_;
};

}  // namespace

Checker::Checker() {
  auto validator = validation::Validator::Create(
      budget::StandardForm(), validation::BuiltInRuleFiles());
  YUHENG_CHECK(validator.ok());
  validator_ = *std::move(validator);
  for (const auto& rule : validator_->Rules()) rules_.push_back(rule.id);
}

budget::Document Checker::Read(const SampleDocument& sample) const {
  auto document =
      ingestion::ReadDocument(budget::StandardForm(), sample.text,
                              {.file_name = cli::SampleFileName(sample)});
  YUHENG_CHECK(document.ok());
  return *std::move(document);
}

std::vector<Finding> Checker::Check(const SampleDocument& sample) const {
  std::vector<Finding> findings;
  validator_->Check(Read(sample), [&findings](Finding finding) {
    if (finding.severity != validation::Severity::kNote) {
      findings.push_back(std::move(finding));
    }
    return true;
  });
  return findings;
}

bool Checker::Covers(const cli::ErrorKind& kind) const {
  return std::any_of(
      rules_.begin(), rules_.end(),
      [&kind](const std::string& rule) { return IsOneOf(rule, kind.rules); });
}

SampleDocument SampleAt(uint64_t seed, int index, const std::string& kind) {
  cli::SampleOptions options;
  options.seed = seed + static_cast<uint64_t>(index) * 1'000;
  options.departments = 1;
  options.first_department = index % cli::kSampleDepartmentsMax;
  // In steps of their own, so that every kind of bureau meets both.
  options.rounded = index / 3 % 2 == 1;
  options.fiscal_year = 2021 + index % 5;
  options.kind = kind;
  options.errors = kind.empty() ? 0 : 1;
  return cli::GenerateSamples(options).front();
}

std::string Describe(const Finding& finding) {
  std::string text = finding.rule;
  for (const validation::Place& place : finding.places) {
    absl::StrAppend(&text, " ", place.address, "@", place.location.line);
  }
  return text + ": " + finding.message.zh;
}

bool IsOneOf(const std::string& rule, const std::vector<std::string>& rules) {
  return std::any_of(
      rules.begin(), rules.end(), [&rule](const std::string& wanted) {
        return rule == wanted || (!absl::StrContains(wanted, "-") &&
                                  absl::StartsWith(rule, wanted));
      });
}

Report Measure(const Checker& checker, const Options& options) {
  return Measurement(checker, options).Run();
}

}  // namespace yuheng::accuracy
