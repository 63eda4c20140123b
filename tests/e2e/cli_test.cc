// The command line as scripts see it: the JSON of parse and check, and the exit
// codes.

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "gtest/gtest.h"
#include "services/cli/sample/sample.h"
#include "tests/e2e/client.h"
#include "tests/e2e/command_line.h"
#include "tests/support/temp_dir.h"

namespace yuheng::testing {
namespace {

using google::protobuf::ListValue;
using google::protobuf::Struct;

const char kSample[] =
    YUHENG_SOURCE_DIR "/deploy/samples/changji-keji-2023.txt";
const char kCorrected[] =
    YUHENG_SOURCE_DIR "/deploy/samples/changji-keji-2023-corrected.txt";

std::vector<std::string> Keys(const Struct& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.fields()) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  return keys;
}

TEST(Parse, PrintsOneObjectAFile) {
  const CommandResult result =
      Yuheng({"parse", kSample, kCorrected, "-o", "json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const auto objects = JsonLines(result.out);
  ASSERT_EQ(objects.size(), 2u);
  const auto& fields = objects[0].fields();
  EXPECT_EQ(fields.at("file").string_value(), kSample);
  EXPECT_EQ(fields.at("department").string_value(), "昌吉州科技局");
  EXPECT_EQ(fields.at("fiscalYear").number_value(), 2023);
  EXPECT_EQ(fields.at("form").string_value(), "xinjiang-2023");
  const ListValue& facts = fields.at("facts").list_value();
  EXPECT_EQ(facts.values_size(), 392);
  EXPECT_EQ(Keys(facts.values(0).struct_value()),
            (std::vector<std::string>{"address", "line", "printed", "value"}));
  bool found = false;
  for (const auto& fact : facts.values()) {
    const auto& members = fact.struct_value().fields();
    if (members.at("address").string_value() != "T6:303:total") continue;
    found = true;
    EXPECT_EQ(members.at("value").string_value(), "19.43");
    EXPECT_GT(members.at("line").number_value(), 0);
  }
  EXPECT_TRUE(found);
  EXPECT_GT(fields.at("texts").list_value().values_size(), 50);
}

TEST(Check, PrintsTheVerdictAndItsFindings) {
  const CommandResult result = Yuheng({"check", kSample, "-o", "json"});
  EXPECT_EQ(result.exit_code, 1) << result.err;
  const auto objects = JsonLines(result.out);
  ASSERT_EQ(objects.size(), 1u);
  const auto& fields = objects[0].fields();
  EXPECT_EQ(
      Keys(objects[0]),
      (std::vector<std::string>{"department", "file", "findings", "fiscalYear",
                                "form", "groups", "problems", "verdict"}));
  EXPECT_EQ(fields.at("form").string_value(), "xinjiang-2023");
  EXPECT_EQ(fields.at("verdict").string_value(), "ERRORS");
  const Struct& first =
      fields.at("findings").list_value().values(0).struct_value();
  EXPECT_EQ(Keys(first),
            (std::vector<std::string>{"actual", "difference", "expected", "id",
                                      "message", "places", "rule", "severity",
                                      "status"}));
  EXPECT_EQ(first.fields().at("id").string_value().size(), 16u);
  std::vector<std::string> errors;
  for (const auto& value : fields.at("findings").list_value().values()) {
    const auto& finding = value.struct_value().fields();
    if (finding.at("severity").string_value() != "ERROR") continue;
    const auto& place =
        finding.at("places").list_value().values(0).struct_value().fields();
    errors.push_back(absl::StrCat(finding.at("rule").string_value(), " ",
                                  place.at("address").string_value(), " ",
                                  finding.at("expected").string_value(), " ",
                                  finding.at("actual").string_value()));
  }
  ASSERT_GE(errors.size(), 2u);
  EXPECT_EQ(errors[0], "A6-02 T6:303:total 19.46 19.43");
  EXPECT_EQ(errors[1], "A6-02 T6:303:personnel 19.46 19.43");
}

TEST(Check, OverlayShowsInTheVerdict) {
  const TempDir directory;
  const std::string overlay = absl::StrCat(directory.path(), "/overlay");
  std::ofstream(overlay) << "overrides { rule: 'A6-02' off: true }\n"
                            "overrides { rule: 'N-16' severity: "
                            "SEVERITY_NOTE last_year: 2023 }\n";
  const CommandResult json =
      Yuheng({"check", kSample, "--overlay", overlay, "-o", "json"});
  const auto objects = JsonLines(json.out);
  ASSERT_EQ(objects.size(), 1u) << json.err;
  const auto& fields = objects[0].fields();
  for (const auto& value : fields.at("findings").list_value().values()) {
    EXPECT_NE(value.struct_value().fields().at("rule").string_value(), "A6-02");
  }
  const Struct& shown = fields.at("overlay").struct_value();
  EXPECT_EQ(shown.fields().at("count").number_value(), 2);
  EXPECT_EQ(shown.fields().at("sha256").string_value().size(), 64u);
  const CommandResult text = Yuheng({"check", kSample, "--overlay", overlay});
  EXPECT_NE(text.out.find("switched off: A6-02"), std::string::npos)
      << text.out;
  EXPECT_NE(text.out.find("changed: N-16 NOTE"), std::string::npos) << text.out;
  std::ofstream(overlay) << "overrides { rule: 'Q-99' off: true }";
  const CommandResult wrong = Yuheng({"check", kSample, "--overlay", overlay});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_NE(wrong.err.find(overlay + ":1:1: the catalogue has no rule Q-99"),
            std::string::npos)
      << wrong.err;
}

TEST(Check, OtherDocumentsAreComparedWith) {
  // The department as its own only unit: every cell is the sum.
  const CommandResult same =
      Yuheng({"check", kCorrected, "--unit", kCorrected, "-o", "json"});
  EXPECT_EQ(same.exit_code, 0) << same.out;
  EXPECT_EQ(JsonLines(same.out)
                .at(0)
                .fields()
                .at("referencesSha256")
                .string_value()
                .size(),
            64u);
  const CommandResult twice =
      Yuheng({"check", kCorrected, "--unit", kCorrected, "--unit", kCorrected});
  EXPECT_EQ(twice.exit_code, 1);
  EXPECT_NE(twice.out.find("L-04"), std::string::npos) << twice.out;
  // 2023 is not the year before 2023.
  const CommandResult prior =
      Yuheng({"check", kCorrected, "--prior", kCorrected});
  EXPECT_EQ(prior.exit_code, 2);
  EXPECT_NE(prior.err.find("must be of 2022"), std::string::npos) << prior.err;
  EXPECT_EQ(Yuheng({"check", kCorrected, "--prior", "/no/such"}).exit_code, 2);
}

TEST(Check, DocumentsOfAnotherDepartment_AreRefusedUnlessItWasRenamed) {
  const TempDir directory;
  const auto write = [&](const std::string& name, const std::string& text) {
    const std::string file = absl::StrCat(directory.path(), "/", name);
    std::ofstream(file) << text;
    return file;
  };
  const auto now = cli::GenerateSamples({.seed = 3, .departments = 2});
  const auto before =
      cli::GenerateSamples({.seed = 3, .departments = 2, .fiscal_year = 2022});
  const std::string own = write("own.txt", now[0].text);
  const std::string other = write("other.txt", now[1].text);
  const std::string own_before = write("own-2022.txt", before[0].text);
  const std::string other_before = write("other-2022.txt", before[1].text);
  const auto check = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"check", own});
    return Yuheng(arguments);
  };
  EXPECT_NE(check({"--prior", own_before}).exit_code, 2);
  for (const auto& arguments :
       {std::vector<std::string>{"--unit", other},
        std::vector<std::string>{"--prior", other_before}}) {
    const CommandResult refused = check(arguments);
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_EQ(refused.out, "");
    for (const std::string& part :
         {now[0].name, now[1].name, std::string("--renamed")}) {
      EXPECT_NE(refused.err.find(part), std::string::npos) << refused.err;
    }
  }
  const CommandResult renamed = check({"--prior", other_before, "--renamed"});
  EXPECT_NE(renamed.out.find("warning Y-12"), std::string::npos) << renamed.out;
  EXPECT_EQ(check({"--unit", other, "--renamed"}).exit_code, 1);
}

