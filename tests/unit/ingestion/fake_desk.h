#ifndef YUHENG_TESTS_UNIT_INGESTION_FAKE_DESK_H_
#define YUHENG_TESTS_UNIT_INGESTION_FAKE_DESK_H_

#include <memory>
#include <string>

#include "services/budget/check.h"
#include "services/budget/department_list.h"
#include "services/ingestion/lifecycle/examination.h"
#include "services/ingestion/lifecycle/explanation.h"
#include "services/ingestion/lifecycle/outbox.h"
#include "services/ingestion/lifecycle/reception.h"
#include "services/ingestion/lifecycle/review.h"
#include "services/ingestion/store/submission_store.h"
#include "storage/testing/memory_store.h"
#include "tests/unit/ingestion/fake_documents.h"
#include "tests/unit/ingestion/fake_ledger.h"

namespace yuheng::ingestion {

inline constexpr absl::string_view kScience = "昌吉州科技局";
inline constexpr absl::string_view kEducation = "昌吉州教育局";

class SilentObserver final : public LifecycleObserver {
 public:
  void OnStateChange(const std::string&,
                     const storage::SubmissionRecord&) override {}
  void OnFinding(const std::string&, const std::string&, size_t,
                 const validation::v1::Finding&) override {}
};

// The domain over a store in memory that outlives restarts.
class FakeDesk {
 public:
  explicit FakeDesk(absl::string_view list = kFakeDepartments)
      : departments(budget::DepartmentList::Parse(list).value()) {
    Restart();
  }

  // As kill -9 and a new start: only what the store has is left.
  void Restart() {
    engine.Reopen();
    absl::StatusOr<std::unique_ptr<SubmissionStore>> opened =
        SubmissionStore::Open(&engine, nullptr, &departments, feed_options);
    YUHENG_CHECK(opened.ok());
    store = *std::move(opened);
    parts.departments = &departments;
    parts.store = store.get();
    parts.reader = ReadFake;
    parts.checker = &checker;
    parts.poster = &ledger;
    parts.observer = &observer;
    parts.now_unix_us = [this] { return ++now_unix_us; };
    parts.policy.accept_clean_at_once = auto_accept;
    parts.policy.waivers = waiver_policy;
    parts.policy.document_size_bytes_max = 1000;
    parts.form = &budget::StandardForm();
    receiver = std::make_unique<Receiver>(&parts);
    examiner = std::make_unique<Examiner>(&parts);
    outbox = std::make_unique<Outbox>(&parts);
    reviewer = std::make_unique<Reviewer>(&parts);
    explainer = std::make_unique<Explainer>(&parts);
  }

  static UploadHeader Header(const std::string& request_id) {
    UploadHeader header;
    header.request_id = request_id;
    header.stage = 4;
    header.actor = "clerk";
    return header;
  }

  absl::StatusOr<Reception> Receive(UploadHeader header, std::string bytes) {
    absl::StatusOr<PreparedUpload> prepared =
        receiver->Prepare(std::move(header), std::move(bytes));
    if (!prepared.ok()) return prepared.status();
    return receiver->Receive(*prepared);
  }
  absl::StatusOr<Reception> Receive(const std::string& request_id,
                                    std::string bytes) {
    return Receive(Header(request_id), std::move(bytes));
  }

  // What the service does by itself about a department, once.
  absl::Status Advance(const std::string& department = "206") {
    absl::Status status;
    for (const auto& entry : store->index().OpenOf(department)) {
      status.Update(examiner->Examine(department, entry.id, nullptr));
    }
    for (const Slot& slot : outbox->SlotsToDeliver(department)) {
      status.Update(outbox->Deliver(department, slot));
    }
    return status;
  }

  storage::SubmissionRecord Get(const std::string& id,
                                const std::string& department = "206") {
    absl::StatusOr<storage::SubmissionRecord> record =
        store->Get(department, id);
    YUHENG_CHECK(record.ok());
    return *record;
  }
  State StateOfId(const std::string& id) {
    return *StateFromNumber(Get(id).state);
  }

  const budget::DepartmentList departments;
  storage::MemoryStore engine;
  FakeChecker checker;
  FakeLedger ledger;
  SilentObserver observer;
  ProgressFeedOptions feed_options;
  bool auto_accept = true;
  WaiverPolicy waiver_policy;
  int64_t now_unix_us = 1'000'000;
  LifecycleParts parts;
  std::unique_ptr<SubmissionStore> store;
  std::unique_ptr<Receiver> receiver;
  std::unique_ptr<Examiner> examiner;
  std::unique_ptr<Outbox> outbox;
  std::unique_ptr<Reviewer> reviewer;
  std::unique_ptr<Explainer> explainer;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_TESTS_UNIT_INGESTION_FAKE_DESK_H_
