#include "services/rpc/resource_name.h"

#include <algorithm>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace yuheng::rpc {
namespace {

// Longer texts are not names; also bounds what an error repeats.
constexpr size_t kNameLengthMax = 256;

absl::string_view Pattern(ResourceKind kind) {
  switch (kind) {
    case ResourceKind::kPrefecture:
      return "prefectures/{division}";
    case ResourceKind::kGroup:
      return "prefectures/{division}/groups/{group}";
    case ResourceKind::kDepartment:
      return "prefectures/{division}/departments/{department}";
    case ResourceKind::kUnit:
      return "prefectures/{division}/departments/{department}/units/{unit}";
    case ResourceKind::kSubmission:
      return "prefectures/{division}/departments/{department}/submissions/"
             "{submission}";
    case ResourceKind::kWaiver:
      return "prefectures/{division}/departments/{department}/submissions/"
             "{submission}/waivers/{waiver}";
    case ResourceKind::kEntry:
      return "prefectures/{division}/departments/{department}/ledger/entries/"
             "{seq}";
  }
  return "";
}

absl::Status Wrong(absl::string_view name, absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", name, "\" is not a resource name: ", why));
}

bool ParseSeq(absl::string_view text, int64_t* seq) {
  if (text.empty() || text[0] < '1' || text[0] > '9') return false;
  if (!std::all_of(text.begin(), text.end(), absl::ascii_isdigit)) {
    return false;
  }
  return absl::SimpleAtoi(text, seq);
}

// Fills what follows the department.
absl::Status ParseBelowDepartment(absl::string_view name,
                                  const std::vector<absl::string_view>& parts,
                                  ResourceName* result) {
  if (parts.size() == 6 && parts[4] == "units") {
    result->kind = ResourceKind::kUnit;
    result->unit = std::string(parts[5]);
    if (!IsResourceId(parts[5])) return Wrong(name, "bad unit code");
    return absl::OkStatus();
  }
  if (parts.size() == 6 && parts[4] == "submissions") {
    result->kind = ResourceKind::kSubmission;
    result->submission = std::string(parts[5]);
    if (!IsResourceId(parts[5])) return Wrong(name, "bad submission id");
    return absl::OkStatus();
  }
  if (parts.size() == 8 && parts[4] == "submissions" && parts[6] == "waivers") {
    result->kind = ResourceKind::kWaiver;
    result->submission = std::string(parts[5]);
    result->waiver = std::string(parts[7]);
    if (!IsResourceId(parts[5])) return Wrong(name, "bad submission id");
    if (!IsResourceId(parts[7])) return Wrong(name, "bad waiver id");
    return absl::OkStatus();
  }
  if (parts.size() == 7 && parts[4] == "ledger" && parts[5] == "entries") {
    result->kind = ResourceKind::kEntry;
    if (!ParseSeq(parts[6], &result->seq)) {
      return Wrong(name, "an entry's seq is a positive whole number");
    }
    return absl::OkStatus();
  }
  return Wrong(name,
               "below a department there are units/{unit}, "
               "submissions/{submission}, .../waivers/{waiver} and "
               "ledger/entries/{seq}");
}

}  // namespace

std::string ResourceName::ToString() const {
  switch (kind) {
    case ResourceKind::kPrefecture:
      return PrefectureName(division);
    case ResourceKind::kGroup:
      return GroupName(division, group);
    case ResourceKind::kDepartment:
      return DepartmentName(division, department);
    case ResourceKind::kUnit:
      return UnitName(division, department, unit);
    case ResourceKind::kSubmission:
      return SubmissionName(division, department, submission);
    case ResourceKind::kWaiver:
      return WaiverName(division, department, submission, waiver);
    case ResourceKind::kEntry:
      return EntryName(division, department, seq);
  }
  return "";
}

absl::StatusOr<ResourceName> ParseResourceName(absl::string_view name) {
  if (name.size() > kNameLengthMax) {
    return Wrong(absl::StrCat(name.substr(0, 64), "..."),
                 absl::StrCat("longer than ", kNameLengthMax, " bytes"));
  }
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() < 2 || parts[0] != "prefectures") {
    return Wrong(name, "it starts with prefectures/{division}");
  }
  ResourceName result;
  result.division = std::string(parts[1]);
  if (!IsDivision(parts[1])) {
    return Wrong(name, "a division code is six digits, such as 652300");
  }
  if (parts.size() == 2) return result;
  if (parts.size() >= 4 && parts[2] == "groups") {
    result.kind = ResourceKind::kGroup;
    result.group = absl::StrJoin(parts.begin() + 3, parts.end(), "/");
    if (std::find(parts.begin() + 3, parts.end(), "") != parts.end()) {
      return Wrong(name, "a group has names that are not empty between the /");
    }
    return result;
  }
  if (parts.size() < 4 || parts[2] != "departments") {
    return Wrong(name,
                 "below a prefecture there are departments/{department} and "
                 "groups/{group}");
  }
  result.kind = ResourceKind::kDepartment;
  result.department = std::string(parts[3]);
  if (!IsResourceId(parts[3])) return Wrong(name, "bad department code");
  if (parts.size() == 4) return result;
  if (absl::Status status = ParseBelowDepartment(name, parts, &result);
      !status.ok()) {
    return status;
  }
  return result;
}

absl::StatusOr<ResourceName> ParseResourceName(
    absl::string_view name, absl::Span<const ResourceKind> kinds) {
  absl::StatusOr<ResourceName> result = ParseResourceName(name);
  if (!result.ok()) return result;
  if (std::find(kinds.begin(), kinds.end(), result->kind) != kinds.end()) {
    return result;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", name, "\" is a ", Pattern(result->kind), ", but here stands ",
      absl::StrJoin(kinds, " or ", [](std::string* out, ResourceKind kind) {
        absl::StrAppend(out, Pattern(kind));
      })));
}

absl::StatusOr<ResourceName> ParseResourceName(absl::string_view name,
                                               ResourceKind kind) {
  return ParseResourceName(name, absl::MakeConstSpan(&kind, 1));
}

std::string PrefectureName(absl::string_view division) {
  return absl::StrCat("prefectures/", division);
}

std::string GroupName(absl::string_view division, absl::string_view group) {
  return absl::StrCat("prefectures/", division, "/groups/", group);
}

std::string DepartmentName(absl::string_view division,
                           absl::string_view department) {
  return absl::StrCat("prefectures/", division, "/departments/", department);
}

std::string UnitName(absl::string_view division, absl::string_view department,
                     absl::string_view unit) {
  return absl::StrCat(DepartmentName(division, department), "/units/", unit);
}

std::string SubmissionName(absl::string_view division,
                           absl::string_view department,
                           absl::string_view submission) {
  return absl::StrCat(DepartmentName(division, department), "/submissions/",
                      submission);
}

std::string WaiverName(absl::string_view division, absl::string_view department,
                       absl::string_view submission, absl::string_view waiver) {
  return absl::StrCat(SubmissionName(division, department, submission),
                      "/waivers/", waiver);
}

std::string EntryName(absl::string_view division, absl::string_view department,
                      int64_t seq) {
  return absl::StrCat(DepartmentName(division, department), "/ledger/entries/",
                      seq);
}

bool IsResourceId(absl::string_view text) {
  if (text.empty() || text.size() > kResourceIdLengthMax ||
      !absl::ascii_isalnum(text[0])) {
    return false;
  }
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '.' || c == '_' || c == '-';
  });
}

bool IsDivision(absl::string_view text) {
  return text.size() == 6 &&
         std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

}  // namespace yuheng::rpc
