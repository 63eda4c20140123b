// Resource names, as in every contract (AIP-122):
//   prefectures/652300
//   prefectures/652300/groups/昌吉市/教育系统
//   prefectures/652300/departments/104
//   prefectures/652300/departments/104/units/104001
//   prefectures/652300/departments/104/submissions/s-7f3a
//   prefectures/652300/departments/104/submissions/s-7f3a/waivers/0907287b
//   prefectures/652300/departments/104/ledger/entries/12
// A division code is six digits. A department, unit, submission or waiver id is
// 1 to 64 of A-Z a-z 0-9 . _ - and starts with a letter or digit. A group is
// all that follows groups/: one or more names that are not empty, separated by
// /, in UTF-8 as the department list writes them. A seq is a positive int64
// without leading zeros.
#ifndef YUHENG_SERVICES_RPC_RESOURCE_NAME_H_
#define YUHENG_SERVICES_RPC_RESOURCE_NAME_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace yuheng::rpc {

inline constexpr int kResourceIdLengthMax = 64;

enum class ResourceKind {
  kPrefecture,
  kGroup,
  kDepartment,
  kUnit,
  kSubmission,
  kWaiver,
  kEntry,
};

// A parsed name. Parts that the kind does not have are empty, or 0.
struct ResourceName {
  ResourceKind kind = ResourceKind::kPrefecture;
  std::string division;
  std::string group;
  std::string department;
  std::string unit;
  std::string submission;
  std::string waiver;
  int64_t seq = 0;

  // The name as text; the inverse of ParseResourceName.
  std::string ToString() const;

  friend bool operator==(const ResourceName&, const ResourceName&) = default;
};

// INVALID_ARGUMENT, saying which part is wrong and the pattern that was
// expected.
absl::StatusOr<ResourceName> ParseResourceName(absl::string_view name);
// The same, and one of these kinds.
absl::StatusOr<ResourceName> ParseResourceName(
    absl::string_view name, absl::Span<const ResourceKind> kinds);
absl::StatusOr<ResourceName> ParseResourceName(absl::string_view name,
                                               ResourceKind kind);

// Names from parts that are known to be well formed.
std::string PrefectureName(absl::string_view division);
std::string GroupName(absl::string_view division, absl::string_view group);
std::string DepartmentName(absl::string_view division,
                           absl::string_view department);
std::string UnitName(absl::string_view division, absl::string_view department,
                     absl::string_view unit);
std::string SubmissionName(absl::string_view division,
                           absl::string_view department,
                           absl::string_view submission);
std::string WaiverName(absl::string_view division, absl::string_view department,
                       absl::string_view submission, absl::string_view waiver);
std::string EntryName(absl::string_view division, absl::string_view department,
                      int64_t seq);

// Whether the text may stand as a department, unit, submission or waiver id.
bool IsResourceId(absl::string_view text);
// Whether the text is a six-digit division code.
bool IsDivision(absl::string_view text);

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_RESOURCE_NAME_H_
