#include "services/ingestion/lifecycle/submission_window.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/budget/beijing_time.h"
#include "services/ingestion/lifecycle/step.h"

namespace yuheng::ingestion {
namespace {

std::string Shown(int64_t unix_us) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", absl::FromUnixMicros(unix_us),
                          budget::BeijingTime());
}

// Whether it is not after that second: people are told whole ones.
bool IsBy(int64_t now_unix_us, int64_t end_unix_us) {
  constexpr int64_t kMicros = 1'000'000;
  return now_unix_us / kMicros <= end_unix_us / kMicros;
}

// It is in the totals, or on the way there, or was: a newer one is not its
// correction.
bool IsSettled(State state) {
  return state == State::kAccepted || state == State::kPosted ||
         state == State::kSuperseded;
}

// Whether what is sent now is late; a refusal outside the window.
absl::StatusOr<bool> LateIn(const Window& window, int64_t now_unix_us) {
  switch (PhaseAt(window, now_unix_us)) {
    case WindowPhase::kNotOpen:
      return Refuse(
          rpc::Reason::kWindowNotOpen,
          budget::Message("ingestion.window_not_open",
                          {{"opens", Shown(window.open_time_unix_us)}}));
    case WindowPhase::kClosed:
      return Refuse(
          rpc::Reason::kWindowClosed,
          budget::Message("ingestion.window_closed",
                          {{"deadline", Shown(window.deadline_unix_us)},
                           {"closed", Shown(window.grace_end_time_unix_us)}}));
    case WindowPhase::kGrace:
      return true;
    case WindowPhase::kNoWindow:
    case WindowPhase::kOpen:
      break;
  }
  return false;
}

absl::Status WrongField(absl::string_view field, const budget::Text& text) {
  return rpc::MakeFieldError({{std::string(field), text.en}}, text.zh, text.en);
}

bool SaysTheSame(const storage::WindowRecord& a,
                 const storage::WindowRecord& b) {
  return a.department == b.department &&
         a.open_time_unix_us == b.open_time_unix_us &&
         a.deadline_unix_us == b.deadline_unix_us &&
         a.grace_end_time_unix_us == b.grace_end_time_unix_us &&
         a.actor == b.actor && a.reason == b.reason;
}

}  // namespace

WindowPhase PhaseAt(const Window& window, int64_t now_unix_us) {
  if (window.deadline_unix_us == 0) return WindowPhase::kNoWindow;
  if (now_unix_us < window.open_time_unix_us) return WindowPhase::kNotOpen;
  if (IsBy(now_unix_us, window.deadline_unix_us)) return WindowPhase::kOpen;
  if (IsBy(now_unix_us, window.grace_end_time_unix_us)) {
    return WindowPhase::kGrace;
  }
  return WindowPhase::kClosed;
}

absl::StatusOr<Arrival> JudgeArrival(const LifecycleParts& parts,
                                     const std::string& department,
                                     const Slot& slot, const SentDocument& sent,
                                     int64_t now_unix_us) {
  const std::vector<SubmissionEntry> versions =
      parts.store->index().InSlot(department, slot);
  if (!versions.empty() && !IsSettled(versions.back().state)) {
    const absl::StatusOr<storage::SubmissionRecord> before =
        parts.store->Get(department, versions.back().id);
    if (!before.ok()) return before.status();
    const bool uncheckable = versions.back().state == State::kUnreadable &&
                             before->document_sha256 == sent.sha256 &&
                             before->printed_form == sent.printed_form;
    if (uncheckable || IsBy(now_unix_us, before->correction_end_time_unix_us)) {
      return Arrival{
          .late = before->late,
          .correction_end_time_unix_us = before->correction_end_time_unix_us};
    }
  }
  const absl::StatusOr<bool> late = LateIn(
      parts.store->windows().WindowOf(department, slot.fiscal_year, slot.stage),
      now_unix_us);
  if (!late.ok()) return late.status();
  return Arrival{.late = *late};
}

