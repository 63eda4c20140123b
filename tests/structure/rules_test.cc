// Each rule can fail: small samples that break it, and some that do not.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/structure/include_rules.h"
#include "tests/structure/source_tree.h"
#include "tests/structure/text_rules.h"

namespace yuheng::structure {
namespace {

SourceFile Including(const std::string& path, const std::string& include) {
  return {path, "// A comment.\n#include <" + include + ">\n"};
}

struct IncludeCase {
  const char* path;
  const char* include;
  bool allowed;
};

class IncludeRules : public ::testing::TestWithParam<IncludeCase> {};

TEST_P(IncludeRules, Decide) {
  const IncludeCase& sample = GetParam();
  const auto found = CheckIncludes(Including(sample.path, sample.include));
  EXPECT_EQ(found.empty(), sample.allowed)
      << sample.path << " " << sample.include << "\n"
      << Describe(found);
  for (const Violation& violation : found) EXPECT_EQ(violation.line, 2);
}

INSTANTIATE_TEST_SUITE_P(
    Samples, IncludeRules,
    ::testing::Values(
        IncludeCase{"services/budget/a.cc", "services/rpc/reason.h", false},
        IncludeCase{"services/budget/a.cc", "services/budget/text.h", true},
        IncludeCase{"services/budget/a.cc", "grpcpp/channel.h", false},
        IncludeCase{"services/budget/a.cc", "absl/time/clock.h", false},
        IncludeCase{"services/aggregation/posting/a.h", "thread", false},
        IncludeCase{"services/aggregation/posting/a.h", "map", true},
        IncludeCase{"services/aggregation/ledger/commit_loop.h", "thread",
                    true},
        IncludeCase{"services/aggregation/ledger/shard.h", "thread", false},
        IncludeCase{"services/aggregation/totals/a.cc", "storage/store.h",
                    false},
        IncludeCase{"services/aggregation/service/a.cc",
                    "services/ingestion/lifecycle/step.h", false},
        IncludeCase{"services/aggregation/service/a.cc",
                    "yuheng/aggregation/v1/aggregation_service.grpc.pb.h",
                    true},
        IncludeCase{"services/aggregation/feed/a.cc",
                    "yuheng/aggregation/v1/aggregation_service.grpc.pb.h",
                    false},
        IncludeCase{"services/aggregation/service/a.cc",
                    "storage/rocksdb/rocksdb_store.h", false},
        IncludeCase{"services/aggregation/main.cc",
                    "storage/rocksdb/rocksdb_store.h", true},
        IncludeCase{"services/ingestion/service/a.cc", "rocksdb/db.h", false},
        IncludeCase{"services/cli/commands/a.cc",
                    "services/ingestion/formats/document_reader.h", true},
        IncludeCase{"services/cli/commands/a.cc",
                    "services/validation/validation_service.h", false},
        IncludeCase{"services/cli/commands/a.cc", "storage/store.h", false},
        IncludeCase{"services/reporting/service/a.cc", "storage/store.h",
                    false},
        IncludeCase{"services/telemetry/a.cc", "services/rpc/loopback.h", true},
        IncludeCase{"services/telemetry/a.cc", "services/rpc/server.h", false},
        IncludeCase{"services/rpc/a.cc", "spdlog/spdlog.h", false},
        IncludeCase{"storage/format/a.cc", "services/budget/check.h", false},
        IncludeCase{"storage/testing/a.cc", "storage/rocksdb/engine.h", false},
        IncludeCase{"storage/rocksdb/a.cc", "rocksdb/db.h", true},
        IncludeCase{"storage/rocksdb/a.cc", "rados/librados.h", false},
        IncludeCase{"tests/unit/a.cc", "rocksdb/db.h", true}));

TEST(IncludeRules, FolderWithoutRule_IsReported) {
  EXPECT_EQ(CheckIncludes(Including("services/new/a.cc", "map")).size(), 1u);
}

TEST(Guard, OfAnotherPath_IsReported) {
  const std::string good =
      "// Words.\n#ifndef YUHENG_A_B_C_H_\n#define YUHENG_A_B_C_H_\n#endif\n";
  EXPECT_TRUE(CheckGuard({"a/b_c.h", good}).empty());
  EXPECT_EQ(CheckGuard({"a/other.h", good}).size(), 1u);
  EXPECT_EQ(CheckGuard({"a/b_c.h", "#pragma once\n"}).size(), 1u);
  EXPECT_EQ(CheckGuard({"a/b_c.h", "#ifndef YUHENG_A_B_C_H_\nint a;\n"}).size(),
            1u);
  EXPECT_EQ(CheckGuard({"a/b_c.h", ""}).size(), 1u);
}

TEST(OwnHeader, NotFirst_IsReported) {
  const std::string text = "#include <map>\n#include \"a/b.h\"\n";
  EXPECT_EQ(CheckOwnHeaderFirst({"a/b.cc", text}, true).size(), 1u);
  EXPECT_TRUE(CheckOwnHeaderFirst({"a/b.cc", text}, false).empty());
  EXPECT_TRUE(
      CheckOwnHeaderFirst({"a/b.cc", "#include \"a/b.h\"\n"}, true).empty());
  EXPECT_EQ(CheckOwnHeaderFirst({"a/b.cc", "int a;\n"}, true).size(), 1u);
}

TEST(Length, OneLineTooMany_IsReported) {
  std::string text;
  for (int i = 0; i < kFileLinesMax; ++i) text += "x\n";
  EXPECT_TRUE(CheckLength({"a.cc", text}).empty());
  EXPECT_EQ(CheckLength({"a.cc", text + "x\n"}).size(), 1u);
  EXPECT_TRUE(CheckLength({"a.csv", text + "x\n"}).empty());
}

TEST(Words, MachinePathRegistryAndUnfinished_AreReported) {
  for (const char* text : {"see /hom"
                           "e/me/x",
                           "cd /wor"
                           "k/main",
                           "https://registry.np"
                           "mjs.org/x",
                           "// TO"
                           "DO: x",
                           "TEST(A, DISA"
                           "BLED_B)"}) {
    const auto found = CheckWords({"a.md", std::string("fine\n") + text});
    ASSERT_FALSE(found.empty()) << text;
    EXPECT_EQ(found[0].line, 2);
  }
  EXPECT_TRUE(CheckWords({"a.md", "homework, a network/a path\n"}).empty());
}

TEST(FloatingPoint, InCodeNearMoney_IsReported) {
  const auto found =
      CheckFloatingPoint({"services/budget/a.cc", "int a;\ndouble b = 0;\n"});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].line, 2);
  EXPECT_EQ(CheckFloatingPoint({"storage/a.h", "float x;"}).size(), 1u);
  EXPECT_TRUE(CheckFloatingPoint({"services/rpc/a.cc", "double b;"}).empty());
  EXPECT_TRUE(CheckFloatingPoint({"storage/a.cc",
                                  "// a double\n/* float */ int doubled;\n"
                                  "f(\"double\"); n = 1'000; // float\n"})
                  .empty());
}

