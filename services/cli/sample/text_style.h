#ifndef YUHENG_SERVICES_CLI_SAMPLE_TEXT_STYLE_H_
#define YUHENG_SERVICES_CLI_SAMPLE_TEXT_STYLE_H_

#include <cstdint>
#include <string>

#include "services/cli/sample/random.h"

namespace yuheng::cli {

// How one bureau words its texts. Every value is one that bureaus use.
struct TextStyle {
  enum class Digits { kStripped, kFixed, kThousands };
  enum class Level { kZero, kSame, kUnchanged };

  Digits digits = Digits::kStripped;
  bool full_width = false;  // Digits of amounts.
  bool yuan = false;        // 4835300元 for 483.53万元.
  std::string gap;          // Between a number and its unit, now and then.
  std::string percent = "%";
  std::string compared = "比上年预算";
  bool prior_told = false;  // 上年预算399.93万元 in place of it.
  std::string fewer = "减少";
  std::string lower = "下降";
  Level level = Level::kZero;     // How no change is said.
  bool new_without_rate = false;  // No growth where last year had nothing.
  std::string share = "占";
  bool share_last = false;  // Behind the change instead of before it.
  std::string because = "主要原因是";
  std::string sentence = "，";    // Before the reason: a comma or a full stop.
  std::string separator = "、";   // Of lists with amounts.
  std::string number_mark = ".";  // 1. or 1、
  std::string entity = "部门";    // 部门 or 单位, in titles.
  bool about_name = true;         // 关于X2023年… in headings.
  bool brackets_narrow = false;
  bool colon_narrow = false;
  bool exact_ratios = false;  // From exact money instead of printed figures.
  bool tables_last = false;
  bool one_paragraph = false;  // Section 二 runs on in one paragraph.
  // Whether the form has those tables, which are said to be empty then.
  bool state_capital_table = true;
  bool project_table = true;
  int weights = 90;  // Sum of a sheet's weights: 90 or 100.
  std::string at_least = ">=";
  std::string at_most = "<=";
  std::string sheet_name;  // Behind the bureau's name in sheets.
  int form = 0;            // Which of several wordings a section takes.
};

// `exact`: all money is a multiple of what is printed. `unit`: a document of a
// unit may say 单位 for 部门. `yuan`: the tables are in 元.
struct TextStyleOptions {
  bool exact = true;
  bool alone = false;  // No subordinate units.
  bool yuan = false;
};
TextStyle PickTextStyle(const TextStyleOptions& options, Random* random);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_TEXT_STYLE_H_
