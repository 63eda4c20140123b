#include "services/cli/commands/waiver_words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/cli/commands/submission_words.h"
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
