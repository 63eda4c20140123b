// The methods of IngestionServiceImpl about the department list.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/ingestion_service.h"
#include "services/rpc/resource_name.h"
#include "services/rpc/status.h"

namespace yuheng::ingestion {
namespace {

constexpr int kDepartmentsPageDefault = 200;

// With the units that the caller works for.
void FillDepartment(const std::string& division,
                    const budget::Department& listed, const rpc::Caller& caller,
                    v1::Department* message) {
  message->set_name(rpc::DepartmentName(division, listed.code));
  message->set_display_name(listed.name);
  for (const std::string& alias : listed.aliases) message->add_aliases(alias);
  message->set_kind(listed.kind);
  for (const budget::DepartmentUnit& unit : listed.units) {
    if (!caller.Reaches(unit.code)) continue;
    v1::Unit* added = message->add_units();
    added->set_name(rpc::UnitName(division, listed.code, unit.code));
    added->set_display_name(unit.name);
  }
  for (const std::string& group : listed.groups) message->add_groups(group);
  for (const std::string& contact : listed.contacts) {
    message->add_contacts(contact);
  }
  for (const int stage : listed.stages) {
    message->add_required_stages(static_cast<budget::v1::Stage>(stage));
  }
  message->set_confirmation_required(listed.confirmation_required);
}

}  // namespace

grpc::ServerUnaryReactor* IngestionServiceImpl::ListDepartments(
    grpc::CallbackServerContext* context,
    const v1::ListDepartmentsRequest* request,
    v1::ListDepartmentsResponse* response) {
  return Answer(context, *request,
                [this, request, response](const rpc::Caller& caller) {
                  return FillDepartments(*request, caller, response);
                });
}

absl::Status IngestionServiceImpl::FillDepartments(
    const v1::ListDepartmentsRequest& request, const rpc::Caller& caller,
    v1::ListDepartmentsResponse* response) const {
  const Prefecture& prefecture = options_.prefecture;
  const absl::StatusOr<std::string> only =
      ParseParent(prefecture, request.parent());
  if (!only.ok()) return only.status();
  if (request.page_size() < 0 || request.page_size() > kPageSizeMax) {
    return rpc::MakeFieldError({{"page_size", "1 to 1000, or 0 for 200"}});
  }
  if (!only->empty()) {
    const budget::Department* listed =
        prefecture.departments->FindByCode(*only);
    if (listed == nullptr) return rpc::MakeError(rpc::Reason::kNotFound);
    FillDepartment(prefecture.division, *listed, caller,
                   response->add_departments());
    return absl::OkStatus();
  }
  const std::vector<budget::Department>& all =
      prefecture.departments->departments();
  // The token is the place of the next one; the list stays as it is as long as
  // this process runs.
  size_t at = 0;
  if (!request.page_token().empty() &&
      (!absl::SimpleAtoi(request.page_token(), &at) || at > all.size())) {
    return rpc::MakeFieldError(
        {{"page_token", "not the token of a previous response"}});
  }
  const size_t size =
      request.page_size() == 0 ? kDepartmentsPageDefault : request.page_size();
  const size_t end = std::min(all.size(), at + size);
  for (; at < end; ++at) {
    FillDepartment(prefecture.division, all[at], caller,
                   response->add_departments());
  }
  if (end < all.size()) response->set_next_page_token(absl::StrCat(end));
  return absl::OkStatus();
}

}  // namespace yuheng::ingestion
