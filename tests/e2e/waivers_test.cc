// Explanations of findings and replays, through the command line, while
// processes are killed.

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "google/protobuf/struct.pb.h"
#include "gtest/gtest.h"
#include "tests/e2e/client.h"
#include "tests/e2e/command_line.h"
#include "tests/support/cluster.h"
#include "tests/support/command.h"
#include "tests/support/temp_dir.h"

namespace yuheng::testing {
namespace {

using google::protobuf::Struct;

const char kSample[] =
    YUHENG_SOURCE_DIR "/deploy/samples/changji-keji-2023.txt";
const char kRules[] = YUHENG_SOURCE_DIR "/services/validation/rules";

class Waivers : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string list = absl::StrCat(directory_.path(), "/list.csv");
    std::ofstream(list) << "code,name,aliases,kind,units\n"
                           "206,昌吉州科技局,昌吉州科学技术局,行政,\n";
    ClusterOptions options;
    options.bin_dir = YUHENG_BIN_DIR;
    options.department_file = list;
    options.ingestion.mutable_waivers()->add_error_rules("*");
    options.validation.set_overlay_file(overlay_);
    auto cluster = Cluster::Start(std::move(options));
    ASSERT_TRUE(cluster.ok()) << cluster.status();
    cluster_ = *std::move(cluster);
    sample_ = ReadFile(kSample);
  }

  // Validation goes on with the rules of one area only.
  void ServeOtherRules() {
    const std::string rules = absl::StrCat(directory_.path(), "/rules");
    std::filesystem::create_directory(rules);
    std::filesystem::copy(absl::StrCat(kRules, "/structure.textproto"), rules);
    cluster_->Kill9(Process::kValidation);
    std::ofstream(absl::StrCat(cluster_->dir(), "/validation.textproto"),
                  std::ios::app)
        << "rules_dir: \"" << rules << "\"\n";
    ASSERT_TRUE(cluster_->Restart(Process::kValidation).ok());
  }

  CommandResult Yuheng(std::vector<std::string> arguments) {
    return RunProgram("yuheng", std::move(arguments), cluster_->endpoints());
  }
  std::vector<Struct> Json(std::vector<std::string> arguments,
                           int exit_code = 0) {
    arguments.insert(arguments.end(), {"-o", "json"});
    const CommandResult result = Yuheng(arguments);
    EXPECT_EQ(result.exit_code, exit_code) << result.out << result.err;
    return JsonLines(result.out);
  }

  // Sends a version of the document; its name.
  std::string Submit(const std::string& text, const std::string& state,
                     int exit_code) {
    const std::string file =
        absl::StrCat(directory_.path(), "/", ++version_, ".txt");
    std::ofstream(file, std::ios::binary) << text;
    const auto answers = Json({"submit", file}, exit_code);
    if (answers.size() != 1) return "";
    EXPECT_EQ(Text(answers[0], "state"), state);
    return Text(answers[0], "submission");
  }
  // Finding id to its row of `waivers list`.
  std::map<std::string, Struct> List(const std::string& submission) {
    std::map<std::string, Struct> rows;
    for (const Struct& row : Json({"waivers", "list", submission})) {
      rows[Text(row, "finding")] = row;
    }
    return rows;
  }
  void KillIngestion() {
    cluster_->Kill9(Process::kIngestion);
    ASSERT_TRUE(cluster_->Restart(Process::kIngestion).ok());
  }
  bool BecomesStale(const std::string& submission) {
    const absl::Time end = absl::Now() + absl::Seconds(60);
    while (absl::Now() < end) {
      const auto shown = Json({"submissions", "get", submission});
      if (shown.size() == 1 &&
          shown[0].fields().at("verdictStale").bool_value()) {
        return true;
      }
    }
    return false;
  }

  TempDir directory_;
  std::unique_ptr<Cluster> cluster_;
  std::string sample_;
  std::string overlay_;  // A file; none unless set before SetUp.
  int version_ = 0;
};

class Replays : public Waivers {
 protected:
  void SetUp() override {
    overlay_ = absl::StrCat(directory_.path(), "/overlay.textproto");
    std::ofstream(overlay_)
        << "overrides { rule: 'A6-02' severity: SEVERITY_WARNING }\n";
    Waivers::SetUp();
  }

