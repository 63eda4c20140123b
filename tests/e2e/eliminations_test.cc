// Transfers between departments, from the command line to every answer with
// totals.

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/budget/decimal.h"
#include "services/cli/sample/sample.h"
#include "tests/e2e/client.h"
#include "tests/e2e/command_line.h"
#include "tests/support/cluster.h"
#include "tests/support/temp_dir.h"

namespace yuheng::testing {
namespace {

using google::protobuf::Struct;

constexpr char kIncome[] = "T1:in:ALL";

class Eliminations : public ::testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(list_) << cli::DepartmentsCsv(documents_);
    ClusterOptions options;
    options.bin_dir = YUHENG_BIN_DIR;
    options.department_file = list_;
    auto cluster = Cluster::Start(std::move(options));
    ASSERT_TRUE(cluster.ok()) << cluster.status();
    cluster_ = *std::move(cluster);
    SubmitAll(*cluster_, documents_);
  }
  CommandResult Run(std::vector<std::string> arguments) {
    return Yuheng(std::move(arguments), cluster_->endpoints());
  }
  // With the id that the command gives it, unless there is one.
  CommandResult Declare(const std::string& request_id,
                        const std::string& amount,
                        const std::string& reason = "letter 5") {
    std::vector<std::string> arguments = {
        "eliminations",     "declare",  "--payer",
        documents_[0].code, "--payee",  documents_[1].code,
        "--income",         "upsub",    "--function",
        "2060101",          "--kind",   "project",
        "--amount",         amount,     "--actor",
        "budget",           "--reason", reason,
        "--year",           "2023",     "--stage",
        "approved"};
    if (!request_id.empty()) {
      arguments.insert(arguments.end(), {"--request-id", request_id});
    }
    return Run(std::move(arguments));
  }
  // The one row of an address.
  Struct Total(std::vector<std::string> scope = {}) {
    std::vector<std::string> arguments = {"totals", kIncome, "-o", "json"};
    arguments.insert(arguments.end(), scope.begin(), scope.end());
    const CommandResult result = Run(std::move(arguments));
    EXPECT_EQ(result.exit_code, 0) << result.err;
    const auto rows = JsonLines(result.out);
    EXPECT_EQ(rows.size(), 1u);
    return rows.empty() ? Struct() : rows[0];
  }
  const TempDir directory_;
  const std::string list_ = absl::StrCat(directory_.path(), "/list.csv");
  const std::vector<cli::SampleDocument> documents_ =
      cli::GenerateSamples({.seed = 62, .departments = 2});
  std::unique_ptr<Cluster> cluster_;
};

TEST_F(Eliminations, DeclaredListedReversed_TheGrossStays) {
  const int64_t gross = SumsOf(documents_).at(kIncome).derived_fen;
  CommandResult declared = Declare("transfer-1", "0.5");
  ASSERT_EQ(declared.exit_code, 0) << declared.err;
  EXPECT_NE(declared.out.find("/ledger/entries/2"), std::string::npos)
      << declared.out;
  declared = Declare("transfer-1", "0.5");
  EXPECT_EQ(declared.exit_code, 0);
  EXPECT_NE(declared.out.find("before"), std::string::npos) << declared.out;
  EXPECT_EQ(Declare("transfer-1", "0.6").exit_code, 1);
  EXPECT_EQ(Declare("transfer-2", "-1").exit_code, 2);

  for (const bool restarted : {false, true}) {
    const Struct total = Total();
    EXPECT_EQ(Text(total, "derived"), budget::FormatDecimal(gross));
    EXPECT_EQ(Text(total, "eliminated"), "0.5");
    EXPECT_EQ(Text(total, "consolidated"),
              budget::FormatDecimal(gross - 500'000));
    EXPECT_EQ(Text(Total({"--department", documents_[1].code}), "eliminated"),
              "0");
    EXPECT_EQ(Run({"verify"}).exit_code, 0);
    if (restarted) break;
    cluster_->Kill9(Process::kAggregation);
    ASSERT_TRUE(cluster_->Restart(Process::kAggregation).ok());
  }

  // Those who watch are told.
  const CommandResult watched =
      Run({"watch", "totals", "--until", "3", "-o", "json"});
  bool seen = false;
  for (const Struct& event : JsonLines(watched.out)) {
    for (const auto& item : event.fields().at("totals").list_value().values()) {
      if (Text(item.struct_value(), "address") != kIncome) continue;
      seen = true;
      EXPECT_EQ(Text(item.struct_value(), "eliminated"), "0.5");
    }
  }
  EXPECT_TRUE(seen) << watched.out;
  const CommandResult line = Run({"watch", "totals", "--until", "3"});
  EXPECT_NE(line.out.find("(0.5 counted twice)"), std::string::npos)
      << line.out;

  // No sample's ledger holds a subsidy from above: the gap is told.
  const CommandResult listed = Run({"eliminations", "list", "--department",
                                    documents_[0].code, "-o", "json"});
  const auto rows = JsonLines(listed.out);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(Text(rows[0], "payee"), documents_[1].code);
  EXPECT_EQ(Text(rows[0], "amount"), "0.5");
  EXPECT_EQ(Text(rows[0], "reason"), "letter 5");
  const CommandResult gaps = Run({"eliminations", "list"});
  EXPECT_EQ(gaps.exit_code, 1);
  EXPECT_NE(gaps.err.find(absl::StrCat(documents_[1].code,
                                       " T1:in:unit_upsub "
                                       "declared 0.5, "
                                       "held 0")),
            std::string::npos)
      << gaps.err;

  const std::string entry = absl::StrCat(documents_[1].code, "/2");
  const auto reverse = [&] {
    return Run({"eliminations", "reverse", entry, "--actor", "budget",
                "--reason", "declared twice"});
  };
  EXPECT_EQ(reverse().exit_code, 0);
  EXPECT_EQ(reverse().exit_code, 1);
  EXPECT_EQ(Text(Total(), "eliminated"), "0");
  EXPECT_EQ(Text(Total({"--revision", "3"}), "eliminated"), "0.5");
  EXPECT_EQ(Run({"eliminations", "list"}).exit_code, 0);
  EXPECT_EQ(Run({"verify"}).exit_code, 0);
}

TEST_F(Eliminations, DeclaredTwice_CountsOnce_UnlessItIsMeant) {
  const CommandResult first = Declare("", "0.5");
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_NE(first.err.find("request id declare-"), std::string::npos)
      << first.err;
  const CommandResult second = Declare("", "0.50");
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_NE(second.out.find("before"), std::string::npos) << second.out;
  EXPECT_EQ(Text(Total(), "eliminated"), "0.5");
  // The same transfer for another reason is refused, not added.
  EXPECT_EQ(Declare("", "0.5", "letter 6").exit_code, 1);
  EXPECT_EQ(Text(Total(), "eliminated"), "0.5");
  EXPECT_EQ(Declare("letter-6-too", "0.5", "letter 6").exit_code, 0);
  EXPECT_EQ(Declare("", "0.25").exit_code, 0);
  EXPECT_EQ(Text(Total(), "eliminated"), "1.25");
}

}  // namespace
}  // namespace yuheng::testing
