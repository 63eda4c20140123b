#include "services/telemetry/log.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace yuheng::telemetry {
namespace {

using ::testing::HasSubstr;

// 2023-02-01T08:00:00.007Z
absl::Time FixedNow() { return absl::FromUnixMillis(1675238400007); }

class LogTest : public ::testing::Test {
 protected:
  Logger Make(LogLevel level) {
    return Logger({.service = "aggregation",
                   .level = level,
                   .output = &output_,
                   .now = FixedNow});
  }

  // An independent parser decides whether a line is JSON.
  static google::protobuf::Struct Parse(const std::string& line) {
    google::protobuf::Struct record;
    const auto status =
        google::protobuf::util::JsonStringToMessage(line, &record);
    EXPECT_TRUE(status.ok()) << line << ": " << status.ToString();
    return record;
  }

  std::ostringstream output_;
};

TEST_F(LogTest, Info_WithFields_IsOneJsonLine) {
  Logger logger = Make(LogLevel::kInfo);
  logger.Info("posted", {{"department", "104"},
                         {"seq", 7},
                         {"replayed", false},
                         {"elapsed_ms", 1.5}});
  EXPECT_EQ(output_.str(),
            "{\"time\":\"2023-02-01T08:00:00.007Z\",\"level\":\"info\","
            "\"service\":\"aggregation\",\"message\":\"posted\","
            "\"department\":\"104\",\"seq\":7,\"replayed\":false,"
            "\"elapsed_ms\":1.5}\n");
  Parse(output_.str());
}

TEST_F(LogTest, Info_HostileText_StaysOneValidLine) {
  Logger logger = Make(LogLevel::kInfo);
  const std::string hostile = "a\"b\\c\nd\te\x01{}%v科技局";
  logger.Info(hostile, {{"key\n", hostile}});
  const std::string text = output_.str();
  ASSERT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  const auto record = Parse(text);
  EXPECT_EQ(record.fields().at("message").string_value(), hostile);
  EXPECT_EQ(record.fields().at("key\n").string_value(), hostile);
}

TEST_F(LogTest, Info_BytesThatAreNotUtf8_AreReplaced) {
  Logger logger = Make(LogLevel::kInfo);
  // GB18030 bytes, an overlong form, a surrogate, a cut sequence.
  logger.Info("x", {{"v", std::string("\xBF\xC6|\xC0\x80|\xED\xA0\x80|\xE7")}});
  const auto record = Parse(output_.str());
  const std::string r = "\xEF\xBF\xBD";
  EXPECT_EQ(record.fields().at("v").string_value(),
            r + r + "|" + r + r + "|" + r + r + r + "|" + r);
}

TEST_F(LogTest, Debug_BelowTheLevel_WritesNothing) {
  Logger logger = Make(LogLevel::kWarn);
  logger.Debug("a");
  logger.Info("b");
  EXPECT_EQ(output_.str(), "");
  logger.Warn("c");
  logger.Error("d");
  EXPECT_THAT(output_.str(), HasSubstr("\"level\":\"warn\""));
  EXPECT_THAT(output_.str(), HasSubstr("\"level\":\"error\""));
}

TEST_F(LogTest, Info_FromManyThreads_TearsNoLine) {
  constexpr int kThreads = 4;
  constexpr int kLines = 200;
  Logger logger = Make(LogLevel::kInfo);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&logger] {
      for (int j = 0; j < kLines; ++j) logger.Info("x", {{"j", j}});
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::vector<std::string> lines = absl::StrSplit(output_.str(), '\n');
  ASSERT_EQ(lines.size(), kThreads * kLines + 1);
  lines.pop_back();
  for (const std::string& line : lines) Parse(line);
}

TEST(ParseLogLevel, KnownAndUnknownNames) {
  EXPECT_EQ(*ParseLogLevel(""), LogLevel::kInfo);
  EXPECT_EQ(*ParseLogLevel("debug"), LogLevel::kDebug);
  EXPECT_EQ(*ParseLogLevel("error"), LogLevel::kError);
  EXPECT_FALSE(ParseLogLevel("INFO").ok());
}

}  // namespace
}  // namespace yuheng::telemetry
