#include "services/validation/evaluation/performance/printed_target.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"

namespace yuheng::validation {
namespace {

struct Sign {
  absl::string_view text;
  TargetSign sign;
};

// Longer ones first.
constexpr Sign kSigns[] = {
    {"大于等于", TargetSign::kAtLeast},   {"小于等于", TargetSign::kAtMost},
    {"大于或等于", TargetSign::kAtLeast}, {"小于或等于", TargetSign::kAtMost},
    {"不少于", TargetSign::kAtLeast},     {"不低于", TargetSign::kAtLeast},
    {"不小于", TargetSign::kAtLeast},     {"不超过", TargetSign::kAtMost},
    {"不高于", TargetSign::kAtMost},      {"不大于", TargetSign::kAtMost},
    {"不多于", TargetSign::kAtMost},      {"大于", TargetSign::kAtLeast},
    {"小于", TargetSign::kAtMost},        {"等于", TargetSign::kEqual},
    {"达到", TargetSign::kAtLeast},       {">=", TargetSign::kAtLeast},
    {"=>", TargetSign::kAtLeast},         {"<=", TargetSign::kAtMost},
    {"=<", TargetSign::kAtMost},          {"≥", TargetSign::kAtLeast},
    {"≧", TargetSign::kAtLeast},          {"⩾", TargetSign::kAtLeast},
    {"≤", TargetSign::kAtMost},           {"≦", TargetSign::kAtMost},
    {"⩽", TargetSign::kAtMost},           {">", TargetSign::kAtLeast},
    {"<", TargetSign::kAtMost},           {"=", TargetSign::kEqual},
};

// 50人以上 is at least 50, 15天以内 at most 15.
constexpr Sign kTails[] = {
    {"及以上", TargetSign::kAtLeast}, {"(含)以上", TargetSign::kAtLeast},
    {"以上", TargetSign::kAtLeast},   {"及以下", TargetSign::kAtMost},
    {"以下", TargetSign::kAtMost},    {"以内", TargetSign::kAtMost},
    {"之内", TargetSign::kAtMost},    {"内", TargetSign::kAtMost},
};

// Sums of targets are formed.
constexpr int64_t kTargetMicroMax = INT64_MAX / 64;

struct Multiple {
  absl::string_view text;
  int64_t factor;
};
constexpr Multiple kMultiples[] = {
    {"亿", 100'000'000}, {"万", 10'000}, {"千", 1'000}};

TargetSign TakeSign(absl::string_view* text) {
  if (text->empty()) return TargetSign::kNone;
  const char first = text->front();
  for (const Sign& sign : kSigns) {
    // Most signs are told apart by their first byte.
    if (first == sign.text[0] && absl::ConsumePrefix(text, sign.text)) {
      return sign.sign;
    }
  }
  return TargetSign::kNone;
}

size_t DigitsOf(absl::string_view text) {
  size_t digits = 0;
  while (digits < text.size() && absl::ascii_isdigit(text[digits])) ++digits;
  return digits;
}

// A number with thousands separators and decimals.
std::optional<int64_t> TakeNumber(absl::string_view* text) {
  size_t end = DigitsOf(*text);
  if (end == 0) return std::nullopt;
  while (end + 4 <= text->size() && (*text)[end] == ',' &&
         DigitsOf(text->substr(end + 1)) == 3) {
    end += 4;
  }
  if (end < text->size() && (*text)[end] == '.') {
    const size_t decimals = DigitsOf(text->substr(end + 1));
    if (decimals > 0) end += 1 + decimals;
  }
  const auto decimal = budget::ParseDecimal(text->substr(0, end));
  if (!decimal.ok()) return std::nullopt;
  text->remove_prefix(end);
  return decimal->micro;
}

// The number, and 万 behind it.
std::optional<int64_t> TakeQuantity(absl::string_view* text) {
  std::optional<int64_t> micro = TakeNumber(text);
  if (!micro.has_value()) return std::nullopt;
  for (const Multiple& multiple : kMultiples) {
    if (!absl::ConsumePrefix(text, multiple.text)) continue;
    if (*micro > kTargetMicroMax / multiple.factor) {
      return std::nullopt;
    }
    *micro *= multiple.factor;
    break;
  }
  return micro;
}

bool TakeInteger(absl::string_view* text, size_t digits_max, int* value) {
  const size_t digits = DigitsOf(*text);
  if (digits == 0 || digits > digits_max ||
      !absl::SimpleAtoi(text->substr(0, digits), value)) {
    return false;
  }
  text->remove_prefix(digits);
  return true;
}

bool TakeDash(absl::string_view* text) {
  return absl::ConsumePrefix(text, "-") || absl::ConsumePrefix(text, ".") ||
         absl::ConsumePrefix(text, "/");
}

// 2023年10月30日, 2023年5月, 2023年, 2023-10-30, 2023.10, 10月底, 10月30日.
std::optional<PrintedDate> DateAt(absl::string_view text) {
  PrintedDate date;
  absl::string_view rest = text;
  if (DigitsOf(rest) == 4 && TakeInteger(&rest, 4, &date.year) &&
      date.year >= 1900 && date.year < 2200) {
    if (absl::ConsumePrefix(&rest, "年")) {
      absl::ConsumePrefix(&rest, "度");
    } else if (!TakeDash(&rest) || DigitsOf(rest) == 0) {
      return std::nullopt;
    } else {
      if (!TakeInteger(&rest, 2, &date.month)) return std::nullopt;
      if (TakeDash(&rest) && !TakeInteger(&rest, 2, &date.day)) {
        return std::nullopt;
      }
      // 2000-3000元 is a range, 2000.5 a number.
      const bool whole = rest.empty() || absl::StartsWith(rest, "前") ||
                         absl::StartsWith(rest, "底") ||
                         absl::StartsWith(rest, "之前");
      return whole ? std::optional<PrintedDate>(date) : std::nullopt;
    }
  } else {
    rest = text;
    date.year = 0;
    if (DigitsOf(rest) > 2) return std::nullopt;
  }
  absl::string_view behind = rest;
  if (TakeInteger(&behind, 2, &date.month) &&
      absl::ConsumePrefix(&behind, "月")) {
    absl::string_view day = behind;
    if (!TakeInteger(&day, 2, &date.day) ||
        !(absl::StartsWith(day, "日") || absl::StartsWith(day, "号"))) {
      date.day = 0;
    }
    return date;
  }
  date.month = 0;
  return date.year > 0 ? std::optional<PrintedDate>(date) : std::nullopt;
}

bool TakeRangeSign(absl::string_view* text) {
  for (const absl::string_view sign :
       {"--", "——", "-", "~", "—", "–", "至", "到"}) {
    if (absl::ConsumePrefix(text, sign)) return true;
  }
  return false;
}

void ReadUnit(absl::string_view rest, PrintedTarget* target) {
  for (const absl::string_view end : {"。", ".", ";"}) {
    rest = absl::StripSuffix(rest, end);
  }
  rest = absl::StripSuffix(rest, "左右");
  for (const Sign& tail : kTails) {
    if (rest == tail.text ||
        (absl::EndsWith(rest, tail.text) && rest.size() > tail.text.size())) {
      rest.remove_suffix(tail.text.size());
      if (target->sign == TargetSign::kNone) target->sign = tail.sign;
      break;
    }
  }
  target->unit = std::string(rest);
}

}  // namespace

PrintedTarget ReadTarget(absl::string_view printed) {
  const std::string normal = budget::NormaliseLabel(printed);
  absl::string_view rest = normal;
  PrintedTarget target;
  target.sign = TakeSign(&rest);
  // "≥=95%" and "=≥95%" are misprints of one sign.
  absl::ConsumePrefix(&rest, "=");
  target.date = DateAt(rest);
  if (target.date.has_value()) return target;
  absl::string_view behind = rest;
  target.micro = TakeQuantity(&behind);
  if (!target.micro.has_value()) {
    target.phrase = std::string(rest);
    return target;
  }
  absl::string_view end = behind;
  absl::ConsumePrefix(&end, "%");
  if (TakeRangeSign(&end)) {
    target.micro_to = TakeQuantity(&end);
    if (target.micro_to.has_value()) behind = end;
  }
  ReadUnit(behind, &target);
  return target;
}

std::optional<int64_t> MoneyFenOf(const PrintedTarget& target) {
  // Millionths of a yuan to 分.
  constexpr int64_t kMicroPerFen = budget::kMicroPerOne / budget::kFenPerYuan;
  if (!target.micro.has_value() || target.micro_to.has_value() ||
      target.unit != "元") {
    return std::nullopt;
  }
  return *target.micro / kMicroPerFen;
}

bool SaysNothing(absl::string_view printed) {
  const std::string plain = budget::NormaliseLabel(printed);
  return plain.empty() || plain == "-" || plain == "/" || plain == "--" ||
         plain == "—" || plain == "——" || plain == "无" || plain == "新增";
}

}  // namespace yuheng::validation