TEST(Sample, FolderWithFiles_IsLeftAloneUnlessForced) {
  const TempDir directory;
  const std::string out = absl::StrCat(directory.path(), "/samples");
  const std::vector<std::string> sample = {"sample", "--departments", "1",
                                           "--out", out};
  EXPECT_EQ(Yuheng(sample).exit_code, 0);
  const std::string list = out + "/departments.csv";
  std::ofstream(list) << "mine";
  const CommandResult refused = Yuheng(sample);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("--force"), std::string::npos) << refused.err;
  EXPECT_EQ(ReadFile(list), "mine");
  auto forced = sample;
  forced.push_back("--force");
  EXPECT_EQ(Yuheng(forced).exit_code, 0);
  EXPECT_NE(ReadFile(list), "mine");
}

TEST(Rules, DocumentHoldsTheCatalogue) {
  const TempDir directory;
  const std::string out = absl::StrCat(directory.path(), "/rules.md");
  EXPECT_EQ(Yuheng({"rules", "document", "--out", out}).exit_code, 0);
  std::ifstream file(out);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  EXPECT_EQ(text, Yuheng({"rules", "document"}).out);
  EXPECT_EQ(Yuheng({"rules", "document", "--out", out}).exit_code, 2);
  EXPECT_NE(text.find("### A6-02 "), std::string::npos);
  const CommandResult shown = Yuheng({"rules", "show", "L-04"});
  EXPECT_NE(shown.out.find("source: Budget Law"), std::string::npos)
      << shown.out;
  EXPECT_EQ(Yuheng({"rules", "document", "--out", "/no/such/file"}).exit_code,
            2);
}

