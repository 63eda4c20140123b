// ./deploy/demo as somebody tries it: the show, and the accounts that it ends
// with.
#include <signal.h>

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/child_process.h"
#include "tests/support/command.h"
#include "tests/support/http_client.h"
#include "tests/support/temp_dir.h"

namespace yuheng::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

// The show takes seconds; the machine may have other things to do.
constexpr absl::Duration kShowTimeout = absl::Minutes(3);
constexpr absl::Duration kStopTimeout = absl::Minutes(1);
constexpr absl::Duration kLookInterval = absl::Milliseconds(100);

// A demo that keeps its files in a folder of the test.
class Demo {
 public:
  explicit Demo(std::vector<std::string> flags = {}) {
    flags.insert(flags.begin(), YUHENG_SOURCE_DIR "/deploy/demo");
    auto started = ChildProcess::Start(
        {.arguments = std::move(flags),
         .environment = {absl::StrCat("TMPDIR=", files()), "YUHENG_LANG=zh"},
         .stdout_file = log(),
         .stderr_file = log()});
    EXPECT_TRUE(started.ok()) << started.status();
    if (started.ok()) process_ = *std::move(started);
  }
  // Stopped as by Ctrl-C, for its services are its own to stop.
  ~Demo() { Stop(); }

  std::string files() const { return dir_.path(); }
  std::string output() const { return ReadFile(log()); }

  // Whether it has printed this, at last.
  bool Prints(absl::string_view text) {
    const absl::Time deadline = absl::Now() + kShowTimeout;
    while (!absl::StrContains(output(), text)) {
      if (absl::Now() > deadline || process_ == nullptr ||
          process_->Wait(kLookInterval).has_value()) {
        return absl::StrContains(output(), text);
      }
    }
    return true;
  }
  int Wait() {
    return process_ == nullptr ? -1 : process_->Wait(kShowTimeout).value_or(-1);
  }
  int Stop() {
    if (process_ == nullptr) return -1;
    process_->Signal(SIGTERM);
    return process_->Wait(kStopTimeout).value_or(-1);
  }

 private:
  std::string log() const { return absl::StrCat(log_dir_.path(), "/log"); }

  const TempDir dir_;
  const TempDir log_dir_;
  std::unique_ptr<ChildProcess> process_;
};

// What stands in `text` behind `before`, to the next blank or quote.
std::string WordBehind(absl::string_view text, absl::string_view before) {
  const size_t at = text.find(before);
  if (at == absl::string_view::npos) return "";
  text.remove_prefix(at + before.size());
  return std::string(text.substr(0, text.find_first_of(" \n\"")));
}

// The first column of the table of accounts.
std::vector<std::string> PrintedAccounts(absl::string_view output) {
  std::vector<std::string> accounts;
  bool in_table = false;
  for (const absl::string_view line : absl::StrSplit(output, '\n')) {
    if (in_table && line.empty()) break;
    if (in_table) accounts.push_back(WordBehind(line, "  "));
    if (absl::StartsWith(line, "  account ")) in_table = true;
  }
  return accounts;
}

HttpResponse Post(const std::string& address, const std::string& target,
                  const std::string& body, HttpHeaders headers = {}) {
  headers.push_back({"Content-Type", "application/json"});
  headers.push_back({"Connect-Protocol-Version", "1"});
  return Fetch(address, "POST", target, headers, body);
}

TEST(DemoTest, EveryPrintedAccount_SignsInAtThePrintedPage) {
  Demo demo;
  ASSERT_TRUE(demo.Prints("Ctrl-C")) << demo.output();
  const std::string output = demo.output();
  std::string address = WordBehind(output, "page: http://");
  ASSERT_TRUE(absl::EndsWith(address, "/")) << output;
  address.pop_back();
  const std::string password = WordBehind(output, "password: ");

  std::set<std::string> roles;
  std::map<std::string, std::string> cookies;
  for (const std::string& account : PrintedAccounts(output)) {
    const HttpResponse session =
        Post(address, "/session",
             absl::StrCat("{\"account\":\"", account, "\",\"password\":\"",
                          password, "\"}"));
    EXPECT_EQ(session.status, 200) << account << ": " << session.body;
    EXPECT_THAT(session.body,
                HasSubstr(absl::StrCat("\"subject\":\"", account, "\"")));
    roles.insert(WordBehind(session.body, "\"roles\":[\""));
    // As a browser at this address keeps it: it has no TLS.
    const std::string cookie = session.Header("set-cookie");
    EXPECT_FALSE(absl::StrContains(cookie, "Secure")) << cookie;
    cookies[account] = cookie.substr(0, cookie.find(';'));
  }
  EXPECT_THAT(roles, UnorderedElementsAre("clerk", "department_head",
                                          "reviewer", "finance_head", "auditor",
                                          "viewer", "operator"));

  // The page shows the prefecture, and every department in it.
  const HttpResponse totals =
      Post(address, "/yuheng.aggregation.v1.AggregationService/ListTotals",
           "{\"scope\":{\"name\":\"prefectures/652300\",\"fiscalYear\":2023,"
           "\"stage\":\"STAGE_APPROVED\"},\"tables\":[\"TABLE_KIND_T1\"]}",
           {{"Cookie", cookies["viewer"]}});
  EXPECT_THAT(totals.body, HasSubstr("\"derivedFen\":\"18815500000\""));
  const HttpResponse progress =
      Post(address, "/yuheng.ingestion.v1.IngestionService/ListProgress",
           "{\"parent\":\"prefectures/652300\",\"fiscalYear\":2023,"
           "\"stage\":\"STAGE_APPROVED\"}",
           {{"Cookie", cookies["reviewer"]}});
  const std::vector<std::string> posted =
      absl::StrSplit(progress.body, "SUBMISSION_STATE_POSTED");
  EXPECT_EQ(posted.size(), 13 + 1) << progress.body;

  EXPECT_EQ(demo.Stop(), 130) << demo.output();
  EXPECT_TRUE(std::filesystem::is_empty(demo.files()));
}

TEST(DemoTest, Once_ShowsAllAndStops) {
  Demo demo({"--once"});
  EXPECT_EQ(demo.Wait(), 0) << demo.output();
  EXPECT_THAT(PrintedAccounts(demo.output()), Contains("finance_head"));
  EXPECT_TRUE(std::filesystem::is_empty(demo.files()));
}

}  // namespace
}  // namespace yuheng::testing
