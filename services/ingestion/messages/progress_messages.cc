#include "services/ingestion/messages/progress_messages.h"

#include <string>
#include <utility>
#include <vector>

#include "services/budget/check.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"

namespace yuheng::ingestion {
namespace {

void FillNewest(const Prefecture& prefecture, const SubmissionEntry& newest,
                v1::DepartmentProgress* message) {
  message->set_submission(
      rpc::SubmissionName(prefecture.division, newest.department, newest.id));
  message->set_state(static_cast<v1::SubmissionState>(newest.state));
  SetTime(newest.receive_time_unix_us, message->mutable_receive_time());
  message->set_late(newest.late);
  message->set_error_count(newest.error_count);
  message->set_warning_count(newest.warning_count);
  message->set_note_count(newest.note_count);
  message->set_explained_count(newest.explained_count);
  message->set_step_actor(newest.step_actor);
  if (newest.step_time_unix_us != 0) {
    SetTime(newest.step_time_unix_us, message->mutable_step_time());
  }
  if (newest.correction_end_time_unix_us != 0) {
    SetTime(newest.correction_end_time_unix_us,
            message->mutable_correction_end_time());
  }
}

// Fills the rows of a message; each department of them is in the list.
template <typename Piece>
void FillRows(const Prefecture& prefecture, const Period& period,
              const std::vector<ProgressRow>& rows, Piece* piece) {
  for (const ProgressRow& row : rows) {
    const budget::Department* listed =
        prefecture.departments->FindByCode(row.department);
    YUHENG_CHECK(listed != nullptr);
    *piece->add_rows() = RowMessage(prefecture, *listed, period, row);
  }
}

}  // namespace

absl::StatusOr<Period> ParsePeriod(int fiscal_year, int stage) {
  std::vector<rpc::FieldViolation> violations;
  if (!IsFiscalYear(fiscal_year)) {
    violations.push_back({"fiscal_year", "2000 to 2100"});
  }
  if (stage == budget::v1::STAGE_UNSPECIFIED ||
      !budget::v1::Stage_IsValid(stage)) {
    violations.push_back({"stage", "a stage of the budget cycle"});
  }
  if (!violations.empty()) return rpc::MakeFieldError(std::move(violations));
  return Period{fiscal_year, stage};
}

v1::DepartmentProgress RowMessage(const Prefecture& prefecture,
                                  const budget::Department& listed,
                                  const Period& period,
                                  const ProgressRow& row) {
  v1::DepartmentProgress message;
  message.set_department(rpc::DepartmentName(prefecture.division, listed.code));
  message.set_display_name(listed.name);
  message.set_required(listed.MustSend(period.stage));
  if (!row.unit.empty()) {
    message.set_unit(rpc::UnitName(prefecture.division, listed.code, row.unit));
    const budget::DepartmentUnit* unit = listed.FindUnit(row.unit);
    if (unit != nullptr) message.set_unit_display_name(unit->name);
  }
  if (row.window.deadline_unix_us != 0) {
    if (row.window.open_time_unix_us != 0) {
      SetTime(row.window.open_time_unix_us, message.mutable_open_time());
    }
    SetTime(row.window.deadline_unix_us, message.mutable_deadline());
    SetTime(row.window.grace_end_time_unix_us,
            message.mutable_grace_end_time());
  }
  if (row.newest) FillNewest(prefecture, *row.newest, &message);
  return message;
}

absl::StatusOr<ProgressScope> ParseWatchSubmissions(
    const Prefecture& prefecture, const v1::WatchSubmissionsRequest& request) {
  const auto parent =
      rpc::ParseResourceName(request.parent(), {rpc::ResourceKind::kPrefecture,
                                                rpc::ResourceKind::kDepartment,
                                                rpc::ResourceKind::kUnit});
  if (!parent.ok()) {
    return rpc::MakeFieldError(
        {{"parent", std::string(parent.status().message())}});
  }
  absl::Status served = CheckServed(prefecture, *parent);
  if (!served.ok()) return served;
  if (!parent->department.empty() &&
      prefecture.departments->FindByCode(parent->department) == nullptr) {
    return rpc::MakeError(rpc::Reason::kNotFound);
  }
  if (request.resume_revision() < 0) {
    return rpc::MakeFieldError({{"resume_revision", "not negative"}});
  }
  const auto period = ParsePeriod(request.fiscal_year(), request.stage());
  if (!period.ok()) return period.status();
  ProgressScope scope;
  scope.period = *period;
  scope.department = parent->department;
  if (!parent->unit.empty()) scope.units.insert(parent->unit);
  return scope;
}

v1::WatchSubmissionsResponse WatchEventMessage(const Prefecture& prefecture,
                                               const Period& period,
                                               const WatchEvent& event,
                                               int64_t now_unix_us) {
  v1::WatchSubmissionsResponse response;
  if (const auto* snapshot = std::get_if<SnapshotEvent>(&event)) {
    v1::SubmissionsSnapshot* message = response.mutable_snapshot();
    message->set_revision(static_cast<int64_t>(snapshot->revision));
    FillRows(prefecture, period, snapshot->rows, message);
    message->set_last(snapshot->last);
  } else if (const auto* delta = std::get_if<DeltaEvent>(&event)) {
    v1::SubmissionsDelta* message = response.mutable_delta();
    message->set_revision(static_cast<int64_t>(delta->revision));
    message->set_previous_revision(
        static_cast<int64_t>(delta->previous_revision));
    FillRows(prefecture, period, delta->rows, message);
    message->set_conflated(delta->conflated);
    message->set_last(delta->last);
  } else if (const auto* progress = std::get_if<ProgressEvent>(&event)) {
    response.mutable_progress()->set_revision(
        static_cast<int64_t>(progress->revision));
    SetTime(now_unix_us, response.mutable_progress()->mutable_time());
  } else {
    response.mutable_compacted()->set_oldest_revision(
        static_cast<int64_t>(std::get<CompactedEvent>(event).oldest_revision));
  }
  return response;
}

}  // namespace yuheng::ingestion
