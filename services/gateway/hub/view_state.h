#ifndef YUHENG_SERVICES_GATEWAY_HUB_VIEW_STATE_H_
#define YUHENG_SERVICES_GATEWAY_HUB_VIEW_STATE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace google::protobuf {
class Descriptor;
}  // namespace google::protobuf

namespace yuheng::gateway {

// Rows of one watched view; more end it.
inline constexpr size_t kViewRowsMax = 200'000;

// What a watch has told so far: every row as it stands now, and at which
// revision it last changed. So anybody can be told what they missed. Messages
// are those of the watch's contract, serialized. Not thread-safe.
class ViewState {
 public:
  // What a message of upstream made of it.
  enum class Step {
    // A piece of something.
    kNothing,
    // All rows are other ones: a snapshot is complete.
    kReplaced,
    // Some rows are: an update is complete.
    kUpdated,
    // Nothing but time has passed.
    kProgressed,
  };

  virtual ~ViewState() = default;

  // INTERNAL for bytes that are no such message, or that do not follow from
  // those before; RESOURCE_EXHAUSTED, reason CALLS_TOO_MANY, for more than
  // kViewRowsMax rows.
  virtual absl::StatusOr<Step> Apply(const std::string& message) = 0;

  // Of the rows; -1 before the first snapshot is complete.
  virtual int64_t revision() const = 0;
  // Of the newest progress; at least that of the rows.
  virtual int64_t reached_revision() const = 0;
  // The lowest that ChangesAfter can start from.
  virtual int64_t oldest_revision() const = 0;

  virtual std::vector<std::string> Snapshot() const = 0;
  // Rows that changed after a revision from oldest_revision() on, as one update
  // that says so where it is made of several; empty when none did.
  virtual std::vector<std::string> ChangesAfter(int64_t revision) const = 0;
  // The newest update as upstream told it, and the revision that it follows.
  virtual const std::vector<std::string>& last_update() const = 0;
  virtual int64_t last_update_follows() const = 0;
  // Since the newest update; empty before there is one.
  virtual const std::string& progress() const = 0;
  // Says that a revision to resume from is no longer kept.
  virtual std::string Compacted() const = 0;

  // Of every message.
  virtual const google::protobuf::Descriptor& type() const = 0;
};

// A view that was asked for: the request without where to resume.
struct ViewRequest {
  std::string request;
  int64_t resume_revision = 0;
};

// Whether the method ("/package.Service/Method") is a watch whose views are
// shared.
bool IsShared(absl::string_view path);
// Of such a method. INVALID_ARGUMENT, reason FIELD_INVALID, for bytes that are
// no request of it.
absl::StatusOr<ViewRequest> ReadViewRequest(absl::string_view path,
                                            const std::string& request);
std::unique_ptr<ViewState> NewViewState(absl::string_view path);

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_HUB_VIEW_STATE_H_
