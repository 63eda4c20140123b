#include "tests/fault/traffic/workers.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/rpc/resource_name.h"
#include "storage/format/sha256.h"

namespace yuheng::fault {
namespace {

constexpr int64_t kPauseMsMax = 20;
constexpr absl::Duration kLedgerPatience = absl::Seconds(5);
// Of one desk, so that a long run does not fill the ledgers.
constexpr size_t kInForceMax = 20;

// Whether neither is a part of the other.
bool AreApart(const Party& a, const Party& b) {
  return a.department != b.department ||
         (!a.unit.empty() && !b.unit.empty() && a.unit != b.unit);
}

}  // namespace

void Worker::Pause() {
  absl::SleepFor(absl::Milliseconds(random().Between(0, kPauseMsMax)));
}

void Worker::Run() {
  while (!ends()) {
    Act();
    Pause();
  }
}

void Bureau::Act() {
  const int64_t what = random().Between(1, 100);
  if (sent_.empty() || what <= 50) {
    Upload upload;
    upload.department = documents_.department;
    upload.request_id = absl::StrCat(run(), "-upload-", documents_.department,
                                     "-", sent_.size() + 1);
    upload.fiscal_year = fiscal_year();
    upload.stage = kBureauStage;
    upload.bytes = random().Pick(documents_.texts);
    sent_.push_back({std::move(upload), ""});
    return Send(&sent_.back());
  }
  Sent& earlier = sent_[random().Index(sent_.size())];
  if (what <= 65) return Send(&earlier);
  if (what <= 75) {
    Sent other = earlier;
    other.upload.bytes = random().Pick(documents_.texts);
    return Send(&other);
  }
  if (earlier.submission.empty()) return;
  client().Decide(
      "WITHDRAW",
      rpc::SubmissionName(client().division(), documents_.department,
                          earlier.submission),
      "");
}

void Bureau::Send(Sent* sent) {
  SubmitCall call;
  do {
    call = client().Submit(sent->upload);
    if (call.answer == Answer::kApplied) sent->submission = call.submission;
    if (call.answer == Answer::kUnknown) Pause();
  } while (call.answer == Answer::kUnknown && !ends());
}

void ReviewSection::Act() {
  const auto submissions =
      client().ListSubmissions(random().Pick(departments_));
  if (!submissions) return;
  for (const ingestion::v1::Submission& submission : *submissions) {
    if (submission.state() != ingestion::v1::SUBMISSION_STATE_PENDING_REVIEW ||
        submission.fiscal_year() != fiscal_year() || random().Percent(30)) {
      continue;
    }
    client().Decide(random().Percent(75) ? "ACCEPT" : "RETURN",
                    submission.name(),
                    random().Percent(50) ? submission.etag() : "");
    if (ends()) return;
  }
}

std::string RequestNumbers::Id(const std::string& run, int number) const {
  return absl::StrCat(run, "-", word_, "-", number);
}

std::pair<std::string, std::string> RequestNumbers::Any(
    const std::string& run, cli::Random& random) const {
  const int number = static_cast<int>(random.Between(1, count_ + 3));
  return {random.Pick(departments_), Id(run, number)};
}

template <typename Request>
int64_t Poster::Settle(const std::string& department, const Request& request) {
  const auto post = [&] {
    const PostCall call = client().Post(department, request);
    return std::pair(call.answer, call.seq);
  };
  const auto ask = [&] {
    const OutcomeCall call =
        client().GetOutcome(department, request.request_id());
    return std::pair(call.answer, call.seq);
  };
  auto heard = post();
  while (heard.first == Answer::kUnknown && !ends()) {
    Pause();
    heard = random().Percent(50) ? post() : ask();
  }
  return heard.second;
}

aggregation::v1::PostRequest DirectPoster::NewPosting() {
  aggregation::v1::PostRequest request;
  request.set_request_id(numbers_.Next(run()));
  request.set_fiscal_year(fiscal_year());
  request.set_stage(static_cast<budget::v1::Stage>(
      random().Percent(80) ? kDirectStage : kOtherDirectStage));
  // One stage is reported as a whole, the other mostly by units.
  if (request.stage() == kOtherDirectStage && random().Percent(70)) {
    request.set_unit(absl::StrCat(department_, "00", random().Between(1, 2)));
  }
  request.set_submission(rpc::SubmissionName(client().division(), department_,
                                             request.request_id()));
  request.set_document_sha256(
      storage::ToHex(storage::Sha256(request.request_id())));
  request.set_reverse(random().Percent(15));
  if (!request.reverse()) {
    FillPosting(random().Percent(10) ? Balance::kBroken : Balance::kHeld,
                random(), &request);
  }
  return request;
}

void DirectPoster::Act() {
  if (posted_.empty() || random().Percent(75)) posted_.push_back(NewPosting());
  aggregation::v1::PostRequest request =
      random().Percent(75) ? posted_.back()
                           : posted_[random().Index(posted_.size())];
  // The id with other content.
  if (random().Percent(8)) {
    request.set_stage(static_cast<budget::v1::Stage>(
        request.stage() == kDirectStage ? kOtherDirectStage : kDirectStage));
  }
  Settle(department_, request);
}

std::string TransferDesk::NameOf(const Party& party) {
  return party.unit.empty()
             ? rpc::DepartmentName(client().division(), party.department)
             : rpc::UnitName(client().division(), party.department, party.unit);
}

std::optional<TransferDesk::Asked> TransferDesk::NewRequest() {
  const auto fill = [this](auto request) {
    request.set_request_id(numbers_.Next(run()));
    request.set_actor("fault-traffic");
    request.set_reason("letter");
    return request;
  };
  if (!declared_.empty() &&
      (declared_.size() >= kInForceMax || random().Percent(30))) {
    const size_t at = random().Index(declared_.size());
    const auto [department, seq] = declared_[at];
    // Now and then it is reversed twice.
    if (random().Percent(80)) {
      declared_.erase(declared_.begin() + static_cast<ptrdiff_t>(at));
    }
    auto request = fill(aggregation::v1::ReverseEliminationRequest());
    request.set_name(rpc::EntryName(client().division(), department, seq));
    return Asked{department, std::move(request)};
  }
  const Party& payer = random().Pick(parties_);
  const Party& payee = random().Pick(parties_);
  // What is no transfer is refused before any ledger hears of it.
  if (!AreApart(payer, payee)) return std::nullopt;
  auto request = fill(aggregation::v1::DeclareEliminationRequest());
  request.set_payer(NameOf(payer));
  request.set_payee(NameOf(payee));
  request.set_fiscal_year(fiscal_year());
  request.set_stage(static_cast<budget::v1::Stage>(
      random().Pick<int>({kBureauStage, kDirectStage, kOtherDirectStage})));
  *request.mutable_transfer() = MakeTransfer(random());
  return Asked{payee.department, std::move(request)};
}

void TransferDesk::Act() {
  if (asked_.empty() || random().Percent(75)) {
    auto made = NewRequest();
    if (!made) return;
    asked_.push_back(*std::move(made));
  }
  Asked asked = random().Percent(75) ? asked_.back()
                                     : asked_[random().Index(asked_.size())];
  const bool declares = asked.request.index() == 0;
  std::visit(
      [&](auto& request) {
        // The id with other content.
        if (random().Percent(8)) request.set_reason("another letter");
        const int64_t seq = Settle(asked.department, request);
        if (seq > 0 && declares) declared_.emplace_back(asked.department, seq);
      },
      asked.request);
}

void Auditor::Act() {
  const int64_t what = random().Between(1, 100);
  if (what <= 30) {
    const auto [department, request_id] =
        random().Pick(numbers_)->Any(run(), random());
    client().GetOutcome(department, request_id);
    return;
  }
  if (what <= 33) {
    return client().VerifyLedgers(random().Pick(departments_), kLedgerPatience);
  }
  const bool past = newest_revision_ > 0 && random().Percent(40);
  const int64_t revision = past ? random().Between(1, newest_revision_) : 0;
  const TotalsScope& scope = random().Pick(scopes_);
  if (what <= 45) return client().ListEliminations(scope, revision);
  const auto totals = client().ListTotals(scope, revision);
  if (totals) newest_revision_ = std::max(newest_revision_, totals->revision);
}

void StreamReader::Run() {
  while (!*parts_.ends) {
    watch_(absl::Milliseconds(parts_.random.Between(200, 4000)));
    absl::SleepFor(absl::Milliseconds(parts_.random.Between(0, kPauseMsMax)));
  }
}

}  // namespace yuheng::fault
