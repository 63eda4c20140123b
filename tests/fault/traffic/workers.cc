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
constexpr absl::Duration kVerifyPatience = absl::Seconds(5);

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

std::string DirectPostings::RequestId(const std::string& run, int number) {
  return absl::StrCat(run, "-direct-", number);
}

aggregation::v1::PostRequest DirectPoster::NewPosting() {
  aggregation::v1::PostRequest request;
  request.set_request_id(DirectPostings::RequestId(run(), postings_.Next()));
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
  Answer answer = client().Post(department_, request).answer;
  while (answer == Answer::kUnknown && !ends()) {
    Pause();
    answer =
        random().Percent(50)
            ? client().Post(department_, request).answer
            : client().GetOutcome(department_, request.request_id()).answer;
  }
}

void Auditor::Act() {
  const int64_t what = random().Between(1, 100);
  if (what <= 30) {
    // Of the past, or of what is about to be made.
    const int number =
        static_cast<int>(random().Between(1, postings_.count() + 3));
    client().GetOutcome(random().Pick(direct_departments_),
                        DirectPostings::RequestId(run(), number));
    return;
  }
  if (what <= 33) {
    return client().VerifyLedgers(random().Pick(direct_departments_),
                                  kVerifyPatience);
  }
  const bool past = newest_revision_ > 0 && random().Percent(40);
  const auto totals = client().ListTotals(
      random().Pick(scopes_), past ? random().Between(1, newest_revision_) : 0);
  if (totals) newest_revision_ = std::max(newest_revision_, totals->revision);
}

void StreamReader::Run() {
  while (!*parts_.ends) {
    watch_(absl::Milliseconds(parts_.random.Between(200, 4000)));
    absl::SleepFor(absl::Milliseconds(parts_.random.Between(0, kPauseMsMax)));
  }
}

}  // namespace yuheng::fault