TEST(TopLevel, UnknownName_IsReported) {
  EXPECT_TRUE(CheckTopLevel({".ci", "README.md", "README.zh-CN.md",
                             "Dockerfile", "services"})
                  .empty());
  EXPECT_EQ(CheckTopLevel({"docs", "notes.md", "tests"}).size(), 2u);
}

TEST(Folders, WithoutPurpose_AreReported) {
  const SourceFile top = {
      "a/CMakeLists.txt",
      "# The vocabulary of it all.\n#   inner  and so on\n"};
  EXPECT_TRUE(CheckFolders({top, {"a/x.cc", ""}}).empty());
  EXPECT_TRUE(CheckFolders({top, {"a/inner/x.cc", ""}}).empty());
  EXPECT_EQ(CheckFolders({top, {"a/other/x.cc", ""}}).size(), 1u);
  EXPECT_EQ(CheckFolders({{"a/x.cc", ""}}).size(), 1u);
  EXPECT_EQ(CheckFolders({{"a/CMakeLists.txt", "add_library(a)\n"}}).size(),
            1u);
}

TEST(Folders, NameThatSaysNothing_IsReported) {
  EXPECT_EQ(
      CheckFolders({{"a/util/CMakeLists.txt", "# A purpose that is said.\n"}})
          .size(),
      1u);
}

TEST(ReadmeCommands, Missing_AreReported) {
  const SourceFile demo = {"deploy/demo", ""};
  EXPECT_TRUE(CheckReadmeCommands(
                  {demo, {"README.md", "Run `./deploy/demo --once`.\n"}})
                  .empty());
  EXPECT_EQ(
      CheckReadmeCommands({demo, {"README.md", "x\n    ./deploy/none\n"}})[0]
          .line,
      2);
  EXPECT_TRUE(
      CheckReadmeCommands({{"README.md", "../deploy/none a/./b"}}).empty());
}

TEST(MessageIds, UnusedOrUnknown_AreReported) {
  const SourceFile catalogue = {
      "services/budget/messages/a.textproto",
      "message {\n  id: \"a.used\"\n}\nmessage { id: \"a.state_new\" }\n"};
  const auto with = [&](const std::string& code) {
    return CheckMessageIds({catalogue, {"services/x/x.cc", code}});
  };
  EXPECT_TRUE(
      with("M(\"a.used\"); M(S(\"a.state_\", s)); F(\"b.c\");").empty());
  EXPECT_EQ(
      Describe(with("M(\"a.used\");")),
      "services/budget/messages/a.textproto:4: no source uses the message "
      "a.state_new\n");
  EXPECT_EQ(Describe(with("M(\"a.used\", \"a.state_new\", \"a.none\");")),
            "services/x/x.cc:0: no message has the id a.none\n");
  EXPECT_EQ(with("// \"a.used\" \"a.state_new\"").size(), 2u);
}

TEST(Scanner, Literals_AreUnescapedAsWritten) {
  EXPECT_EQ(Literals("f(\"a\", 'x', \"\", \"b\\\"c\" /* \"no\" */ \"d\");"),
            (std::vector<std::string>{"a", "b\\\"c", "d"}));
}

}  // namespace
}  // namespace yuheng::structure
