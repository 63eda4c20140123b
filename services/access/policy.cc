#include "services/access/policy.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"
#include "yuheng/budget/v1/vocabulary.pb.h"

namespace yuheng::access {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Every service that has a contract. One that is not here is closed to all.
constexpr const char* kServices[] = {"yuheng.aggregation.v1.AggregationService",
                                     "yuheng.audit.v1.AuditLogService",
                                     "yuheng.ingestion.v1.IngestionService",
                                     "yuheng.operations.v1.BackupService",
                                     "yuheng.reporting.v1.ReportingService",
                                     "yuheng.validation.v1.ValidationService"};

using Methods = std::map<const google::protobuf::Descriptor*,
                         const google::protobuf::MethodDescriptor*>;

// By request; without the services that are not part of this program.
Methods AllMethods() {
  Methods methods;
  for (const char* name : kServices) {
    const auto* service =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
            name);
    for (int i = 0; service != nullptr && i < service->method_count(); ++i) {
      const auto* method = service->method(i);
      if (method->options().HasExtension(v1::access)) {
        methods.emplace(method->input_type(), method);
      }
    }
  }
  return methods;
}

const google::protobuf::MethodDescriptor* MethodOf(
    const google::protobuf::Descriptor& request) {
  static const auto* const methods = new Methods(AllMethods());
  const auto found = methods->find(&request);
  return found == methods->end() ? nullptr : found->second;
}

// What a role's holder sees of what it may do.
enum class Reach { kOwnDepartments, kPublished, kPrefecture };

Reach ReachOf(Role role) {
  switch (role) {
    case v1::ROLE_CLERK:
    case v1::ROLE_DEPARTMENT_HEAD:
      return Reach::kOwnDepartments;
    case v1::ROLE_VIEWER:
      return Reach::kPublished;
    default:
      return Reach::kPrefecture;
  }
}

// The message that holds the last field of `path` and that field. The contract
// is checked by a test, so there is one.
std::pair<const Message*, const FieldDescriptor*> FieldAt(
    const Message& request, const std::string& path) {
  const Message* message = &request;
  const FieldDescriptor* field = nullptr;
  for (const absl::string_view name : absl::StrSplit(path, '.')) {
    if (field != nullptr) {
      message = &message->GetReflection()->GetMessage(*message, field);
    }
    field = message->GetDescriptor()->FindFieldByName(std::string(name));
  }
  return {message, field};
}

bool HasField(const google::protobuf::Descriptor& request,
              absl::string_view path) {
  const google::protobuf::Descriptor* message = &request;
  for (const absl::string_view name : absl::StrSplit(path, '.')) {
    const FieldDescriptor* field =
        message == nullptr ? nullptr
                           : message->FindFieldByName(std::string(name));
    if (field == nullptr) return false;
    message = field->message_type();
  }
  return true;
}

std::string TextAt(const Message& request, const std::string& path) {
  const auto [message, field] = FieldAt(request, path);
  return message->GetReflection()->GetString(*message, field);
}

bool Published(const Message& request, const std::string& path) {
  const auto [message, field] = FieldAt(request, path);
  switch (message->GetReflection()->GetEnumValue(*message, field)) {
    case budget::v1::STAGE_APPROVED:
    case budget::v1::STAGE_ADJUSTED:
    case budget::v1::STAGE_FINAL:
      return true;
    default:
      return false;
  }
}

// The names of a batch's items.
void AddItemNames(const Message& request, const std::string& path,
                  Target* target) {
  const FieldDescriptor* items = request.GetDescriptor()->FindFieldByName(path);
  const google::protobuf::Reflection* reflection = request.GetReflection();
  for (int i = 0; i < reflection->FieldSize(request, items); ++i) {
    target->names.push_back(
        TextAt(reflection->GetRepeatedMessage(request, items, i), "name"));
  }
}

absl::Status RoleMissing(absl::string_view zh = "", absl::string_view en = "") {
  return rpc::MakeError(rpc::Reason::kRoleMissing, zh, en);
}

bool Contains(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// Codes of the units that somebody works for in a department.
std::vector<std::string> OwnUnits(const Identity& identity,
                                  const std::string& department) {
  const std::string prefix = absl::StrCat(department, "/");
  std::vector<std::string> units;
  for (const std::string& unit : identity.units) {
    if (absl::StartsWith(unit, prefix)) {
      units.push_back(unit.substr(prefix.size()));
    }
  }
  return units;
}

// For who does not work for the whole department that is named.
absl::Status CheckOwnUnit(const Identity& identity, const v1::Access& access,
                          const Message& request,
                          const rpc::ResourceName& name) {
  const std::vector<std::string> own = OwnUnits(identity, name.department);
  if (own.empty()) return rpc::MakeError(rpc::Reason::kNotFound);
  const std::string unit =
      access.unit().empty() ? name.unit : TextAt(request, access.unit());
  if (Contains(own, unit)) return absl::OkStatus();
  if (!unit.empty()) return rpc::MakeError(rpc::Reason::kNotFound);
  if (access.by_unit()) return absl::OkStatus();
  if (access.unit().empty()) return rpc::MakeError(rpc::Reason::kNotFound);
  return RoleMissing("您只能办理所属预算单位的业务，请指明预算单位",
                     "your role is for your own units only: name one");
}

absl::Status CheckOwn(const Identity& identity, const v1::Access& access,
                      const Message& request) {
  for (const std::string& path : access.names()) {
    const auto name = rpc::ParseResourceName(TextAt(request, path));
    if (name.ok() && name->department.empty()) {
      return RoleMissing("您的岗位只能办理本部门的业务，请指明部门",
                         "your role is for your own department only: name it");
    }
    if (!name.ok()) return rpc::MakeError(rpc::Reason::kNotFound);
    if (Contains(identity.departments, name->department)) continue;
    const absl::Status status = CheckOwnUnit(identity, access, request, *name);
    if (!status.ok()) return status;
  }
  // What names nothing may only be what is everybody's.
  if (access.names().empty() && access.action() != v1::ACTION_READ_CATALOGUE) {
    return RoleMissing();
  }
  return absl::OkStatus();
}

absl::Status CheckPublished(const v1::Access& access, const Message& request) {
  for (const std::string& path : access.stages()) {
    if (!Published(request, path)) {
      return RoleMissing("只能查看已批复、调整或决算阶段的数据",
                         "only figures of the stages approved, adjusted and "
                         "final are public");
    }
  }
  return absl::OkStatus();
}

// With the widest reach that a role of the identity has for this.
absl::Status CheckReach(const Identity& identity, const v1::Access& access,
                        const Message& request) {
  absl::Status refused = RoleMissing();
  for (const Role role : identity.roles) {
    if (!MayDo(role, access.action())) continue;
    switch (ReachOf(role)) {
      case Reach::kPrefecture:
        return absl::OkStatus();
      case Reach::kPublished:
        refused = CheckPublished(access, request);
        break;
      case Reach::kOwnDepartments:
        refused = CheckOwn(identity, access, request);
        break;
    }
    if (refused.ok()) return refused;
  }
  return refused;
}

}  // namespace