TEST(ExitCodes, AreAsDocumented) {
  const TempDir directory;
  const std::string empty = absl::StrCat(directory.path(), "/empty.txt");
  std::ofstream(empty).close();
  EXPECT_EQ(Yuheng({"check", kCorrected}).exit_code, 0);
  EXPECT_EQ(Yuheng({"check", kSample}).exit_code, 1);
  EXPECT_EQ(Yuheng({"check", empty}).exit_code, 2);
  EXPECT_EQ(Yuheng({"check", kSample, empty}).exit_code, 2);
  EXPECT_EQ(Yuheng({"check", "/no/such/file"}).exit_code, 2);
  EXPECT_EQ(Yuheng({"check"}).exit_code, 2);
  EXPECT_EQ(Yuheng({"chekc", kSample}).exit_code, 2);
  EXPECT_EQ(Yuheng({"--help"}).exit_code, 0);
  EXPECT_EQ(Yuheng({"rules", "show", "a6-02"}).exit_code, 0);
  EXPECT_EQ(Yuheng({"rules", "show", "A0-00"}).exit_code, 2);
  // Nobody listens there.
  const CommandResult refused = Yuheng({"totals"}, "127.0.0.1:1");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("./deploy/up"), std::string::npos) << refused.err;
}

TEST(Desk, IsUsedThroughTheCommandLine) {
  const TempDir directory;
  const auto documents = cli::GenerateSamples({.seed = 3, .departments = 2});
  const auto cluster =
      StartCluster(documents, directory.path(), /*auto_accept=*/false);
  ASSERT_NE(cluster, nullptr);
  const std::string file = absl::StrCat(directory.path(), "/budget.txt");
  std::ofstream(file) << documents[0].text;
  const auto run = [&](std::vector<std::string> arguments) {
    const CommandResult result =
        Yuheng(std::move(arguments), cluster->endpoints());
    EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
    return result.out;
  };
  const auto submitted = JsonLines(run({"submit", file, "-o", "json"}));
  ASSERT_EQ(submitted.size(), 1u);
  EXPECT_EQ(submitted[0].fields().at("state").string_value(), "PENDING_REVIEW");
  const std::string name =
      submitted[0].fields().at("submission").string_value();
  const auto accepted = JsonLines(run(
      {"submissions", "accept", name, "--actor", "reviewer", "-o", "json"}));
  ASSERT_EQ(accepted.size(), 1u);
  // Posting may still be under way; totals tell when it is done.
  run({"watch", "totals", "--until", "1", "-o", "json"});
  const auto totals = JsonLines(run({"totals", "T1:in:ALL", "-o", "json"}));
  ASSERT_EQ(totals.size(), 1u);
  EXPECT_EQ(totals[0].fields().at("derived").string_value(),
            totals[0].fields().at("printed").string_value());
  EXPECT_EQ(JsonLines(run({"entries", "list", "-o", "json"})).size(), 1u);
  EXPECT_EQ(JsonLines(run({"report", "progress", "-o", "json"})).size(), 2u);
  const std::string third =
      run({"report", "tables", "--table", "3", "-o", "csv"});
  EXPECT_FALSE(third.empty());
  EXPECT_EQ(run({"report", "tables", "--table", "表3", "-o", "csv"}), third);
  const std::string workbook = absl::StrCat(directory.path(), "/all.xlsx");
  run({"report", "tables", "--xlsx", workbook});
  EXPECT_EQ(ReadFile(workbook).substr(0, 2), "PK");
  // Not over what is there, and not without a reason.
  EXPECT_EQ(
      Yuheng({"report", "tables", "--xlsx", workbook}, cluster->endpoints())
          .exit_code,
      2);
  run({"report", "tables", "--xlsx", workbook, "--force"});
  EXPECT_EQ(Yuheng({"submissions", "withdraw", name, "--actor", "bureau"},
                   cluster->endpoints())
                .exit_code,
            2);
  EXPECT_NE(run({"totals", "表1"}).find("T1:in:ALL"), std::string::npos);
  for (const auto& [arguments, reason] :
       std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"totals", "--year", "2030"}, "nothing posted for 2030"},
           {{"totals", "--department", "999"}, "department 999"},
           {{"totals", "T3:999"}, "begins with T3:999"},
           {{"submissions", "list", "--department", "999"}, "no submission"}}) {
    const CommandResult empty = Yuheng(arguments, cluster->endpoints());
    EXPECT_EQ(empty.exit_code, 0);
    EXPECT_NE(empty.err.find(reason), std::string::npos) << empty.err;
  }
  EXPECT_EQ(Yuheng({"totals", "T99"}, cluster->endpoints()).exit_code, 2);
  const std::string list = run({"submissions", "list"});
  for (const char* part : {"2023", "approved", "posted"}) {
    EXPECT_NE(list.find(part), std::string::npos) << list;
  }
  run({"submissions", "withdraw", name.substr(name.rfind('/') + 1, 8),
       "--actor", "bureau", "--reason", "a mistake"});
  run({"watch", "totals", "--until", "2", "-o", "json"});
  EXPECT_TRUE(JsonLines(run({"totals", "-o", "json"})).empty());
  run({"verify"});
}

}  // namespace
}  // namespace yuheng::testing
