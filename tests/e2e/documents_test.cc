// What is no acceptable document: a clear error, and nothing is stored; and one
// of another format.

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/cli/sample/sample.h"
#include "services/rpc/status.h"
#include "tests/e2e/client.h"
#include "tests/support/cluster.h"
#include "tests/support/temp_dir.h"
#include "tests/support/workbook_twin.h"

namespace yuheng::testing {
namespace {

class Documents : public ::testing::Test {
 protected:
  void SetUp() override {
    documents_ = cli::GenerateSamples({.seed = 11, .departments = 2});
    cluster_ = StartCluster(documents_, directory_.path());
    ASSERT_NE(cluster_, nullptr);
  }

  // The reason a document is refused for; nothing may be stored by it.
  std::string RefusalOf(const std::string& bytes, int fiscal_year = 0) {
    const SubmitResult result = Submit(cluster_->channel(Process::kIngestion),
                                       "document.txt", bytes, "", fiscal_year);
    EXPECT_FALSE(result.status.ok()) << result.submission.ShortDebugString();
    EXPECT_FALSE(result.receipt);
    EXPECT_TRUE(
        ListSubmissions(cluster_->channel(Process::kIngestion)).empty());
    const rpc::ErrorDetails details = rpc::ParseStatus(result.status);
    EXPECT_FALSE(details.zh.empty());
    EXPECT_FALSE(details.en.empty());
    return details.reason_name;
  }

  const TempDir directory_;
  std::vector<cli::SampleDocument> documents_;
  std::unique_ptr<Cluster> cluster_;
};

TEST_F(Documents, ThatAreNoBudgetAreRefusedWithTheReason) {
  EXPECT_EQ(RefusalOf(""), "DOCUMENT_EMPTY");
  EXPECT_EQ(RefusalOf(" \n\t\n　\n"), "DOCUMENT_EMPTY");
  EXPECT_EQ(RefusalOf(std::string("PK\x03\x04\x14\0\x06\0", 8) +
                      std::string(5000, '\x01')),
            "DOCUMENT_UNREADABLE");
  std::string noise;
  for (int i = 0; i < 50'000; ++i) noise += static_cast<char>(i * 131 + i / 7);
  EXPECT_EQ(RefusalOf(noise), "DOCUMENT_BINARY");
  EXPECT_EQ(RefusalOf("今天天气很好，大家都去了公园。\n"),
            "DOCUMENT_NOT_A_BUDGET");
  EXPECT_EQ(RefusalOf(documents_[0].text, 2022), "DOCUMENT_OTHER_YEAR");
}

TEST_F(Documents, OfAnotherFormatAreReadBesideAndPostedTheSame) {
  const SubmitResult result =
      Submit(cluster_->channel(Process::kIngestion), "budget.xlsx",
             WorkbookTwin(documents_[0].text));
  EXPECT_EQ(result.submission.state(), ingestion::v1::SUBMISSION_STATE_POSTED)
      << result.status.error_message() << result.submission.ShortDebugString();
  EXPECT_EQ(ListTotals(cluster_->channel(Process::kAggregation),
                       "prefectures/652300"),
            SumsOf({documents_[0]}));
}

TEST_F(Documents, OfTwoHundredMegabytesAreRefused) {
  EXPECT_EQ(RefusalOf(std::string(size_t{200} << 20, 'x')),
            "DOCUMENT_TOO_LARGE");
}

TEST_F(Documents, OfAFinalAccountAreRefused) {
  const std::string account = absl::StrReplaceAll(
      documents_[0].text, {{"部门预算公开表", "部门决算公开表"},
                           {"部门预算情况说明", "部门决算情况说明"},
                           {"收支总体情况表", "收入支出决算总表"},
                           {"预算", "决算"}});
  EXPECT_EQ(RefusalOf(account), "DOCUMENT_FINAL_ACCOUNT");
}

TEST_F(Documents, OfAnUnknownDepartmentAreRefused) {
  EXPECT_EQ(
      RefusalOf(absl::StrReplaceAll(
          documents_[0].text, {{documents_[0].name, "火星州星际航行局"}})),
      "DEPARTMENT_UNKNOWN");
}

TEST_F(Documents, ThatEndInTheMiddleAreReturnedWithWhatIsMissing) {
  const std::string& text = documents_[0].text;
  const size_t cut = text.find("表7");
  ASSERT_NE(cut, std::string::npos);
  const SubmitResult result = Submit(cluster_->channel(Process::kIngestion),
                                     "cut.txt", text.substr(0, cut + 200));
  ASSERT_TRUE(result.status.ok()) << result.status.error_message();
  EXPECT_EQ(result.submission.state(),
            ingestion::v1::SUBMISSION_STATE_RETURNED);
  EXPECT_GT(result.submission.verdict().error_count(), 0);
  EXPECT_TRUE(
      ListTotals(cluster_->channel(Process::kAggregation), "prefectures/652300")
          .empty());
}

// As text, which ingestion reads itself, and as a workbook, which a process of
// its own does.
TEST_F(Documents, InAFormThatTheSenderSaysAreReadInIt) {
  const std::string plain = absl::StrCat(directory_.path(), "/budget.txt");
  std::ofstream(plain, std::ios::binary) << documents_[0].text;
  const std::string workbook = absl::StrCat(directory_.path(), "/budget.xlsx");
  std::ofstream(workbook, std::ios::binary) << WorkbookTwin(documents_[1].text);
  const auto submit = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "submit");
    return RunProgram("yuheng", std::move(arguments), cluster_->endpoints());
  };
  submit({plain, "--form", "guangxi-2022"});
  submit({workbook, "--form", "guangxi-2022"});
  const auto channel = cluster_->channel(Process::kIngestion);
  const auto submissions = ListSubmissions(channel);
  ASSERT_EQ(submissions.size(), 2u);
  for (const auto& submission : submissions) {
    EXPECT_EQ(submission.form(), "guangxi-2022");
    EXPECT_EQ(submission.verdict().form(), "guangxi-2022");
  }
  // The same bytes as they look are another version.
  EXPECT_EQ(submit({plain}).exit_code, 0);
  ASSERT_EQ(ListSubmissions(channel).size(), 3u);
  EXPECT_EQ(ListSubmissions(channel)[0].form(), "");
  EXPECT_EQ(ListSubmissions(channel)[0].verdict().form(), "xinjiang-2023");
  const CommandResult unknown = submit({plain, "--form", "nowhere"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_NE(unknown.err.find("shanghai-2022"), std::string::npos)
      << unknown.err;
}

TEST_F(Documents, UnderOneRequestIdAreOneSubmission) {
  const auto channel = cluster_->channel(Process::kIngestion);
  const SubmitResult first =
      Submit(channel, "a.txt", documents_[0].text, "request-one");
  ASSERT_TRUE(first.status.ok()) << first.status.error_message();
  const SubmitResult second =
      Submit(channel, "a.txt", documents_[0].text, "request-one");
  ASSERT_TRUE(second.status.ok()) << second.status.error_message();
  EXPECT_TRUE(second.replayed);
  EXPECT_EQ(second.submission.name(), first.submission.name());
  EXPECT_EQ(second.finding_count, first.finding_count);
  const SubmitResult other =
      Submit(channel, "a.txt", documents_[0].text + "\n", "request-one");
  EXPECT_EQ(rpc::ParseStatus(other.status).reason_name, "REQUEST_ID_REUSED");
  EXPECT_EQ(ListSubmissions(channel).size(), 1u);
}

}  // namespace
}  // namespace yuheng::testing
