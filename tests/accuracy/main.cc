// yuheng-accuracy: recall and precision of the rule catalogue on generated
// documents. See README.md.
#include <iomanip>
#include <iostream>
#include <string>

#include "CLI/CLI.hpp"
#include "tests/accuracy/accuracy.h"

namespace yuheng::accuracy {
namespace {

// Hundredths of a percent, as 99.87.
std::string Percent(int64_t part, int64_t whole) {
  if (whole == 0) return "-";
  const int64_t hundredths = part * 10'000 / whole;
  const std::string rest = std::to_string(100 + hundredths % 100).substr(1);
  return std::to_string(hundredths / 100) + "." + rest;
}

void Print(const Report& report) {
  KindCount all;
  std::cout << "kind                      planted  found  by rule  findings"
               "  elsewhere  unrelated\n";
  for (const auto& [name, count] : report.kinds) {
    std::cout << std::left << std::setw(26) << name << std::right
              << std::setw(7) << count.planted << std::setw(7) << count.found
              << std::setw(9) << count.found_by_rule << std::setw(10)
              << count.findings << std::setw(11) << count.elsewhere
              << std::setw(11) << count.unrelated
              << (count.covered ? "" : "  no rule yet") << "\n";
    if (!count.covered) continue;
    all.planted += count.planted;
    all.found += count.found;
    all.findings += count.findings;
    all.elsewhere += count.elsewhere;
    all.unrelated += count.unrelated;
  }
  std::cout << "\nclean documents " << report.clean << ", with an alarm "
            << report.clean_with_alarm << "\n";
  for (const auto& [rule, count] : report.false_alarms) {
    std::cout << "  " << rule << " " << count << "\n";
  }
  std::cout << "findings elsewhere, by rule\n";
  for (const auto& [rule, count] : report.elsewhere) {
    std::cout << "  " << rule << " " << count << "\n";
  }
  std::cout << "kinds " << report.kinds.size() << ", planted " << all.planted
            << ", recall " << Percent(all.found, all.planted)
            << " %, precision "
            << Percent(all.findings - all.unrelated, all.findings)
            << " %, at or beside the place "
            << Percent(all.findings - all.unrelated - all.elsewhere,
                       all.findings)
            << " %\n";
}

int Run(int argc, char** argv) {
  CLI::App app("Recall and precision of the rules on generated documents.");
  Options options;
  bool quiet = false;
  app.add_option("--seed", options.seed);
  app.add_option("--clean", options.clean, "clean documents");
  app.add_option("--each", options.each, "documents of each kind of error");
  app.add_option("--kind", options.kind, "that kind of error alone");
  app.add_option("--examples", options.examples_max, "examples to print");
  app.add_flag("--quiet", quiet, "no examples");
  int document = -1;
  app.add_option("--document", document,
                 "print that document of the series, with an error of --kind");
  CLI11_PARSE(app, argc, argv);
  if (document >= 0) {
    const uint64_t seed = options.seed + (options.kind.empty() ? 0 : 1);
    std::cout << SampleAt(seed, document, options.kind).text;
    return 0;
  }
  const Report report = Measure(Checker(), options);
  if (!quiet) {
    for (const std::string& example : report.examples) {
      std::cout << example << "\n";
    }
  }
  Print(report);
  return 0;
}

}  // namespace
}  // namespace yuheng::accuracy

int main(int argc, char** argv) { return yuheng::accuracy::Run(argc, argv); }
