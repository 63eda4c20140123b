#include "services/ingestion/lifecycle/day_intake.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/budget/beijing_time.h"
#include "services/ingestion/lifecycle/step.h"

namespace yuheng::ingestion {

absl::Status DayIntake::Take(const std::string& department, int64_t size_bytes,
                             int64_t now_unix_us) {
  const absl::TimeZone zone = budget::BeijingTime();
  const absl::CivilDay today =
      absl::ToCivilDay(absl::FromUnixMicros(now_unix_us), zone);
  const DayLimits& limits = parts_.policy.day_limits;
  absl::MutexLock lock(&mu_);
  const auto [it, added] = days_.try_emplace(department);
  Day& day = it->second;
  if (added || day.day != today) {
    day = {today,
           parts_.store->index().ReceivedSince(
               department, absl::ToUnixMicros(absl::FromCivil(today, zone)))};
  }
  Received& received = day.received;
  if (received.count >= limits.uploads_max ||
      received.bytes + size_bytes > limits.bytes_max) {
    return Refuse(
        rpc::Reason::kIntakeLimitReached,
        budget::Message("ingestion.day_full",
                        {{"count", absl::StrCat(limits.uploads_max)},
                         {"mebibytes", absl::StrCat(limits.bytes_max >> 20)}}));
  }
  ++received.count;
  received.bytes += size_bytes;
  return absl::OkStatus();
}

}  // namespace yuheng::ingestion
