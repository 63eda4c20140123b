#ifndef YUHENG_TESTS_ACCURACY_ACCURACY_H_
#define YUHENG_TESTS_ACCURACY_ACCURACY_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "services/budget/document.h"
#include "services/cli/sample/sample.h"
#include "services/validation/finding.h"
#include "services/validation/validator.h"

namespace yuheng::accuracy {

// Reads generated documents and checks them with the built-in catalogue.
class Checker {
 public:
  Checker();

  // Aborts on a text that cannot be read at all.
  budget::Document Read(const cli::SampleDocument& sample) const;
  // Warnings and errors.
  std::vector<validation::Finding> Check(
      const cli::SampleDocument& sample) const;
  // Whether the catalogue has one of the rules that should see the kind.
  bool Covers(const cli::ErrorKind& kind) const;

 private:
  std::unique_ptr<validation::Validator> validator_;
  std::vector<std::string> rules_;
};

// Document `index` of a series: years 2021 to 2025, exact and rounded money,
// every kind of bureau. With a `kind` one error of it is planted, when the
// document has room for one.
cli::SampleDocument SampleAt(uint64_t seed, int index, const std::string& kind);

// RULE address@line …: message, on one line.
std::string Describe(const validation::Finding& finding);

// One of `rules`, each of which may be a prefix of ids.
bool IsOneOf(const std::string& rule, const std::vector<std::string>& rules);

struct KindCount {
  bool covered = true;  // The catalogue has rules for it.
  int planted = 0;
  int found = 0;
  int found_by_rule = 0;  // One of the rules that should see it.
  int findings = 0;
  int elsewhere = 0;  // Findings that name other places only.
  int unrelated = 0;  // Findings that the document has without the error too.
};

struct Report {
  int clean = 0;
  int clean_with_alarm = 0;
  std::map<std::string, int> false_alarms;  // By rule, on clean documents.
  std::map<std::string, int> elsewhere;     // By rule, beside planted errors.
  std::map<std::string, KindCount> kinds;
  // Some of what was missed or alarmed wrongly, as text.
  std::vector<std::string> examples;
};

struct Options {
  uint64_t seed = 1;
  int clean = 1000;
  int each = 20;     // Documents with one error of each kind.
  std::string kind;  // That kind alone.
  int examples_max = 40;
};

Report Measure(const Checker& checker, const Options& options);

}  // namespace yuheng::accuracy

#endif  // YUHENG_TESTS_ACCURACY_ACCURACY_H_
