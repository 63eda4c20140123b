#include "services/rpc/process.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/reason.h"
#include "yuheng/config/v1/config.pb.h"

namespace yuheng::rpc {
namespace {

using ::testing::HasSubstr;
using ::yuheng::config::v1::IngestionConfig;

class ReadConfigurationTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "yuheng-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string WriteFile(const std::string& text) {
    const std::string path = (folder_ / "config.textproto").string();
    std::ofstream(path) << text;
    return path;
  }

  std::optional<int> Read(std::vector<std::string> flags) {
    std::vector<const char*> argv = {"yuheng-ingestion"};
    for (const std::string& flag : flags) argv.push_back(flag.c_str());
    return ReadConfiguration({.name = "yuheng-ingestion",
                              .description = "Receives submissions.",
                              .argc = static_cast<int>(argv.size()),
                              .argv = argv.data(),
                              .out = &out_,
                              .err = &err_},
                             &config_);
  }

  std::filesystem::path folder_;
  IngestionConfig config_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ReadConfigurationTest, FileAndFlags_FlagsWin) {
  const std::string file = WriteFile(
      "server { listen_address: \"127.0.0.1:7001\" drain_timeout_ms: 900 }\n"
      "data_dir: \"/data\"  # kept\n"
      "worker_count: 3\n"
      "auto_accept: true\n");
  EXPECT_EQ(Read({"--config", file, "--listen_address=127.0.0.1:0",
                  "--worker_count", "5", "--document_size_bytes_max=8589934592",
                  "--auto_accept=false"}),
            std::nullopt)
      << err_.str();
  EXPECT_EQ(config_.server().listen_address(), "127.0.0.1:0");
  EXPECT_EQ(config_.server().drain_timeout_ms(), 900);
  EXPECT_EQ(config_.data_dir(), "/data");
  EXPECT_EQ(config_.worker_count(), 5);
  EXPECT_EQ(config_.document_size_bytes_max(), 8589934592);
  EXPECT_FALSE(config_.auto_accept());
}

TEST_F(ReadConfigurationTest, BoolFlagAlone_IsTrue) {
  EXPECT_EQ(Read({"--auto_accept"}), std::nullopt);
  EXPECT_TRUE(config_.auto_accept());
}

TEST_F(ReadConfigurationTest, BadFile_NamesLineAndColumn) {
  const std::string file =
      WriteFile("data_dir: \"/data\"\nworker_count: many\n");
  EXPECT_EQ(Read({"--config", file}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr(file + ":2:15: "));
}

TEST_F(ReadConfigurationTest, UnknownFieldInFile_IsNamed) {
  const std::string file = WriteFile("\n\ndata_dirr: \"/data\"\n");
  EXPECT_EQ(Read({"--config", file}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr(file + ":3:"));
  EXPECT_THAT(err_.str(), HasSubstr("data_dirr"));
}

TEST_F(ReadConfigurationTest, MissingFile_IsAUsageError) {
  EXPECT_EQ(Read({"--config", (folder_ / "none").string()}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("can't open config file"));
}

TEST_F(ReadConfigurationTest, UnknownFlag_IsAUsageError) {
  EXPECT_EQ(Read({"--liste_address=x"}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("liste_address"));
  EXPECT_THAT(err_.str(), HasSubstr("--help"));
}

TEST_F(ReadConfigurationTest, FlagOfAnotherType_IsAUsageError) {
  for (const char* flag : {"--worker_count=two", "--worker_count=99999999999",
                           "--auto_accept=perhaps"}) {
    EXPECT_EQ(Read({flag}), kExitUsage) << flag;
  }
  EXPECT_THAT(err_.str(), HasSubstr("--worker_count: \"two\""));
}

TEST_F(ReadConfigurationTest, Help_ExplainsEveryFlagFromTheContract) {
  EXPECT_EQ(Read({"--help"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("--listen_address"));
  EXPECT_THAT(out_.str(), HasSubstr("--config"));
  EXPECT_THAT(out_.str(), HasSubstr("Largest document, in bytes"));
  EXPECT_THAT(out_.str(), HasSubstr("host:port of validation."));
}

TEST_F(ReadConfigurationTest, Version_NamesTheBinary) {
  EXPECT_EQ(Read({"--version"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("yuheng-ingestion 0."));
}

TEST(ReportStartFailure, UnauthenticatedListener_IsUsageInBothLanguages) {
  std::ostringstream err;
  EXPECT_EQ(ReportStartFailure(
                "yuheng-x", MakeError(Reason::kUnauthenticatedListener), &err),
            kExitUsage);
  EXPECT_THAT(err.str(), HasSubstr("no authentication is configured yet"));
  EXPECT_THAT(err.str(), HasSubstr("尚未配置身份认证"));
  EXPECT_EQ(ReportStartFailure("x", absl::InternalError("y"), &err),
            kExitFailure);
}

TEST(EndIfFencedDeathTest, Fenced_SaysWhyInBothLanguagesAndExits) {
  EXPECT_EXIT(EndIfFenced("yuheng-aggregation",
                          absl::AbortedError("epoch 3 of /data is over")),
              ::testing::ExitedWithCode(kExitFenced),
              "another process has the data folder now.*epoch 3 of /data"
              "(.|\n)*接管.*epoch 3 of /data");
}

TEST(EndIfFenced, OtherwiseGoesOn) {
  EndIfFenced("yuheng-aggregation", absl::OkStatus());
  EndIfFenced("yuheng-aggregation", absl::UnavailableError("can't be read"));
}

}  // namespace
}  // namespace yuheng::rpc
