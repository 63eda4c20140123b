#include "tests/fault/simulation/clients.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/aggregation/posting/elimination.h"
#include "services/budget/rollup.h"
#include "services/ingestion/lifecycle/step.h"
#include "services/rpc/reason.h"
#include "storage/format/sha256.h"
#include "tests/fault/simulation/documents.h"
#include "tests/fault/simulation/postings.h"

namespace yuheng::fault {
namespace {

constexpr int64_t kPatience = 6 * kSecond;

const std::string& Any(const std::vector<std::string>& names, Random& random) {
  return names[static_cast<size_t>(
      random.Below(static_cast<int64_t>(names.size())))];
}

}  // namespace

void Client::Begin() {
  world().After(random().Below(pause_us_max_), [this] {
    if (stopped_) return;
    Act();
    Begin();
  });
}

void DecideOver(const Surroundings& around, const std::string& name,
                IngestionProcess::DecisionStep step,
                const ingestion::Decision& decision) {
  using Reply = std::string;
  World* world = around.stage.world;
  DecideCall call;
  call.time.begin_us = world->now_us();
  call.department = decision.department;
  call.submission = decision.id;
  call.decision = name;
  around.network->Ask<Reply>(
      absl::StrCat(name, " ", decision.id), kPatience,
      [ingestion = around.ingestion, step,
       decision](const Network::Answerer<Reply>& answer) {
        ingestion->Decide(step, decision, answer);
      },
      [world, history = around.stage.history,
       call](const absl::StatusOr<Reply>& reply) mutable {
        call.time.end_us = world->now_us();
        call.answer = AnswerOf(reply.status());
        if (call.answer == Answer::kRefused) {
          call.reason = rpc::DetailsOf(reply.status()).reason_name;
        }
        world->Trace(absl::StrCat(call.decision, " ", call.submission, ": ",
                                  static_cast<int>(call.answer), " ",
                                  call.reason));
        history->decisions.push_back(std::move(call));
      });
}

void Bureau::Act() {
  const int64_t what = random().Below(100);
  const std::string unit =
      units_.empty() || random().Chance(300) ? "" : Any(units_, random());
  if (uploads_.empty() || what < 55) return SendNew(NewBytes(), unit);
  const auto& upload = uploads_[static_cast<size_t>(
      random().Below(static_cast<int64_t>(uploads_.size())))];
  if (what < 70) return Send(upload);
  if (what < 78) return SendNew(upload->bytes, upload->header.unit);
  if (what < 84) {
    auto other = std::make_shared<Upload>(*upload);
    other->bytes = NewBytes();
    return Send(std::move(other));
  }
  Withdraw(*upload);
}

std::string Bureau::NewBytes() {
  DocumentPlan plan;
  plan.department = printed_name_;
  plan.fiscal_year = kYear;
  plan.error_count = random().Chance(150) ? 2 : 0;
  plan.unbalanced = random().Chance(100);
  return BytesOf(MakeDocument(plan, random()));
}

void Bureau::SendNew(std::string bytes, const std::string& unit) {
  auto upload = std::make_shared<Upload>();
  upload->header.department = department_;
  upload->header.request_id =
      absl::StrCat("upload-", department_, "-", ++requests_);
  upload->header.file_name = "budget.pb";
  upload->header.stage = kStage;
  upload->header.unit = unit;
  upload->header.fiscal_year = kYear;
  upload->header.actor = "clerk";
  upload->bytes = std::move(bytes);
  uploads_.push_back(upload);
  Send(std::move(upload));
}

void Bureau::Send(std::shared_ptr<Upload> upload) {
  using Reply = ingestion::Reception;
  SubmitCall call;
  call.time.begin_us = world().now_us();
  call.department = department_;
  call.request_id = upload->header.request_id;
  call.fiscal_year = kYear;
  call.stage = kStage;
  call.unit = upload->header.unit;
  call.sha256 = storage::ToHex(storage::Sha256(upload->bytes));
  network().Ask<Reply>(
      absl::StrCat("submit ", call.request_id), kPatience,
      [ingestion = around().ingestion,
       upload](const Network::Answerer<Reply>& answer) {
        ingestion->Submit(upload->header, upload->bytes, answer);
      },
      [this, call, upload](const absl::StatusOr<Reply>& reply) mutable {
        call.time.end_us = world().now_us();
        call.answer = AnswerOf(reply.status());
        if (call.answer == Answer::kApplied) {
          call.submission = reply->record.id;
          upload->submission = call.submission;
        } else if (call.answer == Answer::kRefused) {
          call.reason = rpc::DetailsOf(reply.status()).reason_name;
        }
        world().Trace(absl::StrCat("submit ", call.request_id, ": ",
                                   static_cast<int>(call.answer), " ",
                                   call.submission, call.reason));
        const bool again = call.answer == Answer::kUnknown && !stopped();
        history().submits.push_back(std::move(call));
        if (again) {
          world().After(random().Below(2 * kSecond),
                        [this, upload] { Send(upload); });
        }
      });
}

void Bureau::Withdraw(const Upload& upload) {
  if (upload.submission.empty()) return;
  DecideOver(around(), "WITHDRAW", &ingestion::Reviewer::Withdraw,
             {.department = department_,
              .id = upload.submission,
              .etag = "",
              .actor = "clerk",
              .reason = ""});
}

void ReviewSection::Act() {
  using Reply = std::vector<storage::SubmissionRecord>;
  const std::string department = Any(departments_, random());
  network().Ask<Reply>(
      "list", kPatience,
      [ingestion = around().ingestion,
       department](const Network::Answerer<Reply>& answer) {
        ingestion->List(department, answer);
      },
      [this, department](const absl::StatusOr<Reply>& reply) {
        if (!reply.ok()) return;
        for (const storage::SubmissionRecord& record : *reply) {
          if (ingestion::StateOf(record) != ingestion::State::kPendingReview ||
              random().Chance(300)) {
            continue;
          }
          const bool accept = random().Chance(750);
          DecideOver(
              around(), accept ? "ACCEPT" : "RETURN",
              accept ? &ingestion::Reviewer::Accept
                     : &ingestion::Reviewer::Return,
              {.department = department,
               .id = record.id,
               .etag = random().Chance(500) ? ingestion::EtagOf(record) : "",
               .actor = "reviewer",
               .reason = ""});
        }
      });
}

void DirectPoster::Act() {
  if (!postings_.empty() && random().Chance(250)) {
    aggregation::Posting again = postings_[static_cast<size_t>(
        random().Below(static_cast<int64_t>(postings_.size())))];
    // The same, or the id with other content.
    if (random().Chance(300)) again.stage = kStage + 1;
    return Send(again);
  }
  DocumentPlan plan;
  plan.fiscal_year = kYear;
  plan.unbalanced = random().Chance(100);
  ingestion::Posting posting;
  posting.department = kDirectDepartment;
  posting.request_id = absl::StrCat("direct-", ++requests_);
  posting.submission_id = absl::StrCat("d-", requests_);
  posting.slot = {kYear, random().Chance(800) ? kStage : kStage + 1, ""};
  posting.reverse = random().Chance(150);
  if (!posting.reverse) {
    posting.lines = budget::LedgerLinesOf(budget::StandardForm(),
                                          MakeDocument(plan, random()));
  }
  postings_.push_back(MessageOf(posting));
  Send(postings_.back());
}

void DirectPoster::Send(const aggregation::Posting& posting) {
  PostOver(network(), history(), around().aggregation, posting, kPatience,
           [this, posting](const absl::StatusOr<aggregation::Applied>& answer) {
             if (AnswerOf(answer.status()) != Answer::kUnknown || stopped()) {
               return;
             }
             world().After(random().Below(2 * kSecond),
                           [this, posting] { Send(posting); });
           });
}

void TransferDesk::Act() {
  const auto any = [this](const auto& list) -> const auto& {
    return list[static_cast<size_t>(
        random().Below(static_cast<int64_t>(list.size())))];
  };
  aggregation::Posting posting;
  posting.request_id = absl::StrCat("transfer-", ++requests_);
  posting.elimination = {"", "", "reviewer", "letter"};
  absl::StatusOr<aggregation::Posting> normal;
  if (!postings_.empty() && random().Chance(200)) {
    posting = any(postings_);
    // The same, or the id with other content.
    if (random().Chance(300)) posting.elimination->reason = "another letter";
    return Send(posting);
  }
  if (!declared_.empty() && random().Chance(300)) {
    std::tie(posting.department, posting.reverses_seq) = any(declared_);
    normal = aggregation::NormaliseEliminationReversal(std::move(posting));
  } else {
    static const auto* const parties =
        new std::vector<aggregation::Party>{{"205", ""},
                                            {"205", "205001"},
                                            {"205", "205002"},
                                            {"206", ""},
                                            {kDirectDepartment, ""}};
    const aggregation::Party& payer = any(*parties);
    const aggregation::Party& payee = any(*parties);
    posting.department = payee.department;
    posting.unit = payee.unit;
    posting.fiscal_year = kYear;
    posting.stage = random().Chance(800) ? kStage : kStage + 1;
    posting.elimination->payer_department = payer.department;
    posting.elimination->payer_unit = payer.unit;
    normal = aggregation::NormaliseElimination(
        std::move(posting),
        {random().Chance(500) ? "unit_upsub" : "unit_aff", "2060101",
         random().Chance(500) ? "basic" : "project",
         random().Between(1, 1'000'000)});
  }
  if (!normal.ok()) return;  // One party twice: no service is asked.
  postings_.push_back(*std::move(normal));
  Send(postings_.back());
}

void TransferDesk::Send(const aggregation::Posting& posting) {
  PostOver(network(), history(), around().aggregation, posting, kPatience,
           [this, posting](const absl::StatusOr<aggregation::Applied>& answer) {
             if (answer.ok() && !posting.reverse) {
               declared_.emplace_back(posting.department, answer->seq);
             }
             if (AnswerOf(answer.status()) != Answer::kUnknown || stopped()) {
               return;
             }
             world().After(random().Below(2 * kSecond),
                           [this, posting] { Send(posting); });
           });
}

void Auditor::Act() {
  const int64_t what = random().Below(100);
  if (what < 45) return AskOutcome();
  if (what < 80) return ReadTotals();
  if (what < 90) return ListEliminations();
  Verify();
}

void Auditor::AskOutcome() {
  std::string department = kDirectDepartment;
  std::string request_id;
  const std::vector<SubmitCall>& submits = history().submits;
  if (!submits.empty() && random().Chance(400)) {
    const SubmitCall& call = submits[static_cast<size_t>(
        random().Below(static_cast<int64_t>(submits.size())))];
    department = call.department;
    request_id = random().Chance(800)
                     ? ingestion::PostingRequestId(call.submission)
                     : ingestion::ReversalRequestId(call.submission);
  } else {
    // Of the past, or of what is about to be sent.
    const bool direct = random().Chance(700);
    if (!direct) department = Any(departments_, random());
    request_id =
        absl::StrCat(direct ? "direct-" : "transfer-", random().Between(1, 40));
  }
  OutcomeOver(network(), history(), around().aggregation, department,
              request_id, kPatience,
              [](const absl::StatusOr<storage::OutcomeRecord>&) {});
}

std::pair<aggregation::Scope, int64_t> Auditor::AnyScope() {
  aggregation::Scope scope{{kYear, kStage}, "", ""};
  if (random().Chance(300)) {
    scope.group = kGroup;
  } else if (random().Chance(500)) {
    scope.department = Any(departments_, random());
  }
  const bool past = newest_revision_ > 0 && random().Chance(400);
  return {scope, past ? random().Between(1, newest_revision_) : 0};
}

void Auditor::ReadTotals() {
  using Reply = AggregationProcess::TotalsAnswer;
  const auto [scope, revision] = AnyScope();
  TotalsCall call;
  call.time.begin_us = world().now_us();
  call.scope = around().aggregation->InHistory(scope);
  call.asked_revision = revision;
  network().Ask<Reply>(
      "totals", kPatience,
      [aggregation = around().aggregation, scope = scope,
       revision = revision](const Network::Answerer<Reply>& answer) {
        aggregation->ListTotals(scope, static_cast<uint64_t>(revision), answer);
      },
      [this, call](const absl::StatusOr<Reply>& reply) mutable {
        if (!reply.ok()) return;
        call.time.end_us = world().now_us();
        call.revision = static_cast<int64_t>(reply->revision);
        call.figures = reply->figures;
        newest_revision_ = std::max(newest_revision_, call.revision);
        world().Trace(absl::StrCat("totals at ", call.revision));
        history().totals.push_back(std::move(call));
      });
}

void Auditor::ListEliminations() {
  using Reply = aggregation::EliminationsReading;
  const auto [scope, revision] = AnyScope();
  EliminationsCall call;
  call.time.begin_us = world().now_us();
  call.scope = around().aggregation->InHistory(scope);
  network().Ask<Reply>(
      "eliminations", kPatience,
      [aggregation = around().aggregation, scope = scope,
       revision = revision](const Network::Answerer<Reply>& answer) {
        aggregation->ListEliminations(scope, static_cast<uint64_t>(revision),
                                      answer);
      },
      [this, call](const absl::StatusOr<Reply>& reply) mutable {
        if (!reply.ok()) return;
        call.time.end_us = world().now_us();
        call.revision = static_cast<int64_t>(reply->revision);
        for (const aggregation::ScopedElimination& e : reply->eliminations) {
          call.amounts_fen[absl::StrCat(e.department, "/", e.entry.seq)] =
              e.entry.leaves[0].amount_fen;
        }
        world().Trace(absl::StrCat(call.amounts_fen.size(), " eliminations at ",
                                   call.revision));
        history().eliminations.push_back(std::move(call));
      });
}

void Auditor::Verify() {
  using Reply = aggregation::Verification;
  network().Ask<Reply>(
      "verify", kPatience,
      [aggregation =
           around().aggregation](const Network::Answerer<Reply>& answer) {
        aggregation->Verify(answer);
      },
      [this](const absl::StatusOr<Reply>& reply) {
        if (!reply.ok()) return;
        world().Trace(absl::StrCat("verified ", reply->entry_count));
        for (const aggregation::Mismatch& mismatch : reply->mismatches) {
          // A disk that fails or a flip that is noticed: the run's own doing.
          if (mismatch.field == "storage") continue;
          history().complaints.push_back(
              {"verify_differs", aggregation::TextOf(mismatch).en});
        }
      });
}

void Watcher::Act() {
  if (connected_) return;
  connected_ = true;
  heard_ = false;
  const int connection = ++connection_;
  // A snapshot that was cut off is no place to go on from.
  const auto resume = static_cast<uint64_t>(in_snapshot_ ? 0 : revision_);
  in_snapshot_ = false;
  AggregationProcess::Reader reader;
  reader.pace_us = pace_us_;
  reader.hear = [this, connection](WatchMessage message) {
    if (connection == connection_) Hear(std::move(message));
  };
  reader.closed = [this, connection](const absl::Status& why) {
    if (connection != connection_) return;
    connected_ = false;
    if (rpc::ReasonOf(why) == rpc::Reason::kRevisionInFuture) {
      history().complaints.push_back(
          {"watch_order", absl::StrCat("stream ", name_, " heard revision ",
                                       revision_, ", which is in the future")});
      revision_ = 0;
    }
  };
  // A connection opens once, however often its first message arrives.
  auto first = std::make_shared<bool>(true);
  network().Send(absl::StrCat("watch ", name_), [this, first, resume, reader] {
    if (std::exchange(*first, false)) {
      around().aggregation->Watch(scope_, resume, reader);
    }
  });
  // Nobody may be there.
  world().After(kPatience, [this, connection] {
    if (connection == connection_ && !heard_) connected_ = false;
  });
}

void Watcher::Hear(WatchMessage message) {
  message.time_us = world().now_us();
  message.stream = name_;
  heard_ = true;
  switch (message.kind) {
    case WatchKind::kSnapshot:
      in_snapshot_ = !message.last;
      revision_ = message.revision;
      break;
    case WatchKind::kDelta:
      if (message.last) revision_ = message.revision;
      break;
    case WatchKind::kProgress:
      revision_ = message.revision;
      break;
    case WatchKind::kOpened:
    case WatchKind::kCompacted:
      break;
  }
  world().Trace(absl::StrCat("stream ", name_, " hears ",
                             static_cast<int>(message.kind), " at ",
                             message.revision));
  history().watches.push_back(std::move(message));
}

}  // namespace yuheng::fault
