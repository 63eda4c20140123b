#include "tests/e2e/client.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/budget/address.h"
#include "services/budget/rollup.h"
#include "services/budget/table_shape.h"
#include "services/rpc/client.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::testing {
namespace {

constexpr size_t kChunkBytes = 300'000;

std::string FreshRequestId() {
  static std::atomic<int> next{0};
  return absl::StrCat("e2e-request-", getpid(), "-", ++next);
}

// Every row a leaf row counts in, found by prefixes of its code and by the
// form's lines; written apart from services/budget/rollup on purpose.
std::vector<std::string> RowsOver(const budget::TableShape& shape,
                                  const budget::CellAddress& leaf) {
  std::vector<std::string> rows = {leaf.row};
  const std::string code = leaf.row.substr(0, leaf.row.find('|'));
  if (shape.coded()) {
    for (size_t length : {7, 5, 3}) {
      if (code.size() < length) continue;
      const std::string prefix = code.substr(0, length);
      if (prefix != leaf.row) rows.push_back(prefix);
    }
    rows.push_back("ALL");
    return rows;
  }
  bool grown = true;
  while (grown) {
    grown = false;
    for (const budget::Line& line : shape.lines) {
      if (line.side != leaf.side) continue;
      if (std::count(rows.begin(), rows.end(), line.key) > 0) continue;
      for (const std::string& row : rows) {
        if (std::count(line.parts.begin(), line.parts.end(), row) == 0) {
          continue;
        }
        rows.push_back(line.key);
        grown = true;
        break;
      }
    }
  }
  return rows;
}

std::vector<std::string> ColumnsOver(const budget::TableShape& shape,
                                     const budget::CellAddress& leaf) {
  const auto& columns = shape.ColumnsOf(leaf.side);
  if (columns.size() == 1) return {""};
  std::vector<std::string> keys = {leaf.column};
  // Right to left: a sum stands left of its parts.
  for (int i = static_cast<int>(columns.size()) - 1; i >= 0; --i) {
    for (int part : columns[i].parts) {
      if (std::count(keys.begin(), keys.end(), columns[part].key) > 0) {
        keys.push_back(columns[i].key);
        break;
      }
    }
  }
  return keys;
}

}  // namespace

void Apply(const aggregation::v1::Total& total, TotalsMap* totals) {
  const std::string address = budget::FormatAddress(
      {static_cast<budget::TableKind>(total.account().table()),
       static_cast<budget::Side>(total.account().side()), total.account().row(),
       total.account().column()});
  TotalValue value{total.derived_fen(), {}};
  if (total.has_printed_fen()) value.printed_fen = total.printed_fen();
  if (value == TotalValue{}) {
    totals->erase(address);
  } else {
    (*totals)[address] = value;
  }
}

SubmitResult Submit(const std::shared_ptr<grpc::Channel>& channel,
                    absl::string_view file_name, absl::string_view bytes,
                    absl::string_view request_id, int fiscal_year) {
  SubmitResult result;
  const auto stub = ingestion::v1::IngestionService::NewStub(channel);
  grpc::ClientContext context;
  rpc::SetDeadline(&context, rpc::kUploadDeadline);
  auto stream = stub->Submit(&context);
  ingestion::v1::SubmitRequest request;
  auto* header = request.mutable_header();
  header->set_parent("prefectures/652300");
  header->set_request_id(request_id.empty() ? FreshRequestId()
                                            : std::string(request_id));
  header->set_file_name(std::string(file_name));
  header->set_fiscal_year(fiscal_year);
  header->set_actor("e2e");
  bool writing = stream->Write(request);
  for (size_t at = 0; writing && at < bytes.size(); at += kChunkBytes) {
    ingestion::v1::SubmitRequest chunk;
    chunk.set_chunk(std::string(bytes.substr(at, kChunkBytes)));
    writing = stream->Write(chunk);
  }
  stream->WritesDone();
  ingestion::v1::SubmitResponse response;
  while (stream->Read(&response)) {
    if (response.has_receipt()) {
      result.receipt = true;
      result.replayed = response.receipt().replayed();
    }
    result.finding_count += response.findings().findings_size();
    if (response.has_submission()) result.submission = response.submission();
  }
  result.status = stream->Finish();
  return result;
}

void SubmitAll(const Cluster& cluster,
               const std::vector<cli::SampleDocument>& documents) {
  for (const auto& document : documents) {
    const SubmitResult result =
        Submit(cluster.channel(Process::kIngestion),
               cli::SampleFileName(document), document.text);
    ASSERT_GT(result.submission.revision(), 0)
        << result.submission.ShortDebugString();
  }
}

