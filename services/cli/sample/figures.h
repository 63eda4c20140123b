#ifndef YUHENG_SERVICES_CLI_SAMPLE_FIGURES_H_
#define YUHENG_SERVICES_CLI_SAMPLE_FIGURES_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "services/cli/sample/bureau.h"
#include "services/cli/sample/random.h"

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

// part / whole in percent, half-up to two decimals, zeros stripped, without
// the sign. `whole` must be positive and `part` not negative.
std::string PercentOf(int64_t part, int64_t whole);

// 万元 of the exact amount, as texts print it.
std::string WanOf(int64_t exact_fen);

// What a reason is about.
enum class Subject { kBasic, kProject, kMoney };

// Words that vary from document to document and tell changes apart.
class Wording {
 public:
  Wording(const Bureau& bureau, Random* random);

  // 占67.78%
  std::string ShareOf(int64_t part, int64_t whole) const;
  // 比上年预算增加83.6万元，增长20.9%; without 比上年预算 when `short_form`.
  std::string Change(const Flow& flow, bool short_form) const;
  // 主要原因是…; ends without a full stop.
  std::string Reason(const Flow& flow, Subject subject);

 private:
  std::string ReasonText(const Flow& flow, Subject subject);

  const Bureau& bureau_;
  Random& random_;
  std::string percent_;  // "%" or " %".
  std::string because_;  // 主要原因是, with or without a colon.
};

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_FIGURES_H_
