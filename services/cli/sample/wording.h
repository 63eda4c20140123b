#ifndef YUHENG_SERVICES_CLI_SAMPLE_WORDING_H_
#define YUHENG_SERVICES_CLI_SAMPLE_WORDING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/cli/sample/bureau.h"
#include "services/cli/sample/figures.h"
#include "services/cli/sample/random.h"
#include "services/cli/sample/script.h"
#include "services/cli/sample/text_style.h"

namespace yuheng::cli {

// What a reason is about.
enum class Subject { kBasic, kProject, kMoney };

// How a change is told: 比上年预算增加…, or 增加… alone.
enum class ChangeForm { kFull, kShort };

// Puts what a bureau's texts state into words, each figure by way of the
// script. A stem is the start of an address, such as "N2:gen".
class Wording {
 public:
  Wording(const Bureau& bureau, const TextStyle& style, Script* script,
          Random* random)
      : bureau_(bureau), style_(style), script_(*script), random_(*random) {}

  const TextStyle& style() const { return style_; }
  Script& script() { return script_; }

  // 483.53万元, stated at <stem>:amount.
  std::string Amount(const std::string& stem, int64_t exact_fen);
  // The same of an amount that nothing is stated with.
  std::string Money(int64_t fen);
  // 占67.78%, stated at <stem>:share.
  std::string Share(const std::string& stem, int64_t part, int64_t whole);
  // 比上年预算增加83.6万元，增长20.9%, stated at <stem>:delta and growth.
  std::string Change(const std::string& stem, const Flow& flow,
                     ChangeForm form);
  // 主要原因是…, stated at <stem>:reason; ends without a full stop.
  std::string Reason(const std::string& stem, const Flow& flow,
                     Subject subject);
  // Amount, share of `whole` (none: 0), change and reason in the style's
  // order; ends with a full stop.
  std::string Sentence(const std::string& stem, const Flow& flow, int64_t whole,
                       Subject subject);
  // A number of things, stated at `address`; without its counting word.
  std::string Count(const std::string& address, int64_t count);
  // The bureau's name, stated at `address`.
  std::string Name(const std::string& address);
  // The fiscal year and a year counted from it.
  std::string Year(const std::string& address, int offset = 0);
  // Names joined by 、, stated at `address`.
  std::string Names(const std::string& address,
                    const std::vector<std::string>& names);

  // Items that carry amounts, joined as the style has it.
  std::string Items(const std::vector<std::string>& items) const;
  // （类） or (类).
  std::string Bracketed(const std::string& text) const;
  std::string Colon() const { return style_.colon_narrow ? ":" : "："; }
  // The number of an item: "3." or "3、".
  std::string Number(int number) const;

 private:
  std::string Percent(int64_t hundredths);
  // 比上年预算, or the amount of last year.
  std::string Compared(const std::string& stem, const Flow& flow);
  std::string ReasonText(const std::string& stem, const Flow& flow,
                         Subject subject);
  // Of personnel and office money where that explains a change of basic
  // expenditure; empty otherwise.
  std::string Parts(const std::string& stem, const Flow& flow);

  const Bureau& bureau_;
  const TextStyle& style_;
  Script& script_;
  Random& random_;
};

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_WORDING_H_
