#ifndef YUHENG_STORAGE_TESTING_FORWARDING_STORE_H_
#define YUHENG_STORAGE_TESTING_FORWARDING_STORE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "storage/store.h"

namespace yuheng::storage {

// A store that asks another one, for a test that overrides what is to be
// different. Thread-safe as that one is; CopyTo and CheckFiles are Store's.
class ForwardingStore : public Store {
 public:
  // `store` must outlive it.
  explicit ForwardingStore(Store* store) : store_(*store) {}

  std::vector<CommitResult> CommitAll(
      absl::Span<const Commit> commits) override {
    return store_.CommitAll(commits);
  }
  absl::StatusOr<Head> GetHead(absl::string_view partition) const override {
    return store_.GetHead(partition);
  }
  absl::StatusOr<std::optional<std::string>> Get(
      absl::string_view partition, absl::string_view key) const override {
    return store_.Get(partition, key);
  }
  absl::Status Scan(absl::string_view partition, absl::string_view from,
                    absl::string_view to, const Visitor& visit) const override {
    return store_.Scan(partition, from, to, visit);
  }
  absl::Status ListPartitions(
      const std::function<bool(absl::string_view)>& visit) const override {
    return store_.ListPartitions(visit);
  }
  absl::Status CheckEpoch() override { return store_.CheckEpoch(); }

 private:
  Store& store_;
};

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_TESTING_FORWARDING_STORE_H_
