#include "services/cli/commands/waiver_words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/cli/commands/stored_submission.h"
#include "services/cli/commands/submission_words.h"
#include "services/cli/connection.h"
#include "services/rpc/client.h"

namespace yuheng::cli {

using ingestion::v1::Waiver;
using ingestion::v1::WaiverState;

std::string WaiverStateName(WaiverState state) {
  if (state == ingestion::v1::WAIVER_STATE_UNSPECIFIED) return "";
  absl::string_view name = ingestion::v1::WaiverState_Name(state);
  absl::ConsumePrefix(&name, "WAIVER_STATE_");
  return std::string(name);
}

std::string WaiverStateWord(const Terminal& terminal, WaiverState state) {
  const std::string name = WaiverStateName(state);
  return Say(terminal,
             absl::StrCat("waivers.state_",
                          name.empty() ? "none" : absl::AsciiStrToLower(name)));
}

Color WaiverStateColor(WaiverState state) {
  switch (state) {
    case ingestion::v1::WAIVER_STATE_ACTIVE:
      return Color::kGreen;
    case ingestion::v1::WAIVER_STATE_LAPSED:
      return Color::kYellow;
    default:
      return Color::kDim;
  }
}

grpc::Status FetchWaivers(ingestion::v1::IngestionService::Stub& stub,
                          const std::string& submission, bool show_deleted,
                          std::vector<Waiver>* waivers) {
  ingestion::v1::ListWaiversRequest request;
  request.set_parent(submission);
  request.set_show_deleted(show_deleted);
  ingestion::v1::ListWaiversResponse response;
  const grpc::Status status = rpc::CallWithRetry(
      {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
      [&](grpc::ClientContext& context) {
        return stub.ListWaivers(&context, request, &response);
      });
  if (!status.ok()) return status;
  waivers->assign(response.waivers().begin(), response.waivers().end());
  return status;
}

std::set<std::string> ExplainedBy(const std::vector<Waiver>& waivers) {
  std::set<std::string> ids;
  for (const Waiver& waiver : waivers) {
    if (waiver.state() == ingestion::v1::WAIVER_STATE_ACTIVE) {
      ids.insert(waiver.finding().id());
    }
  }
  return ids;
}

absl::optional<std::string> FindFindingId(
    const Terminal& terminal, ingestion::v1::IngestionService::Stub& stub,
    const std::string& submission, const std::string& typed) {
  ingestion::v1::ListFindingsResponse found;
  std::vector<Waiver> waivers;
  grpc::Status status = FetchFindings(stub, submission, &found);
  if (status.ok()) {
    status = FetchWaivers(stub, submission, /*show_deleted=*/false, &waivers);
  }
  if (!status.ok()) {
    ReportFailure(terminal, status);
    return absl::nullopt;
  }
  const std::string prefix = absl::AsciiStrToLower(typed);
  std::set<std::string> ids;
  const auto add = [&](const std::string& id) {
    if (absl::StartsWith(id, prefix)) ids.insert(id);
  };
  for (const auto& finding : found.findings()) add(finding.id());
  for (const Waiver& waiver : waivers) add(waiver.finding().id());
  if (typed.size() >= kFindingIdTypedMin && ids.size() == 1) {
    return *ids.begin();
  }
  PrintError(
      terminal,
      Say(terminal,
          ids.empty() ? "waivers.finding_unknown" : "waivers.finding_ambiguous",
          {{"finding", typed}, {"digits", absl::StrCat(kFindingIdTypedMin)}}));
  return absl::nullopt;
}

void WriteWaiver(const Waiver& waiver, JsonWriter* json) {
  json->BeginObject();
  json->Key("finding").String(LastSegment(waiver.name()));
  json->Key("rule").String(waiver.finding().rule());
  json->Key("state").String(WaiverStateName(waiver.state()));
  json->Key("text").String(waiver.text());
  json->Key("actor").String(waiver.actor());
  json->Key("time").String(TimeText(waiver.create_time()));
  json->Key("origin").String(waiver.origin());
  json->EndObject();
}

void PrintWaivers(const Terminal& terminal,
                  const std::vector<Waiver>& waivers) {
  for (const Waiver& waiver : waivers) {
    *terminal.out << "  " << Say(terminal, "waivers.heading") << " "
                  << LastSegment(waiver.name()) << "  "
                  << waiver.finding().rule();
    if (waiver.finding().places_size() > 0) {
      *terminal.out << " " << waiver.finding().places(0).address();
    }
    *terminal.out << "  "
                  << Paint(terminal.out_color, WaiverStateColor(waiver.state()),
                           WaiverStateWord(terminal, waiver.state()))
                  << "  " << waiver.actor() << "  "
                  << TimeText(waiver.create_time()) << "\n      "
                  << waiver.text() << "\n";
  }
}

}  // namespace yuheng::cli
