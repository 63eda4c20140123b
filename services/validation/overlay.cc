#include "services/validation/overlay.h"

#include <algorithm>
#include <climits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/budget/messages.h"
#include "services/budget/sha256.h"
#include "services/budget/text_proto.h"
#include "services/rpc/reason.h"
#include "yuheng/validation/v1/rule.pb.h"

namespace yuheng::validation {
namespace {

using budget::Message;

constexpr absl::string_view kEveryRule = "*";

// Why an override is wrong; empty when it is right.
budget::Text Wrong(const v1::RuleOverride& override,
                   const absl::flat_hash_set<std::string>& rule_ids) {
  const std::string& rule = override.rule();
  if (rule.empty()) return Message("overlay.rule_missing");
  const bool every = rule == kEveryRule;
  if (!every && !rule_ids.contains(rule)) {
    return Message("overlay.rule_unknown", {{"rule", rule}});
  }
  if (override.first_year() < 0 || override.last_year() < 0 ||
      (override.last_year() != 0 &&
       override.last_year() < override.first_year())) {
    return Message("overlay.years");
  }
  const bool severity = override.severity() != v1::SEVERITY_UNSPECIFIED;
  const bool discipline = override.discipline() != v1::DISCIPLINE_UNSPECIFIED;
  if (override.off() ? severity || discipline : !severity && !discipline) {
    return Message("overlay.change");
  }
  if (every && (override.off() || severity)) {
    return Message("overlay.every_rule");
  }
  if (!v1::Severity_IsValid(override.severity()) ||
      !v1::Discipline_IsValid(override.discipline())) {
    return Message("overlay.values");
  }
  return {};
}

absl::Status Refusal(const budget::Text& text) {
  return rpc::MakeError(rpc::Reason::kFieldInvalid, text.zh, text.en);
}

OverlayEffect EffectOf(const v1::RuleOverride& override) {
  OverlayEffect effect;
  effect.off = override.off();
  if (override.severity() != v1::SEVERITY_UNSPECIFIED) {
    effect.severity = static_cast<Severity>(override.severity());
  }
  if (override.discipline() != v1::DISCIPLINE_UNSPECIFIED) {
    effect.discipline = static_cast<Discipline>(override.discipline());
  }
  return effect;
}

}  // namespace

bool Overlay::Override::Holds(int fiscal_year) const {
  if (first_year == 0 && last_year == 0) return true;
  return fiscal_year != 0 && fiscal_year >= first_year &&
         (last_year == 0 || fiscal_year <= last_year);
}

bool Overlay::Override::Overlaps(const Override& other) const {
  const int last = last_year == 0 ? INT_MAX : last_year;
  const int other_last = other.last_year == 0 ? INT_MAX : other.last_year;
  return first_year <= other_last && other.first_year <= last;
}

absl::StatusOr<Overlay> Overlay::Parse(
    absl::Span<const EmbeddedFile> files,
    const absl::flat_hash_set<std::string>& rule_ids) {
  Overlay overlay;
  std::string content;
  size_t count = 0;
  for (const EmbeddedFile& file : files) {
    v1::Overlay message;
    const auto places =
        budget::ParseTextProtoElements(file.content, "overrides", &message);
    if (!places.ok()) {
      return Refusal(
          Message("overlay.malformed",
                  {{"detail",
                    absl::StrCat(file.name, ":", places.status().message())}}));
    }
    absl::StrAppend(&content, file.content);
    for (int i = 0; i < message.overrides_size(); ++i) {
      const v1::RuleOverride& each = message.overrides(i);
      const auto error = [&](budget::Text what) {
        return Refusal(
            Message("overlay.error",
                    {{"place", absl::StrCat(file.name, ":", (*places)[i])},
                     {"what", std::move(what)}}));
      };
      budget::Text wrong = Wrong(each, rule_ids);
      if (!wrong.en.empty()) return error(std::move(wrong));
      if (++count > kOverridesMax) {
        return error(Message("overlay.too_many",
                             {{"limit", absl::StrCat(kOverridesMax)}}));
      }
      const Override added{each.first_year(), each.last_year(), EffectOf(each)};
      std::vector<Override>& of_rule = overlay.overrides_[each.rule()];
      for (const Override& other : of_rule) {
        if (added.Overlaps(other)) {
          return error(Message("overlay.twice", {{"rule", each.rule()}}));
        }
      }
      of_rule.push_back(added);
    }
  }
  for (const auto& [rule, unused] : overlay.overrides_) {
    overlay.rules_.push_back(rule);
  }
  std::sort(overlay.rules_.begin(), overlay.rules_.end());
  if (!files.empty()) overlay.sha256_ = budget::Sha256Hex(content);
  return overlay;
}

const Overlay::Override* Overlay::Find(absl::string_view rule,
                                       int fiscal_year) const {
  const auto it = overrides_.find(rule);
  if (it == overrides_.end()) return nullptr;
  for (const Override& override : it->second) {
    if (override.Holds(fiscal_year)) return &override;
  }
  return nullptr;
}

OverlayEffect Overlay::EffectOn(absl::string_view rule, int fiscal_year) const {
  OverlayEffect effect;
  if (overrides_.empty()) return effect;
  const Override* own = Find(rule, fiscal_year);
  if (own != nullptr) effect = own->effect;
  const Override* every = Find(kEveryRule, fiscal_year);
  if (every != nullptr && !effect.discipline) {
    effect.discipline = every->effect.discipline;
  }
  return effect;
}

void Overlay::Describe(int fiscal_year, VerdictSummary* summary) const {
  for (const std::string& rule : rules_) {
    const Override* override = Find(rule, fiscal_year);
    if (override == nullptr) continue;
    ++summary->overlay_change_count;
    if (override->effect.off) {
      if (summary->rules_off.size() < kOverlayChangesShownMax) {
        summary->rules_off.push_back(rule);
      }
    } else if (summary->rules_changed.size() < kOverlayChangesShownMax) {
      summary->rules_changed.push_back(
          {rule, override->effect.severity, override->effect.discipline});
    }
  }
}

}  // namespace yuheng::validation
