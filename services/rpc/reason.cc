#include "services/rpc/reason.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace yuheng::rpc {
namespace {

// One payload an item; a payload's type URL is its key. Violations carry their
// position, because payloads have no order.
constexpr char kReasonKey[] = "yuheng/reason";
constexpr char kZhKey[] = "yuheng/zh";
constexpr char kEnKey[] = "yuheng/en";
constexpr char kRetryKey[] = "yuheng/retry_after_ms";
constexpr char kMetadataPrefix[] = "yuheng/metadata/";
constexpr char kFieldPrefix[] = "yuheng/field/";

void Set(absl::Status* status, absl::string_view key, absl::string_view value) {
  status->SetPayload(key, absl::Cord(value));
}

void SetDetails(absl::Status* status, const ErrorDetails& details) {
  if (!details.reason_name.empty()) {
    Set(status, kReasonKey, details.reason_name);
  }
  if (!details.zh.empty()) Set(status, kZhKey, details.zh);
  if (!details.en.empty()) Set(status, kEnKey, details.en);
  for (const auto& [key, value] : details.metadata) {
    Set(status, absl::StrCat(kMetadataPrefix, key), value);
  }
  for (size_t i = 0; i < details.field_violations.size(); ++i) {
    const FieldViolation& violation = details.field_violations[i];
    Set(status,
        absl::StrCat(kFieldPrefix, absl::Dec(i, absl::kZeroPad6), "/",
                     violation.field),
        violation.description);
  }
  if (details.retry_after) {
    Set(status, kRetryKey,
        absl::StrCat(absl::ToInt64Milliseconds(*details.retry_after)));
  }
}

// The table's name and, where a text is missing, its texts.
void Complete(Reason reason, ErrorDetails* details) {
  const ReasonInfo& info = InfoOf(reason);
  details->reason = reason;
  details->reason_name = std::string(info.name);
  if (details->zh.empty()) details->zh = std::string(info.zh);
  if (details->en.empty()) details->en = std::string(info.en);
}

}  // namespace

absl::Status MakeError(Reason reason, absl::string_view zh,
                       absl::string_view en,
                       std::map<std::string, std::string> metadata) {
  ErrorDetails details;
  details.zh = std::string(zh);
  details.en = std::string(en);
  details.metadata = std::move(metadata);
  return MakeError(reason, std::move(details));
}

absl::Status MakeError(Reason reason, ErrorDetails details) {
  Complete(reason, &details);
  return StatusWithDetails(InfoOf(reason).code, details.en, details);
}

absl::Status MakeFieldError(std::vector<FieldViolation> violations,
                            absl::string_view zh, absl::string_view en) {
  ErrorDetails details;
  details.zh = std::string(zh);
  details.en = std::string(en);
  if (!violations.empty()) {
    const FieldViolation& first = violations.front();
    if (zh.empty()) {
      details.zh = absl::StrCat("字段 ", first.field, " 不正确");
    }
    if (en.empty()) {
      details.en = absl::StrCat(first.field, ": ", first.description);
    }
  }
  details.field_violations = std::move(violations);
  return MakeError(Reason::kFieldInvalid, std::move(details));
}

absl::Status WithReason(absl::Status status, Reason reason,
                        absl::string_view zh, absl::string_view en) {
  if (status.ok() || status.GetPayload(kReasonKey)) return status;
  absl::Status result(InfoOf(reason).code, status.message());
  status.ForEachPayload([&](absl::string_view key, const absl::Cord& value) {
    result.SetPayload(key, value);
  });
  ErrorDetails details;
  details.zh = std::string(zh);
  details.en = std::string(en);
  Complete(reason, &details);
  SetDetails(&result, details);
  return result;
}

absl::Status StatusWithDetails(absl::StatusCode code, absl::string_view message,
                               const ErrorDetails& details) {
  absl::Status status(code, message);
  SetDetails(&status, details);
  return status;
}

absl::Status StatusWithTexts(absl::StatusCode code, absl::string_view zh,
                             absl::string_view en) {
  return StatusWithDetails(code, en,
                           {.zh = std::string(zh), .en = std::string(en)});
}

absl::Status WithRetryAfter(absl::Status status, absl::Duration delay) {
  Set(&status, kRetryKey, absl::StrCat(absl::ToInt64Milliseconds(delay)));
  return status;
}

absl::optional<Reason> ReasonOf(const absl::Status& status) {
  absl::optional<absl::Cord> name = status.GetPayload(kReasonKey);
  if (!name) return absl::nullopt;
  return ReasonByName(std::string(*name));
}

ErrorDetails DetailsOf(const absl::Status& status) {
  ErrorDetails details;
  std::map<std::string, FieldViolation> violations;
  status.ForEachPayload([&](absl::string_view key, const absl::Cord& cord) {
    std::string value(cord);
    if (key == kReasonKey) {
      details.reason = ReasonByName(value);
      details.reason_name = std::move(value);
    } else if (key == kZhKey) {
      details.zh = std::move(value);
    } else if (key == kEnKey) {
      details.en = std::move(value);
    } else if (key == kRetryKey) {
      int64_t delay_ms = 0;
      if (absl::SimpleAtoi(value, &delay_ms)) {
        details.retry_after = absl::Milliseconds(delay_ms);
      }
    } else if (absl::ConsumePrefix(&key, kMetadataPrefix)) {
      details.metadata.emplace(std::string(key), std::move(value));
    } else if (absl::ConsumePrefix(&key, kFieldPrefix)) {
      const size_t slash = key.find('/');
      violations[std::string(key)] = {std::string(key.substr(slash + 1)),
                                      std::move(value)};
    }
  });
  for (auto& [key, violation] : violations) {
    details.field_violations.push_back(std::move(violation));
  }
  if (details.zh.empty()) details.zh = std::string(status.message());
  if (details.en.empty()) details.en = std::string(status.message());
  return details;
}

}  // namespace yuheng::rpc
