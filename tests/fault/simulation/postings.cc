#include "tests/fault/simulation/postings.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/aggregation/posting/account.h"
#include "services/rpc/reason.h"

namespace yuheng::fault {
namespace {

std::vector<storage::AmountLine> LinesOf(
    const std::vector<budget::AmountLine>& lines) {
  std::vector<storage::AmountLine> result;
  result.reserve(lines.size());
  for (const budget::AmountLine& line : lines) {
    result.push_back({aggregation::KeyOf(line.account), line.amount_fen});
  }
  return result;
}

}  // namespace

aggregation::Posting MessageOf(const ingestion::Posting& posting) {
  aggregation::Posting message;
  message.department = posting.department;
  message.request_id = posting.request_id;
  message.fiscal_year = posting.slot.fiscal_year;
  message.stage = posting.slot.stage;
  message.unit = posting.slot.unit;
  message.submission =
      absl::StrCat("prefectures/652300/departments/", posting.department,
                   "/submissions/", posting.submission_id);
  message.document_sha256 = posting.document_sha256;
  message.reverse = posting.reverse;
  if (!posting.reverse) {
    message.leaves = LinesOf(posting.lines.leaves);
    message.printed = LinesOf(posting.lines.printed);
    message.precision_fen = posting.lines.precision_fen;
  }
  return message;
}

Answer AnswerOf(const absl::Status& status) {
  if (status.ok()) return Answer::kApplied;
  if (rpc::ReasonOf(status) == rpc::Reason::kOutcomeFenced) {
    return Answer::kNeverApplied;
  }
  return ingestion::IsRefusal(status) ? Answer::kRefused : Answer::kUnknown;
}

void PostOver(Network& network, History& history,
              AggregationProcess* aggregation,
              const aggregation::Posting& posting, int64_t deadline_us,
              std::function<void(absl::StatusOr<aggregation::Applied>)> done) {
  World& world = network.world();
  PostCall call;
  call.time.begin_us = world.now_us();
  call.department = posting.department;
  call.request_id = posting.request_id;
  call.content = storage::ToHex(aggregation::FingerprintOf(posting));
  network.Ask<aggregation::Applied>(
      absl::StrCat("post ", posting.request_id), deadline_us,
      [aggregation,
       posting](const Network::Answerer<aggregation::Applied>& answer) {
        aggregation->Post(posting, answer);
      },
      [&world, &history, call, done = std::move(done)](
          absl::StatusOr<aggregation::Applied> heard) mutable {
        call.time.end_us = world.now_us();
        call.answer = AnswerOf(heard.status());
        if (heard.ok()) {
          call.seq = static_cast<int64_t>(heard->seq);
          call.revision = static_cast<int64_t>(heard->revision);
          call.replayed = heard->replayed;
        } else if (call.answer == Answer::kRefused) {
          call.reason = rpc::DetailsOf(heard.status()).reason_name;
        }
        world.Trace(absl::StrCat("post ", call.request_id, " of ",
                                 call.department, ": seq ", call.seq, " ",
                                 heard.status().message()));
        history.posts.push_back(std::move(call));
        done(std::move(heard));
      });
}

void OutcomeOver(
    Network& network, History& history, AggregationProcess* aggregation,
    const std::string& department, const std::string& request_id,
    int64_t deadline_us,
    std::function<void(absl::StatusOr<storage::OutcomeRecord>)> done) {
  World& world = network.world();
  OutcomeCall call;
  call.time.begin_us = world.now_us();
  call.department = department;
  call.request_id = request_id;
  network.Ask<storage::OutcomeRecord>(
      absl::StrCat("outcome ", request_id), deadline_us,
      [aggregation, department,
       request_id](const Network::Answerer<storage::OutcomeRecord>& answer) {
        aggregation->GetOutcome(department, request_id, answer);
      },
      [&world, &history, call, done = std::move(done)](
          absl::StatusOr<storage::OutcomeRecord> heard) mutable {
        call.time.end_us = world.now_us();
        if (heard.ok()) {
          call.answer = heard->outcome == storage::PostingOutcome::kApplied
                            ? Answer::kApplied
                        : heard->outcome == storage::PostingOutcome::kRefused
                            ? Answer::kRefused
                            : Answer::kNeverApplied;
          call.seq = static_cast<int64_t>(heard->seq);
          call.revision = static_cast<int64_t>(heard->revision);
          call.reason = heard->refusal_reason;
        }
        world.Trace(absl::StrCat("outcome ", call.request_id, " of ",
                                 call.department, ": ",
                                 static_cast<int>(call.answer)));
        history.outcomes.push_back(std::move(call));
        done(std::move(heard));
      });
}

}  // namespace yuheng::fault