absl::StatusOr<bool> JudgeConfirmation(const LifecycleParts& parts,
                                       const std::string& department,
                                       const storage::SubmissionRecord& record,
                                       int64_t now_unix_us) {
  if (IsBy(now_unix_us, record.correction_end_time_unix_us)) return record.late;
  return LateIn(parts.store->windows().WindowOf(department, record.fiscal_year,
                                                record.stage),
                now_unix_us);
}

absl::StatusOr<int64_t> CorrectionEnd(const Window& window, int64_t asked,
                                      int64_t now_unix_us) {
  if (asked == 0 && window.deadline_unix_us == 0) return 0;
  const int64_t end = asked != 0 ? asked : window.grace_end_time_unix_us;
  if (end > now_unix_us) return end;
  return WrongField(
      "correction_end_time",
      budget::Message(asked != 0 ? "ingestion.correction_end_past"
                                 : "ingestion.correction_end_missing"));
}

absl::Status WindowSetter::Check(const WindowSetting& setting) const {
  const storage::WindowRecord& record = setting.record;
  const WindowBook& windows = parts_.store->windows();
  const bool takes_away = record.deadline_unix_us == 0 &&
                          record.open_time_unix_us == 0 &&
                          record.grace_end_time_unix_us == 0;
  if (takes_away &&
      windows.NewestOf(record.department, setting.fiscal_year, setting.stage)
              .deadline_unix_us == 0) {
    return Refuse(rpc::Reason::kNotFound,
                  record.department.empty()
                      ? budget::Message("ingestion.window_none")
                      : budget::Message("ingestion.extension_none",
                                        {{"department", record.department}}));
  }
  // Extensions of departments never keep the finance bureau from its own.
  const size_t max = kWindowSettingsMax +
                     (record.department.empty() ? kOwnWindowSettingsMax : 0);
  if (windows.CountOf(setting.fiscal_year, setting.stage) >= max) {
    return WrongField("stage", budget::Message("ingestion.windows_full",
                                               {{"max", absl::StrCat(max)}}));
  }
  if (record.department.empty()) {
    if (takes_away) return absl::OkStatus();
    if (record.deadline_unix_us == 0) {
      return WrongField("deadline",
                        budget::Message("ingestion.window_no_deadline"));
    }
    if (record.open_time_unix_us >= record.deadline_unix_us ||
        record.grace_end_time_unix_us < record.deadline_unix_us) {
      return WrongField("deadline", budget::Message("ingestion.window_order"));
    }
    return absl::OkStatus();
  }
  if (parts_.departments->FindByCode(record.department) == nullptr) {
    return WrongField("parent",
                      budget::Message("ingestion.department_not_in_list",
                                      {{"department", record.department}}));
  }
  if (record.open_time_unix_us != 0 || record.grace_end_time_unix_us != 0) {
    return WrongField("deadline",
                      budget::Message("ingestion.extension_deadline_only"));
  }
  const storage::WindowRecord all =
      windows.NewestOf("", setting.fiscal_year, setting.stage);
  if (record.deadline_unix_us != 0 &&
      (all.deadline_unix_us == 0 ||
       record.deadline_unix_us <= all.deadline_unix_us)) {
    return WrongField("deadline", budget::Message("ingestion.no_extension"));
  }
  return absl::OkStatus();
}

absl::StatusOr<WindowSetting> WindowSetter::Set(WindowSetting setting) {
  storage::WindowRecord& record = setting.record;
  if (record.department.empty() && record.grace_end_time_unix_us == 0) {
    record.grace_end_time_unix_us = record.deadline_unix_us;
  }
  storage::WindowRecord newest = parts_.store->windows().NewestOf(
      record.department, setting.fiscal_year, setting.stage);
  if (newest.set_time_unix_us != 0 && SaysTheSame(newest, record)) {
    record = std::move(newest);
    return setting;
  }
  absl::Status status = Check(setting);
  if (!status.ok()) return status;
  record.set_time_unix_us = parts_.now_unix_us();
  status = parts_.store->CommitWindow(setting);
  if (!status.ok()) return status;
  return setting;
}

}  // namespace yuheng::ingestion