std::vector<ingestion::v1::Submission> ListSubmissions(
    const std::shared_ptr<grpc::Channel>& channel) {
  std::vector<ingestion::v1::Submission> all;
  const auto stub = ingestion::v1::IngestionService::NewStub(channel);
  ingestion::v1::ListSubmissionsRequest request;
  request.set_parent("prefectures/652300");
  request.set_page_size(37);
  do {
    grpc::ClientContext context;
    rpc::SetDeadline(&context, rpc::kReadDeadline);
    ingestion::v1::ListSubmissionsResponse response;
    const grpc::Status status =
        stub->ListSubmissions(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    if (!status.ok()) break;
    for (const auto& submission : response.submissions()) {
      all.push_back(submission);
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

TotalsMap ListTotals(const std::shared_ptr<grpc::Channel>& channel,
                     const std::string& scope, int64_t* revision,
                     int64_t at_revision, budget::v1::Stage stage) {
  const auto stub = aggregation::v1::AggregationService::NewStub(channel);
  aggregation::v1::ListTotalsRequest request;
  request.mutable_scope()->set_name(scope);
  request.mutable_scope()->set_fiscal_year(kYear);
  request.mutable_scope()->set_stage(stage);
  request.set_revision(at_revision);
  grpc::ClientContext context;
  rpc::SetDeadline(&context, rpc::kReadDeadline);
  aggregation::v1::ListTotalsResponse response;
  const grpc::Status status = stub->ListTotals(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  if (revision != nullptr) *revision = response.revision();
  TotalsMap totals;
  for (const auto& total : response.totals()) Apply(total, &totals);
  return totals;
}

TotalsMap SumsOf(const std::vector<cli::SampleDocument>& documents) {
  const budget::Form& form = budget::StandardForm();
  TotalsMap sums;
  for (const cli::SampleDocument& document : documents) {
    for (const budget::AmountLine& leaf : document.leaves) {
      const budget::TableShape& shape = form.Table(leaf.account.table);
      for (const std::string& row : RowsOver(shape, leaf.account)) {
        for (const std::string& column : ColumnsOver(shape, leaf.account)) {
          sums[budget::FormatAddress(
                   {leaf.account.table, leaf.account.side, row, column})]
              .derived_fen += leaf.amount_fen;
        }
      }
    }
    for (const budget::Table& table : document.document.tables) {
      const budget::TableShape& shape = form.Table(table.kind);
      for (const budget::Row& row : table.rows) {
        for (size_t i = 0; i < row.cells.size(); ++i) {
          if (!row.cells[i].stated() || row.cells[i].amount_fen == 0) continue;
          const std::string address =
              budget::AddressOf(shape, row, static_cast<int>(i));
          std::optional<int64_t>& printed = sums[address].printed_fen;
          printed = printed.value_or(0) + row.cells[i].amount_fen;
        }
      }
    }
  }
  return sums;
}

void ExpectEqualTotals(const TotalsMap& expected, const TotalsMap& actual) {
  for (const auto& [address, value] : expected) {
    const auto it = actual.find(address);
    if (it == actual.end()) {
      ADD_FAILURE() << address << " is missing";
      continue;
    }
    EXPECT_EQ(it->second.derived_fen, value.derived_fen) << address;
    // Leaves are posted as such; what is printed beside them are parents.
    if (it->second.printed_fen.has_value()) {
      EXPECT_EQ(it->second.printed_fen, value.printed_fen) << address;
    }
  }
  for (const auto& [address, value] : actual) {
    EXPECT_TRUE(expected.count(address) > 0 || address == "T1:ex:ROUNDING")
        << address << " is not in any document";
  }
}

CommandResult RunProgram(const std::string& program,
                         std::vector<std::string> arguments,
                         const std::string& endpoints) {
  arguments.insert(arguments.begin(),
                   absl::StrCat(YUHENG_BIN_DIR, "/", program));
  const auto result = RunCommand(
      {.arguments = std::move(arguments),
       .environment = {"YUHENG_LANG=en", "NO_COLOR=1",
                       absl::StrCat("YUHENG_ENDPOINT=", endpoints)}});
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *result : CommandResult{};
}

std::unique_ptr<Cluster> StartCluster(
    const std::vector<cli::SampleDocument>& documents,
    const std::string& directory, bool auto_accept,
    const std::string& cluster_dir) {
  const std::string list = absl::StrCat(directory, "/departments.csv");
  std::ofstream(list) << cli::DepartmentsCsv(documents);
  ClusterOptions options;
  options.bin_dir = YUHENG_BIN_DIR;
  options.dir = cluster_dir;
  options.department_file = list;
  options.auto_accept = auto_accept;
  auto cluster = Cluster::Start(std::move(options));
  EXPECT_TRUE(cluster.ok()) << cluster.status();
  return cluster.ok() ? *std::move(cluster) : nullptr;
}

}  // namespace yuheng::testing
