#include "services/ingestion/messages/window_messages.h"

#include <string>
#include <utility>
#include <vector>

#include "services/ingestion/lifecycle/submission_window.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"

namespace yuheng::ingestion {
namespace {

std::string ParentOf(const Prefecture& prefecture,
                     const std::string& department) {
  return department.empty()
             ? rpc::PrefectureName(prefecture.division)
             : rpc::DepartmentName(prefecture.division, department);
}

}  // namespace

v1::Window WindowMessage(const Prefecture& prefecture,
                         const WindowSetting& setting) {
  const storage::WindowRecord& record = setting.record;
  v1::Window message;
  message.set_parent(ParentOf(prefecture, record.department));
  message.set_fiscal_year(setting.fiscal_year);
  message.set_stage(static_cast<budget::v1::Stage>(setting.stage));
  if (record.open_time_unix_us != 0) {
    SetTime(record.open_time_unix_us, message.mutable_open_time());
  }
  if (record.deadline_unix_us != 0) {
    SetTime(record.deadline_unix_us, message.mutable_deadline());
  }
  if (record.grace_end_time_unix_us != 0) {
    SetTime(record.grace_end_time_unix_us, message.mutable_grace_end_time());
  }
  message.set_reason(record.reason);
  message.set_actor(record.actor);
  SetTime(record.set_time_unix_us, message.mutable_set_time());
  return message;
}

absl::StatusOr<WindowSetting> ParseWindow(const Prefecture& prefecture,
                                          const v1::Window& window) {
  std::vector<rpc::FieldViolation> violations;
  if (!IsFiscalYear(window.fiscal_year())) {
    violations.push_back({"window.fiscal_year", "2000 to 2100"});
  }
  if (window.stage() == budget::v1::STAGE_UNSPECIFIED ||
      !budget::v1::Stage_IsValid(window.stage())) {
    violations.push_back({"window.stage", "a stage of the budget cycle"});
  }
  if (window.reason().empty() ||
      window.reason().size() > storage::kWindowReasonBytesMax) {
    violations.push_back({"window.reason", "required, at most 512 bytes"});
  }
  if (window.actor().empty() || window.actor().size() > kActorRequestBytesMax) {
    violations.push_back({"window.actor", "required, at most 128 bytes"});
  }
  WindowSetting setting{.fiscal_year = window.fiscal_year(),
                        .stage = window.stage(),
                        .record = {}};
  storage::WindowRecord& record = setting.record;
  record.reason = window.reason();
  record.actor = window.actor();
  const auto take = [&](const char* field, bool given,
                        const google::protobuf::Timestamp& time,
                        int64_t* unix_us) {
    if (!given) return;
    const absl::optional<int64_t> micros = UnixMicrosOf(time);
    if (!micros) violations.push_back({field, "a time between 1970 and 9999"});
    *unix_us = micros.value_or(0);
  };
  take("window.open_time", window.has_open_time(), window.open_time(),
       &record.open_time_unix_us);
  take("window.deadline", window.has_deadline(), window.deadline(),
       &record.deadline_unix_us);
  take("window.grace_end_time", window.has_grace_end_time(),
       window.grace_end_time(), &record.grace_end_time_unix_us);
  if (!violations.empty()) return rpc::MakeFieldError(std::move(violations));
  absl::StatusOr<std::string> department =
      ParseParent(prefecture, window.parent(), "window.parent");
  if (!department.ok()) return department.status();
  record.department = *std::move(department);
  return setting;
}

absl::StatusOr<WindowFilter> ParseListWindows(
    const Prefecture& prefecture, const v1::ListWindowsRequest& request) {
  absl::StatusOr<std::string> department =
      ParseParent(prefecture, request.parent());
  if (!department.ok()) return department.status();
  std::vector<rpc::FieldViolation> violations;
  if (!IsFiscalYear(request.fiscal_year())) {
    violations.push_back({"fiscal_year", "2000 to 2100"});
  }
  if (!budget::v1::Stage_IsValid(request.stage())) {
    violations.push_back({"stage", "no stage of the budget cycle"});
  }
  if (!violations.empty()) return rpc::MakeFieldError(std::move(violations));
  return WindowFilter{.department = *std::move(department),
                      .fiscal_year = request.fiscal_year(),
                      .stage = request.stage(),
                      .history = request.show_history()};
}

void FillPhase(const Window& window, int64_t now_unix_us,
               v1::DepartmentProgress* progress) {
  const WindowPhase phase = PhaseAt(window, now_unix_us);
  progress->set_window_phase(static_cast<v1::WindowPhase>(phase));
  if (phase != WindowPhase::kOpen && phase != WindowPhase::kGrace) return;
  const int64_t end = phase == WindowPhase::kOpen
                          ? window.deadline_unix_us
                          : window.grace_end_time_unix_us;
  // Whole seconds are what anybody counts here.
  progress->mutable_time_left()->set_seconds((end - now_unix_us) /
                                             kMicrosPerSecond);
}

}  // namespace yuheng::ingestion