  // The inputs that a replay says are not the same.
  std::vector<std::string> Differing(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "check");
    const auto answers = Json(arguments, 1);
    std::vector<std::string> differing;
    if (answers.size() != 1) return {"no answer"};
    EXPECT_EQ(Text(answers[0], "result"), "DIFFERENT");
    for (const auto& value :
         answers[0].fields().at("hashes").list_value().values()) {
      const Struct& hash = value.struct_value();
      if (!hash.fields().at("same").bool_value()) {
        differing.push_back(Text(hash, "of"));
      }
    }
    return differing;
  }
};

TEST_F(Waivers, AreBoundToFiguresAndSurviveKills) {
  const std::string first = Submit(sample_, "RETURNED", 1);
  // Every error and one warning are explained, ingestion killed in between.
  std::string warning;
  int errors = 0;
  for (const auto& [id, row] : List(first)) {
    EXPECT_EQ(Text(row, "state"), "");
    const bool error = Text(row, "severity") == "ERROR";
    if (!error && !warning.empty()) continue;
    if (error) {
      ++errors;
    } else {
      warning = id;
    }
    Json({"waivers", "add", first, id, "--text", "checked: " + id, "--actor",
          "kjj"});
    if (errors == 1) KillIngestion();
  }
  ASSERT_GE(errors, 2);
  ASSERT_FALSE(warning.empty());
  KillIngestion();
  const auto shown = Json({"submissions", "get", first});
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_EQ(Text(shown[0], "state"), "PENDING_REVIEW");
  EXPECT_EQ(shown[0].fields().at("waivers").list_value().values_size(),
            errors + 1);
  // The beginning of an id will do, unless it is too short or nobody's.
  for (const std::string& id : {warning.substr(0, 5), std::string("zzzzzz")}) {
    EXPECT_EQ(
        Yuheng({"waivers", "remove", first, id, "--actor", "kjj"}).exit_code,
        2);
  }
  EXPECT_EQ(Yuheng({"waivers", "remove", first, warning.substr(0, 8), "--actor",
                    "kjj"})
                .exit_code,
            0);
  EXPECT_EQ(Text(List(first)[warning], "state"), "");
  Json({"waivers", "add", first, warning, "--text", "again", "--actor", "kjj"});

  // The same figures: everything is carried over.
  const std::string second = Submit(sample_ + "\n", "PENDING_REVIEW", 0);
  EXPECT_NE(second, first);
  auto rows = List(second);
  EXPECT_EQ(Text(rows[warning], "state"), "ACTIVE");
  EXPECT_EQ(Text(rows[warning], "text"), "again");
  EXPECT_EQ(absl::StrCat("prefectures/652300/departments/206/submissions/",
                         Text(rows[warning], "origin")),
            first);
  KillIngestion();

  // Other figures: what was said about the old ones lapses.
  const std::string third = Submit(
      absl::StrReplaceAll(sample_, {{"\t19.43", "\t19.36"}}), "RETURNED", 1);
  int lapsed = 0;
  for (const auto& [id, row] : List(third)) {
    if (Text(row, "state") != "LAPSED") continue;
    ++lapsed;
    EXPECT_EQ(Text(row, "text"), "checked: " + id);
  }
  EXPECT_GE(lapsed, 1);
  EXPECT_EQ(Text(List(third)[warning], "state"), "ACTIVE");
}

// Two sections tell different amounts; then they do so with another amount.
TEST_F(Waivers, LapseWhenTheRuleFindsAnotherErrorAtThePlaces) {
  const auto find = [this](const std::string& submission,
                           absl::string_view state) {
    std::vector<Struct> rows;
    for (const auto& [id, row] : List(submission)) {
      if (Text(row, "rule") == "N-08" &&
          Text(row, "address") == "N2:unit:amount" &&
          Text(row, "state") == state) {
        rows.push_back(row);
      }
    }
    return rows;
  };
  const std::string first = Submit(sample_, "RETURNED", 1);
  const auto open = find(first, "");
  ASSERT_EQ(open.size(), 1u);
  Json({"waivers", "add", first, Text(open[0], "finding"), "--text", "merged",
        "--actor", "kjj"});

  // Elsewhere something changes: it stays explained.
  const std::string second = Submit("\n" + sample_, "RETURNED", 1);
  EXPECT_EQ(find(second, "ACTIVE").size(), 1u);
  EXPECT_EQ(find(second, "").size(), 0u);

  const std::string third = Submit(
      absl::StrReplaceAll(sample_, {{"单位资金30万元", "单位资金25万元"}}),
      "RETURNED", 1);
  const auto lapsed = find(third, "LAPSED");
  ASSERT_EQ(lapsed.size(), 1u);
  EXPECT_EQ(Text(lapsed[0], "text"), "merged");
  EXPECT_EQ(find(third, "ACTIVE").size(), 0u);
  const auto again = find(third, "");
  ASSERT_EQ(again.size(), 1u);
  EXPECT_NE(Text(again[0], "finding"), Text(open[0], "finding"));
}

