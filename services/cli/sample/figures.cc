#include "services/cli/sample/figures.h"

#include "services/budget/check.h"
#include "services/cli/sample/tables.h"

namespace yuheng::cli {

int64_t Flow::printed_fen() const { return RoundToPrint(amount_fen); }

int64_t Flow::printed_change_fen() const {
  const int64_t change = amount_fen - prior_fen;
  return change < 0 ? -RoundToPrint(-change) : RoundToPrint(change);
}

Flow FlowOf(const Bureau& bureau, const AtomTest& test) {
  Flow flow;
  for (const Atom& atom : bureau.atoms) {
    if (test(atom)) flow.Add(atom);
  }
  return flow;
}

std::map<std::string, Flow> FlowsByFunction(const Bureau& bureau, size_t digits,
                                            const AtomTest& test) {
  std::map<std::string, Flow> flows;
  for (const Atom& atom : bureau.atoms) {
    if (test(atom)) flows[atom.function.substr(0, digits)].Add(atom);
  }
  return flows;
}

int64_t HundredthsOf(int64_t part, int64_t whole) {
  YUHENG_CHECK(whole > 0 && part >= 0);
  return (part * 20'000 + whole) / (whole * 2);
}

}  // namespace yuheng::cli
