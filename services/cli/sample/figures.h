#ifndef YUHENG_SERVICES_CLI_SAMPLE_FIGURES_H_
#define YUHENG_SERVICES_CLI_SAMPLE_FIGURES_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "services/cli/sample/bureau.h"

namespace yuheng::cli {

// What a sum of atoms is this year and was last year, in exact 分.
struct Flow {
  int64_t amount_fen = 0;
  int64_t prior_fen = 0;

  void Add(const Atom& atom) {
    amount_fen += atom.amount_fen;
    prior_fen += atom.prior_fen;
  }
  bool none() const { return amount_fen == 0; }
  // As printed: rounded by itself, negative for a decrease.
  int64_t printed_fen() const;
  int64_t printed_change_fen() const;
};

using AtomTest = std::function<bool(const Atom&)>;

// The sum of the atoms that pass.
Flow FlowOf(const Bureau& bureau, const AtomTest& test);

// Sums of the atoms that pass, by the first `digits` of the function code.
std::map<std::string, Flow> FlowsByFunction(const Bureau& bureau, size_t digits,
                                            const AtomTest& test);

// part / whole in hundredths of a percent, half-up. `whole` must be positive
// and `part` not negative.
int64_t HundredthsOf(int64_t part, int64_t whole);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_FIGURES_H_