TEST_F(Waivers, ReplaySaysSameUntilTheRulesChange) {
  const std::string first = Submit(sample_, "RETURNED", 1);
  KillIngestion();
  const auto same = Json({"check", "--replay", first});
  ASSERT_EQ(same.size(), 1u);
  EXPECT_EQ(Text(same[0], "result"), "SAME");
  for (const auto& value :
       same[0].fields().at("hashes").list_value().values()) {
    const Struct& hash = value.struct_value();
    EXPECT_TRUE(hash.fields().at("same").bool_value()) << Text(hash, "of");
    EXPECT_EQ(Text(hash, "stored"), Text(hash, "now"));
  }
  EXPECT_NE(Yuheng({"check", "--replay", first}).out.find("SAME"),
            std::string::npos);
  EXPECT_EQ(Yuheng({"check", "--replay", first + "0"}).exit_code, 2);

  ServeOtherRules();
  EXPECT_TRUE(BecomesStale(first));
  const auto still = Json({"check", "--replay", first});
  EXPECT_EQ(Text(still.at(0), "result"), "SAME");
  const auto sent = Json({"submit", kSample}, 0);
  ASSERT_EQ(sent.size(), 1u);
  const auto different =
      Json({"check", "--replay", Text(sent[0], "submission")}, 1);
  ASSERT_EQ(different.size(), 1u);
  EXPECT_EQ(Text(different[0], "result"), "DIFFERENT");
  EXPECT_GT(different[0].fields().at("added").list_value().values_size(), 0);
  const CommandResult told =
      Yuheng({"check", "--replay", Text(sent[0], "submission")});
  EXPECT_NE(told.out.find("not the same: the rules"), std::string::npos)
      << told.out;
}

TEST_F(Replays, TakeTheOverlayAndWhatTheDocumentWasComparedWith) {
  const std::string last_year = absl::StrReplaceAll(
      ReadFile(YUHENG_SOURCE_DIR
               "/deploy/samples/changji-keji-2023-corrected.txt"),
      {{"2022", "2021"}, {"2023", "2022"}});
  Submit(last_year, "POSTED", 0);
  const std::string prior = absl::StrCat(directory_.path(), "/1.txt");
  const std::string name = Submit(sample_, "RETURNED", 1);
  const auto shown = Json({"submissions", "show", name});
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_GT(shown[0].fields().at("groups").list_value().values_size(), 0);
  KillIngestion();

  // By the beginning of its id, against what ingestion says it was given.
  const std::string id = name.substr(name.rfind('/') + 1, 12);
  const auto same = Json({"check", "--replay", id, "--overlay", overlay_});
  ASSERT_EQ(same.size(), 1u);
  EXPECT_EQ(Text(same[0], "result"), "SAME");
  EXPECT_EQ(Text(same[0], "submission"), name);
  for (const auto& value :
       same[0].fields().at("hashes").list_value().values()) {
    const Struct& hash = value.struct_value();
    EXPECT_EQ(Text(hash, "stored").size(), 64u) << Text(hash, "of");
    EXPECT_EQ(Text(hash, "stored"), Text(hash, "now"));
  }
  // Or against a file of the same bytes.
  Json({"check", "--replay", id, "--overlay", overlay_, "--prior", prior});

  EXPECT_EQ(Differing({"--replay", id}), std::vector<std::string>{"overlay"});
  EXPECT_EQ(
      Differing({"--replay", id, "--overlay", overlay_, "--prior", kSample}),
      std::vector<std::string>{"references"});
  const CommandResult told = Yuheng({"check", "--replay", id});
  EXPECT_NE(told.out.find("give the overlay of that time with --overlay"),
            std::string::npos)
      << told.out;
}

}  // namespace
}  // namespace yuheng::testing
