// The words of a verdict.
#ifndef YUHENG_SERVICES_VALIDATION_REPORT_WORDS_H_
#define YUHENG_SERVICES_VALIDATION_REPORT_WORDS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/budget/messages.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

budget::Text SeverityText(Severity severity);

// The heading over the findings of a severity.
budget::Text SectionTitle(Severity severity);
budget::Text StatusText(FindingStatus status);
budget::Text VerdictText(const VerdictSummary& summary);
// 「错误 1，警告 2，提示 3」; where only findings from `least` on are shown,
// which of them are shown and which not.
budget::Text CountsText(const VerdictSummary& summary, Severity least);

// The name of a file without its folders: a report is handed on.
absl::string_view FileName(absl::string_view path);

// A figure of a finding; empty when absent.
std::string DecimalText(const std::optional<int64_t>& micro);

// 「最可能出错：」 where a figure would settle the findings, else 「先看：」.
budget::Text CulpritLabel(const FindingGroup& diagnosis);

// 「原文 29.44，若改为 210 则相符」; empty without figures, and where the cause
// names the suggested figure itself.
budget::Text SuggestionText(const FindingGroup& diagnosis);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_REPORT_WORDS_H_