const v1::Access* AccessOf(const google::protobuf::Descriptor& request) {
  const auto* method = MethodOf(request);
  return method == nullptr ? nullptr
                           : &method->options().GetExtension(v1::access);
}

bool Changes(Action action) {
  switch (action) {
    case v1::ACTION_READ_CATALOGUE:
    case v1::ACTION_READ_FIGURES:
    case v1::ACTION_READ_DEPARTMENT:
    case v1::ACTION_READ_PREFECTURE:
    case v1::ACTION_READ_AUDIT_LOG:
    case v1::ACTION_AUDIT:
      return false;
    default:
      return true;
  }
}

Target TargetOf(const Message& request) {
  Target target;
  const auto* method = MethodOf(*request.GetDescriptor());
  if (method == nullptr) return target;
  const v1::Access& access = method->options().GetExtension(v1::access);
  target.method = method->full_name();
  target.action = access.action();
  for (const std::string& path : access.names()) {
    std::string name = TextAt(request, path);
    if (!name.empty()) target.names.push_back(std::move(name));
  }
  if (!access.items().empty()) AddItemNames(request, access.items(), &target);
  const char* const kRequestIds[] = {"request_id", "header.request_id"};
  for (const char* path : kRequestIds) {
    if (HasField(*request.GetDescriptor(), path)) {
      target.request_id = TextAt(request, path);
    }
  }
  return target;
}

bool MayDo(Role role, Action action) {
  // Rules and the like are nobody's secret.
  if (action == v1::ACTION_READ_CATALOGUE) return role != v1::ROLE_UNSPECIFIED;
  const bool of_department =
      action == v1::ACTION_READ_FIGURES || action == v1::ACTION_READ_DEPARTMENT;
  const bool reads = of_department || action == v1::ACTION_READ_PREFECTURE;
  switch (role) {
    case v1::ROLE_CLERK:
      return of_department || action == v1::ACTION_SUBMIT;
    case v1::ROLE_DEPARTMENT_HEAD:
      return of_department || action == v1::ACTION_SUBMIT ||
             action == v1::ACTION_CONFIRM;
    case v1::ROLE_REVIEWER:
      return reads || action == v1::ACTION_REVIEW;
    case v1::ROLE_FINANCE_HEAD:
      return reads || action == v1::ACTION_REVIEW ||
             action == v1::ACTION_ACCEPT || action == v1::ACTION_AUDIT;
    case v1::ROLE_AUDITOR:
      return reads || action == v1::ACTION_AUDIT ||
             action == v1::ACTION_READ_AUDIT_LOG;
    case v1::ROLE_VIEWER:
      return action == v1::ACTION_READ_FIGURES;
    case v1::ROLE_OPERATOR:
      return action == v1::ACTION_OPERATE;
    case v1::ROLE_SERVICE:
      return reads || action == v1::ACTION_SERVE;
    default:
      return false;
  }
}

absl::Status Judge(const Identity& identity, const Message& request) {
  const v1::Access* access = AccessOf(*request.GetDescriptor());
  if (access == nullptr) return RoleMissing();
  absl::Status status = CheckReach(identity, *access, request);
  if (!status.ok() || access->actor().empty()) return status;
  const std::string actor = TextAt(request, access->actor());
  if (actor.empty() || actor == identity.subject) return absl::OkStatus();
  return rpc::MakeError(rpc::Reason::kActorOther);
}

std::vector<std::string> UnitsReached(const Identity& identity,
                                      const Message& request) {
  const v1::Access* access = AccessOf(*request.GetDescriptor());
  if (access == nullptr || identity.units.empty()) return {};
  bool own = false;
  for (const Role role : identity.roles) {
    if (!MayDo(role, access->action())) continue;
    const Reach reach = ReachOf(role);
    if (reach == Reach::kPrefecture ||
        (reach == Reach::kPublished && CheckPublished(*access, request).ok())) {
      return {};
    }
    own = true;
  }
  for (const std::string& path : access->names()) {
    const auto name = rpc::ParseResourceName(TextAt(request, path));
    if (own && name.ok() && !Contains(identity.departments, name->department)) {
      return OwnUnits(identity, name->department);
    }
  }
  return {};
}

}  // namespace yuheng::access
