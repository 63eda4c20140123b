#include "services/cli/sample/text_style.h"

#include <vector>

namespace yuheng::cli {

TextStyle PickTextStyle(const TextStyleOptions& options, Random* random) {
  static const std::vector<std::string> kCompared = {
      "比上年预算",     "比上年",     "较上年预算",   "较上年",
      "与上年预算相比", "与上年相比", "与上年相比，", "比上年年初预算",
      "较上年度",       "同比"};
  static const std::vector<std::string> kLower = {"下降", "降低", "减少"};
  static const std::vector<std::string> kShare = {"占", "占比", "占总预算的",
                                                  "占比为", "占预算总额的"};
  static const std::vector<std::string> kBecause = {
      "主要原因是：", "主要原因：",       "主要是",    "原因是",
      "主要原因为",   "变动的主要原因是", "主要是由于"};
  static const std::vector<std::string> kAtLeast = {"≥", "大于等于", "＞＝",
                                                    "不少于"};
  static const std::vector<std::string> kSheetNames = {"", "本级", "（本级）"};
  TextStyle style;
  if (random->OneIn(5)) style.digits = TextStyle::Digits::kFixed;
  if (random->OneIn(10)) style.digits = TextStyle::Digits::kThousands;
  style.full_width = random->OneIn(14);
  style.yuan = options.yuan && random->OneIn(3);
  if (random->OneIn(5)) style.gap = random->OneIn(3) ? "  " : " ";
  if (random->OneIn(4)) style.percent = random->OneIn(2) ? " %" : "％";
  if (random->OneIn(2)) style.compared = random->Pick(kCompared);
  if (random->OneIn(4)) style.fewer = "下降";
  if (random->OneIn(3)) style.lower = random->Pick(kLower);
  if (random->OneIn(3)) style.level = TextStyle::Level::kSame;
  if (random->OneIn(8)) style.level = TextStyle::Level::kUnchanged;
  style.new_without_rate = random->OneIn(6);
  if (random->OneIn(3)) style.share = random->Pick(kShare);
  style.share_last = random->OneIn(6);
  if (random->OneIn(2)) style.because = random->Pick(kBecause);
  if (random->OneIn(3)) style.sentence = "。";
  if (random->OneIn(5)) style.separator = random->OneIn(2) ? "，" : "；";
  if (random->OneIn(4)) style.number_mark = random->OneIn(2) ? "、" : "．";
  if (options.alone && random->OneIn(4)) style.entity = "单位";
  style.about_name = !random->OneIn(6);
  style.brackets_narrow = random->OneIn(6);
  style.colon_narrow = random->OneIn(6);
  style.exact_ratios = !options.exact && random->OneIn(2);
  style.tables_last = random->OneIn(7);
  style.one_paragraph = random->OneIn(6);
  if (random->OneIn(5)) style.weights = 100;
  if (random->OneIn(3)) {
    style.at_least = random->Pick(kAtLeast);
    style.at_most = style.at_least == "≥"          ? "≤"
                    : style.at_least == "大于等于" ? "小于等于"
                    : style.at_least == "不少于"   ? "不超过"
                                                   : "＜＝";
  }
  style.sheet_name = random->Pick(kSheetNames);
  style.form = static_cast<int>(random->Between(0, 5));
  style.prior_told = random->OneIn(8);
  return style;
}

}  // namespace yuheng::cli
