// The contracts say of every method what it does and to whom.
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "gtest/gtest.h"
#include "services/access/policy.h"
#include "yuheng/aggregation/v1/aggregation_service.pb.h"
#include "yuheng/audit/v1/audit_log_service.pb.h"
#include "yuheng/ingestion/v1/ingestion_service.pb.h"
#include "yuheng/operations/v1/backup_service.pb.h"
#include "yuheng/reporting/v1/reporting_service.pb.h"
#include "yuheng/validation/v1/validation_service.pb.h"

namespace yuheng::access {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

// Links every service's file.
const Descriptor* const kLinked[] = {
    aggregation::v1::PostRequest::descriptor(),
    audit::v1::ListAuditRecordsRequest::descriptor(),
    ingestion::v1::SubmitRequest::descriptor(),
    operations::v1::CreateBackupRequest::descriptor(),
    reporting::v1::GetTablesRequest::descriptor(),
    validation::v1::ListRulesRequest::descriptor()};

// Of every `service` below proto/.
std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> methods;
  const std::string root = YUHENG_SOURCE_DIR "/proto/yuheng";
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".proto") continue;
    const std::string name =
        absl::StrCat("yuheng", entry.path().string().substr(root.size()));
    const auto* file =
        google::protobuf::DescriptorPool::generated_pool()->FindFileByName(
            name);
    for (int i = 0; file != nullptr && i < file->service_count(); ++i) {
      for (int j = 0; j < file->service(i)->method_count(); ++j) {
        methods.push_back(file->service(i)->method(j));
      }
    }
  }
  return methods;
}

// The last field of a path; nullptr where it leads nowhere.
const FieldDescriptor* FieldAt(const Descriptor* message,
                               const std::string& path) {
  const FieldDescriptor* field = nullptr;
  for (const absl::string_view name : absl::StrSplit(path, '.')) {
    if (message == nullptr) return nullptr;
    field = message->FindFieldByName(std::string(name));
    if (field == nullptr || field->is_repeated()) return nullptr;
    message = field->message_type();
  }
  return field;
}

// Paths of all single fields, those of messages of the same package included.
std::vector<std::string> PathsOf(const Descriptor* message,
                                 const std::string& prefix = "") {
  std::vector<std::string> paths;
  for (int i = 0; i < message->field_count(); ++i) {
    const FieldDescriptor* field = message->field(i);
    if (field->is_repeated()) continue;
    const std::string path = absl::StrCat(prefix, field->name());
    paths.push_back(path);
    if (field->message_type() == nullptr ||
        field->message_type()->file()->package() !=
            message->file()->package()) {
      continue;
    }
    for (std::string& below :
         PathsOf(field->message_type(), absl::StrCat(path, "."))) {
      paths.push_back(std::move(below));
    }
  }
  return paths;
}

bool Ends(const std::string& path, const std::string& name) {
  return path == name || absl::EndsWith(path, absl::StrCat(".", name));
}

TEST(Contract, EveryMethod_SaysWhatItDoes) {
  std::set<const Descriptor*> requests;
  for (const MethodDescriptor* method : AllMethods()) {
    SCOPED_TRACE(method->full_name());
    EXPECT_TRUE(requests.insert(method->input_type()).second)
        << "another method takes the same request";
    const v1::Access* access = AccessOf(*method->input_type());
    ASSERT_NE(access, nullptr) << "no option, or policy.cc has no such service";
    EXPECT_NE(access->action(), v1::ACTION_UNSPECIFIED);
  }
  EXPECT_GE(requests.size(), 35u)
      << "of files that are linked: " << std::size(kLinked);
}

// What a browser may ask for with a link, and keep.
TEST(Contract, WhatReadsOneAnswer_HasNoSideEffects) {
  for (const MethodDescriptor* method : AllMethods()) {
    SCOPED_TRACE(method->full_name());
    if (method->client_streaming() || method->server_streaming()) continue;
    const Action action = AccessOf(*method->input_type())->action();
    const bool safe = method->options().idempotency_level() ==
                      google::protobuf::MethodOptions::NO_SIDE_EFFECTS;
    if (absl::StartsWith(v1::Action_Name(action), "ACTION_READ_")) {
      EXPECT_TRUE(safe);
    } else if (safe) {
      EXPECT_FALSE(method->input_type()->FindFieldByName("actor"));
    }
  }
}

TEST(Contract, Paths_LeadToFieldsOfTheirKind) {
  for (const MethodDescriptor* method : AllMethods()) {
    SCOPED_TRACE(method->full_name());
    const v1::Access& access = *AccessOf(*method->input_type());
    for (const std::string& path : access.names()) {
      const FieldDescriptor* field = FieldAt(method->input_type(), path);
      ASSERT_NE(field, nullptr) << path;
      EXPECT_EQ(field->cpp_type(), FieldDescriptor::CPPTYPE_STRING) << path;
    }
    for (const std::string& path : access.stages()) {
      const FieldDescriptor* field = FieldAt(method->input_type(), path);
      ASSERT_NE(field, nullptr) << path;
      ASSERT_EQ(field->cpp_type(), FieldDescriptor::CPPTYPE_ENUM) << path;
      EXPECT_EQ(field->enum_type()->full_name(), "yuheng.budget.v1.Stage");
    }
    if (!access.actor().empty()) {
      const FieldDescriptor* field =
          FieldAt(method->input_type(), access.actor());
      ASSERT_NE(field, nullptr) << access.actor();
      EXPECT_EQ(field->cpp_type(), FieldDescriptor::CPPTYPE_STRING);
    }
  }
}

// A field that names something, says who acts or which stage is not left out.
TEST(Contract, NoNameActorOrStage_IsLeftOut) {
  const std::set<std::string> no_names = {
      // What the service names itself; a folder.
      "yuheng.ingestion.v1.CreateWaiverRequest.waiver.name",
      "yuheng.operations.v1.CreateBackupRequest.name"};
  for (const MethodDescriptor* method : AllMethods()) {
    const v1::Access& access = *AccessOf(*method->input_type());
    for (const std::string& path : PathsOf(method->input_type())) {
      const std::string full =
          absl::StrCat(method->input_type()->full_name(), ".", path);
      SCOPED_TRACE(full);
      for (const char* name : {"name", "parent", "payee", "payer"}) {
        if (Ends(path, name) && no_names.count(full) == 0) {
          EXPECT_TRUE(absl::c_linear_search(access.names(), path));
        }
      }
      if (Ends(path, "actor")) {
        EXPECT_EQ(access.actor(), path);
      }
      if (Ends(path, "stage") && access.action() == v1::ACTION_READ_FIGURES) {
        EXPECT_TRUE(absl::c_linear_search(access.stages(), path));
      }
    }
  }
}

}  // namespace
}  // namespace yuheng::access
