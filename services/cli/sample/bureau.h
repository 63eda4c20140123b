#ifndef YUHENG_SERVICES_CLI_SAMPLE_BUREAU_H_
#define YUHENG_SERVICES_CLI_SAMPLE_BUREAU_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/cli/sample/bureau_kind.h"
#include "services/cli/sample/random.h"

namespace yuheng::cli {

// Where money comes from: the columns of T2 and the lines of T1.
enum class Source {
  kGeneral,       // 一般公共预算, own resources.
  kGeneralAbove,  // Transfers from above.
  kFund,
  kFundAbove,
  kStateCapital,
  kSpecial,       // 财政专户 (education fees).
  kUnitService,   // 事业收入
  kUnitOther,     // 其他收入
  kCarryGeneral,  // Carried over from last year.
  kCarryUnit,
};

inline bool IsGeneral(Source s) {
  return s == Source::kGeneral || s == Source::kGeneralAbove;
}
inline bool IsFund(Source s) {
  return s == Source::kFund || s == Source::kFundAbove;
}
// Appropriations, those carried over included.
inline bool IsFiscal(Source s) {
  return IsGeneral(s) || IsFund(s) || s == Source::kStateCapital ||
         s == Source::kCarryGeneral;
}

inline constexpr int kNoProject = -1;

// The smallest piece of a budget; every table is a sum of atoms (domain.md
// section 4).
struct Atom {
  std::string function;  // 7 digits.
  Source source = Source::kGeneral;
  std::string economic;      // 5 digits.
  int project = kNoProject;  // Index in Bureau::projects; basic money: none.
  int64_t amount_fen = 0;    // > 0
  int64_t prior_fen = 0;     // Last year's, >= 0.

  bool basic() const { return project == kNoProject; }
};

struct Project {
  std::string name;
  std::string topic;
  std::string function;
  std::string executing_unit;
  bool fiscal = true;    // Paid by appropriations, else by own money.
  bool carried = false;  // Paid only with money carried over.
};

// Whether basic money of that economic code is 公用经费.
inline bool IsPublic(const Atom& atom) {
  return atom.economic.starts_with("302") || atom.economic.starts_with("310");
}

// An invented bureau of one fiscal year.
struct Bureau {
  const BureauKind* kind = nullptr;
  std::string code;
  std::string name;
  std::string sheet_name;  // The name as performance sheets print it.
  std::vector<std::string> subordinate_units;
  std::vector<std::string> offices;
  int fiscal_year = 0;

  int posts = 0;  // 编制
  int active = 0, active_change = 0;
  int retired = 0, retired_change = 0;
  int veterans = 0;  // 离休
  int vehicles = 0;

  // The narrative tells 单位资金 of this year and carried over as one.
  bool own_money_merged = false;
  // Table 4 counts carried-over appropriations too (the national form).
  bool carry_in_table4 = false;
  // 机关运行经费 is told of the bureau's own office alone.
  bool operating_of_office_only = false;

  std::vector<Atom> atoms;
  std::vector<Project> projects;
};

struct BureauOptions {
  int index = 0;  // Picks kind, name and code; all unique.
  int fiscal_year = 2023;
  // Amounts are multiples of it: 10'000 分 for exact sums, 1 for rounded ones.
  int64_t grain_fen = 10'000;
  // Money that the form of its tables does not tell apart, or has no table of.
  bool transfers = true;  // From above.
  bool carried = true;    // Over from last year.
  bool state_capital = true;
};

// Invents bureau `options.index`.
Bureau MakeBureau(const BureauOptions& options, Random* random);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_BUREAU_H_
