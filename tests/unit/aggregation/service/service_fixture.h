#ifndef YUHENG_TESTS_UNIT_AGGREGATION_SERVICE_SERVICE_FIXTURE_H_
#define YUHENG_TESTS_UNIT_AGGREGATION_SERVICE_SERVICE_FIXTURE_H_

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "services/aggregation/service/host.h"
#include "services/audit/signing.h"
#include "services/rpc/client.h"
#include "storage/testing/memory_store.h"
#include "tests/unit/aggregation/sample.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::aggregation {

inline constexpr char kPrefecture[] = "prefectures/652300";

inline std::string DepartmentOf(absl::string_view department) {
  return absl::StrCat(kPrefecture, "/departments/", department);
}

inline v1::PostRequest RequestOf(const Posting& posting) {
  v1::PostRequest request;
  request.set_parent(DepartmentOf(posting.department));
  request.set_request_id(posting.request_id);
  request.set_fiscal_year(posting.fiscal_year);
  request.set_stage(static_cast<budget::v1::Stage>(posting.stage));
  request.set_unit(posting.unit);
  request.set_submission(posting.submission);
  request.set_document_sha256(std::string(64, 'a'));
  request.set_reverse(posting.reverse);
  const auto add = [](const std::vector<storage::AmountLine>& lines,
                      auto* messages) {
    for (const auto& line : lines) {
      auto* message = messages->Add();
      message->mutable_account()->set_table(
          static_cast<budget::v1::TableKind>(line.account.table));
      message->mutable_account()->set_side(
          static_cast<budget::v1::Side>(line.account.side));
      message->mutable_account()->set_row(line.account.row);
      message->mutable_account()->set_column(line.account.column);
      message->set_amount_fen(line.amount_fen);
    }
  };
  add(posting.leaves, request.mutable_leaves());
  add(posting.printed, request.mutable_printed());
  return request;
}

// The service over loopback: a real server, a real client.
class ServiceTest : public ::testing::Test {
 protected:
  void SetUp() override { StartHost(); }
  void StartHost() {
    host_.reset();
    config::v1::AggregationConfig config;
    config.set_division("652300");
    auto host = Host::Start(config, {.store = served_store(),
                                     .logger = &logger_,
                                     .metrics = &metrics_,
                                     .signer = &signer_,
                                     .departments = departments_});
    ASSERT_TRUE(host.ok()) << host.status();
    host_ = *std::move(host);
    auto channel = rpc::OpenChannel(host_->server().address());
    ASSERT_TRUE(channel.ok()) << channel.status();
    stub_ = v1::AggregationService::NewStub(*channel);
  }
  // What the host is started on.
  virtual storage::Store* served_store() { return &store_; }
  // A call that can't take longer than this; the test would hang otherwise.
  static std::unique_ptr<grpc::ClientContext> Context() {
    auto context = std::make_unique<grpc::ClientContext>();
    rpc::SetDeadline(context.get(), absl::Seconds(30));
    return context;
  }
  grpc::Status Post(const Posting& posting, v1::PostResponse* response) {
    return stub_->Post(Context().get(), RequestOf(posting), response);
  }
  v1::TotalsScope Scope(absl::string_view name = kPrefecture) {
    v1::TotalsScope scope;
    scope.set_name(std::string(name));
    scope.set_fiscal_year(testing::kYear);
    scope.set_stage(budget::v1::STAGE_APPROVED);
    return scope;
  }
  v1::ListTotalsResponse Totals(int64_t revision = 0) {
    v1::ListTotalsRequest request;
    *request.mutable_scope() = Scope();
    request.set_revision(revision);
    request.set_include_positions(true);
    v1::ListTotalsResponse response;
    const auto status = stub_->ListTotals(Context().get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  static int64_t DerivedOf(
      const google::protobuf::RepeatedPtrField<v1::Total>& totals,
      absl::string_view row) {
    for (const auto& total : totals) {
      if (total.account().table() == budget::v1::TABLE_KIND_T1 &&
          total.account().side() == budget::v1::SIDE_INCOME &&
          total.account().row() == std::string(row)) {
        return total.derived_fen();
      }
    }
    return 0;
  }

  std::string Checkpoint() {
    v1::CreateCheckpointRequest request;
    request.set_parent(kPrefecture);
    v1::CreateCheckpointResponse response;
    const auto status =
        stub_->CreateCheckpoint(Context().get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.checkpoint();
  }

  // Of whose groups there are totals.
  const budget::DepartmentList* departments_ = nullptr;
  const audit::SigningKey signer_ = audit::SigningKey::Generate();
  storage::MemoryStore store_;
  std::ostringstream log_;
  telemetry::Logger logger_{{.service = "aggregation", .output = &log_}};
  telemetry::Metrics metrics_;
  std::unique_ptr<Host> host_;
  std::unique_ptr<v1::AggregationService::Stub> stub_;
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_TESTS_UNIT_AGGREGATION_SERVICE_SERVICE_FIXTURE_H_
