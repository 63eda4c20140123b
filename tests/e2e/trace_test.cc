// A total back to the line of a document, two totals side by side, and every
// entry once: what an auditor asks for first.

#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/budget/decimal.h"
#include "services/cli/sample/sample.h"
#include "tests/e2e/client.h"
#include "tests/e2e/command_line.h"
#include "tests/support/temp_dir.h"

namespace yuheng::testing {
namespace {

using google::protobuf::Struct;

int64_t Fen(const Struct& row, const std::string& key) {
  const auto amount = budget::ParseDecimal(Text(row, key));
  EXPECT_TRUE(amount.ok()) << Text(row, key);
  return amount.ok() ? amount->micro : 0;
}

TEST(Trace, ATotalLeadsToTheLinesOfTheDocuments) {
  const TempDir directory;
  const auto documents = cli::GenerateSamples({.seed = 31, .departments = 4});
  const auto cluster = StartCluster(documents, directory.path());
  ASSERT_NE(cluster, nullptr);
  std::map<std::string, std::vector<std::string>> lines;  // By department.
  for (const auto& document : documents) {
    const SubmitResult result =
        Submit(cluster->channel(Process::kIngestion),
               cli::SampleFileName(document), document.text);
    ASSERT_GT(result.submission.revision(), 0)
        << result.submission.ShortDebugString();
    lines[document.code] = absl::StrSplit(document.text, '\n');
  }
  const std::string endpoint = cluster->endpoints();
  const std::string address = "T3:ALL:total";
  const auto totals =
      JsonLines(Yuheng({"totals", address, "-o", "json"}, endpoint).out);
  ASSERT_EQ(totals.size(), 1u);

  const auto shares =
      JsonLines(Yuheng({"trace", address, "-o", "json"}, endpoint).out);
  ASSERT_EQ(shares.size(), documents.size());
  int64_t sum = 0;
  for (const Struct& share : shares) {
    const std::string department = Text(share, "department");
    sum += Fen(share, "derived");
    const auto leaves = JsonLines(
        Yuheng({"trace", address, "--department", department, "-o", "json"},
               endpoint)
            .out);
    int64_t leaf_sum = 0;
    for (const Struct& leaf : leaves) {
      leaf_sum += Fen(leaf, "amount");
      EXPECT_EQ(Fen(leaf, "printed"), Fen(leaf, "amount"));
      EXPECT_EQ(Text(leaf, "entry"), Text(share, "entry"));
      int line = 0;
      ASSERT_TRUE(absl::SimpleAtoi(Text(leaf, "place"), &line));
      ASSERT_LE(static_cast<size_t>(line), lines[department].size());
      EXPECT_NE(lines[department][static_cast<size_t>(line) - 1].find(
                    Text(leaf, "printed")),
                std::string::npos)
          << Text(leaf, "address");
    }
    EXPECT_EQ(leaf_sum, Fen(share, "derived")) << department;
  }
  EXPECT_EQ(sum, Fen(totals[0], "derived"));

  EXPECT_EQ(Yuheng({"trace", "表3:ALL:total", "-o", "json"}, endpoint).out,
            Yuheng({"trace", address, "-o", "json"}, endpoint).out);
  const CommandResult no_department =
      Yuheng({"trace", address, "--unit", "1"}, endpoint);
  EXPECT_EQ(no_department.exit_code, 2);
  EXPECT_NE(no_department.err.find("--department"), std::string::npos);
  EXPECT_EQ(Yuheng({"entries", "show", documents[0].code + "/1"}, endpoint).out,
            Yuheng({"entries", "show",
                    absl::StrCat("prefectures/652300/departments/",
                                 documents[0].code, "/ledger/entries/1")},
                   endpoint)
                .out);
  const CommandResult no_entry = Yuheng({"entries", "show", "1"}, endpoint);
  EXPECT_EQ(no_entry.exit_code, 2);
  EXPECT_NE(no_entry.err.find("ledger/entries/1"), std::string::npos);
  for (const std::vector<std::string>& base :
       {std::vector<std::string>{"--base-year", "2022"},
        {"--base-stage", "draft"},
        {"--base-department", "none"}}) {
    std::vector<std::string> arguments = {"compare"};
    arguments.insert(arguments.end(), base.begin(), base.end());
    const CommandResult nothing = Yuheng(arguments, endpoint);
    EXPECT_EQ(nothing.exit_code, 0);
    EXPECT_EQ(nothing.out, "");
    EXPECT_NE(nothing.err.find("nothing to compare with"), std::string::npos)
        << nothing.err;
    // Programs get the rows, without what there is none of.
    arguments.insert(arguments.end(), {"-o", "json"});
    const CommandResult rows = Yuheng(arguments, endpoint);
    EXPECT_EQ(rows.exit_code, 0);
    EXPECT_NE(rows.err.find("nothing to compare with"), std::string::npos);
    bool found = false;
    for (const Struct& row : JsonLines(rows.out)) {
      EXPECT_EQ(Text(row, "base") + Text(row, "change") + Text(row, "rate"),
                "");
      found |= Text(row, "address") == address && Fen(row, "derived") == sum;
    }
    EXPECT_TRUE(found) << rows.out;
  }
  // A unit is of its department: another department is meant as a whole.
  const auto other = JsonLines(
      Yuheng({"compare", address, "--department", documents[0].code, "--unit",
              "1", "--base-department", documents[1].code, "-o", "json"},
             endpoint)
          .out);
  const auto alone = JsonLines(Yuheng({"totals", address, "--department",
                                       documents[1].code, "-o", "json"},
                                      endpoint)
                                   .out);
  ASSERT_EQ(other.size(), 1u);
  ASSERT_EQ(alone.size(), 1u);
  EXPECT_EQ(Fen(other[0], "base"), Fen(alone[0], "derived"));
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"compare", "--base-department", "教育局"},
        {"submit", "a.txt", "--unit", "教育局"}}) {
    const CommandResult no_code = Yuheng(arguments, endpoint);
    EXPECT_EQ(no_code.exit_code, 2);
    EXPECT_NE(no_code.err.find("\"教育局\" is no code"), std::string::npos)
        << no_code.err;
  }

  const CommandResult wrong = Yuheng({"trace", "T99:ALL"}, endpoint);
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_NE(wrong.err.find("T1 to T10"), std::string::npos) << wrong.err;

  const auto changes = JsonLines(Yuheng({"compare", address, "--base-revision",
                                         "1", "--changed", "-o", "json"},
                                        endpoint)
                                     .out);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(Fen(changes[0], "derived"), sum);
  EXPECT_EQ(Fen(changes[0], "derived") - Fen(changes[0], "base"),
            Fen(changes[0], "change"));

  const auto entries =
      JsonLines(Yuheng({"watch", "entries", "--until",
                        absl::StrCat(documents.size()), "-o", "json"},
                       endpoint)
                    .out);
  double revision = 0;
  for (const Struct& event : entries) {
    if (Text(event, "event") != "entry") continue;
    EXPECT_EQ(event.fields().at("revision").number_value(), ++revision);
  }
  EXPECT_EQ(revision, static_cast<double>(documents.size()));
}

}  // namespace
}  // namespace yuheng::testing
