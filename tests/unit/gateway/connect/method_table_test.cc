#include "services/gateway/connect/method_table.h"

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "yuheng/aggregation/v1/aggregation_service.pb.h"
#include "yuheng/ingestion/v1/ingestion_service.pb.h"
#include "yuheng/operations/v1/backup_service.pb.h"
#include "yuheng/reporting/v1/reporting_service.pb.h"
#include "yuheng/validation/v1/validation_service.pb.h"

namespace yuheng::gateway {
namespace {

MethodTable AllMethods() {
  return MethodTable(
      {ingestion::v1::SubmitRequest::descriptor()->file()->service(0),
       aggregation::v1::PostRequest::descriptor()->file()->service(0),
       validation::v1::ListRulesRequest::descriptor()->file()->service(0),
       reporting::v1::GetTablesRequest::descriptor()->file()->service(0),
       operations::v1::CreateBackupRequest::descriptor()->file()->service(0)});
}

TEST(MethodTableTest, HasWhatPeopleCallAndNothingElse) {
  const MethodTable table = AllMethods();
  // All of them but these.
  std::set<std::string> absent;
  for (const auto* service :
       {ingestion::v1::SubmitRequest::descriptor()->file()->service(0),
        aggregation::v1::PostRequest::descriptor()->file()->service(0),
        validation::v1::ListRulesRequest::descriptor()->file()->service(0),
        reporting::v1::GetTablesRequest::descriptor()->file()->service(0),
        operations::v1::CreateBackupRequest::descriptor()->file()->service(
            0)}) {
    for (int i = 0; i < service->method_count(); ++i) {
      const auto* method = service->method(i);
      if (table.Find("/" + service->full_name() + "/" + method->name()) ==
          nullptr) {
        absent.insert(method->name());
      }
    }
  }
  EXPECT_EQ(absent, (std::set<std::string>{"Post", "GetOutcome", "Validate",
                                           "CreateBackup"}));
}

TEST(MethodTableTest, KnowsKindAndService) {
  const MethodTable table = AllMethods();
  const Method* submit =
      table.Find("/yuheng.ingestion.v1.IngestionService/Submit");
  ASSERT_NE(submit, nullptr);
  EXPECT_EQ(submit->service, 0u);
  EXPECT_TRUE(submit->client_streaming && submit->server_streaming);
  EXPECT_FALSE(submit->gettable);
  const Method* tables =
      table.Find("/yuheng.reporting.v1.ReportingService/GetTables");
  ASSERT_NE(tables, nullptr);
  EXPECT_EQ(tables->service, 3u);
  EXPECT_TRUE(tables->gettable);
  EXPECT_FALSE(tables->streaming());
}

TEST(MethodTableTest, WhatChangesSomething_IsNeverGot) {
  const MethodTable table = AllMethods();
  for (const auto& [path, method] : table.methods()) {
    const std::string& name = method.descriptor->name();
    const bool reads =
        absl::StartsWith(name, "Get") || absl::StartsWith(name, "List") ||
        absl::StartsWith(name, "Compare") || name == "QueryUpload";
    EXPECT_EQ(method.gettable, reads) << path;
  }
}

}  // namespace
}  // namespace yuheng::gateway
