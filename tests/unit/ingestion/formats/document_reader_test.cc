// What can't be read at all, encodings, and the canonical forms.
#include "services/ingestion/formats/document_reader.h"

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <random>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/document_codec.h"
#include "services/rpc/reason.h"
#include "tests/unit/ingestion/formats/text_builder.h"
#include "yuheng/budget/v1/document.pb.h"

namespace yuheng::ingestion {
namespace {

using rpc::Reason;

void ExpectRefused(const std::string& bytes, Reason reason,
                   absl::string_view name = "a.txt") {
  const auto document = Read(bytes, name);
  ASSERT_FALSE(document.ok());
  const rpc::ErrorDetails details = rpc::DetailsOf(document.status());
  EXPECT_EQ(details.reason_name, std::string(rpc::InfoOf(reason).name));
  EXPECT_FALSE(details.zh.empty());
  EXPECT_FALSE(details.en.empty());
}

std::string Encode(const std::string& utf8, const char* name) {
  UErrorCode error = U_ZERO_ERROR;
  std::string out(utf8.size() * 4 + 16, '\0');
  out.resize(ucnv_convert(name, "UTF-8", out.data(), out.size(), utf8.data(),
                          utf8.size(), &error));
  EXPECT_TRUE(U_SUCCESS(error));
  return out;
}

TEST(DocumentReader, Read_NoText_IsEmpty) {
  ExpectRefused("", Reason::kDocumentEmpty);
  ExpectRefused(" \n\t\r\n　　\n", Reason::kDocumentEmpty);
  ExpectRefused("\xEF\xBB\xBF\n", Reason::kDocumentEmpty);
}

TEST(DocumentReader, Read_BinaryFiles_AreToldWhatToDo) {
  const std::string zip("PK\x03\x04\x14\x00\x06\x00", 8);
  ExpectRefused(zip, Reason::kDocumentUnreadable, "预算.docx");
  EXPECT_TRUE(absl::StrContains(rpc::DetailsOf(Read(zip).status()).en, "Word"));
  ExpectRefused("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Reason::kDocumentBinary);
  ExpectRefused("%PDF-1.7\n", Reason::kDocumentBinary);
  ExpectRefused(std::string("\x89PNG\r\n\x1A\n\0\0", 10),
                Reason::kDocumentBinary);
  ExpectRefused(std::string(1000, '\0') + "表1", Reason::kDocumentBinary);
}

TEST(DocumentReader, Read_TooLarge_IsRefusedBeforeReading) {
  ReadOptions options;
  options.size_bytes_max = 10;
  const auto document =
      ReadDocument(budget::StandardForm(), "12345678901", options);
  EXPECT_EQ(rpc::ReasonOf(document.status()), Reason::kDocumentTooLarge);
}

TEST(DocumentReader, Read_TooManyLines_IsRefused) {
  ExpectRefused(std::string(1'000'001, '\n') + "x", Reason::kDocumentTooLarge);
}

TEST(DocumentReader, Read_BeyondTheLimits_IsRefusedOrCutShort) {
  const std::string head = "部门支出总体情况表\n单位：万元\n\n";
  const std::string row = PrintRow({"206", "", "", "甲", "1", "1", ""});
  std::string rows = head;
  for (int i = 0; i < 20'001; ++i) rows += row;
  ExpectRefused(rows, Reason::kDocumentUnreadable);

  std::string tables;
  for (int i = 0; i < 65; ++i) tables += head + row;
  ExpectRefused(tables, Reason::kDocumentUnreadable);
  std::string titles;
  for (int i = 0; i < 300; ++i) titles += "部门支出总体情况表\n";
  ExpectRefused(titles, Reason::kDocumentUnreadable);

  std::string problems = head;
  for (int i = 0; i < 1'200; ++i) {
    problems += PrintRow({"206", "", "", "甲", "x", "1", ""});
  }
  const auto document = Read(problems);
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->problems.size(), budget::kProblemsMax);
  EXPECT_TRUE(HasProblem(*document, "reader.problems_too_many"));
}

TEST(DocumentReader, Read_OtherTexts_AreNoBudget) {
  ExpectRefused("明天下午三点开会。\n请准时参加。\n",
                Reason::kDocumentNotABudget);
  ExpectRefused("a,b,c\n1,2,3\n", Reason::kDocumentNotABudget);
  ExpectRefused("第一部分 小说\n\n从前有座山。\n", Reason::kDocumentNotABudget);
}

TEST(DocumentReader, Read_FinalAccount_IsRefused) {
  ExpectRefused(
      "昌吉州科技局2022年度部门决算公开\n\n第一部分 "
      "单位概况\n\n一、主要职能\n\n"
      "第二部分 2022年度部门决算情况说明\n\n一、收入支出决算总体情况说明\n\n"
      "决算数比年初预算增加。\n\n第三部分 部门决算报表\n\n收入支出决算总表\n\n"
      "单位：万元\n\n\t项目\n\t年初预算数\n\t决算数\n\n",
      Reason::kDocumentFinalAccount);
}

TEST(DocumentReader, Read_MentionOfFinalAccounts_StaysABudget) {
  const auto document =
      Read(Sample() +
           "\n九、决算：指按照法定程序编制的决算。决算数见决算。\n"
           "（六）预决算公开情况\n");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->kind, budget::DocumentKind::kDepartmentBudget);
}

TEST(DocumentReader, Read_OtherYear_IsTheYearOfTheHeadings) {
  const auto document = Read(Replace(Sample(), "2023年", "2024年"));
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->fiscal_year, 2024);
}

TEST(DocumentReader, Read_Encodings_GiveTheSameDocument) {
  const std::string text = Sample();
  const struct {
    std::string bytes;
    const char* encoding;
  } cases[] = {
      {text, "UTF-8"},
      {"\xEF\xBB\xBF" + text, "UTF-8-BOM"},
      {Encode(text, "gb18030"), "GB18030"},
      {"\xFF\xFE" + Encode(text, "UTF-16LE"), "UTF-16LE"},
      {"\xFE\xFF" + Encode(text, "UTF-16BE"), "UTF-16BE"},
  };
  for (const auto& c : cases) {
    const auto document = Read(c.bytes);
    ASSERT_TRUE(document.ok()) << c.encoding << document.status();
    EXPECT_EQ(document->source.encoding, c.encoding);
    EXPECT_EQ(document->tables.size(), 10u) << c.encoding;
    EXPECT_EQ(At(*document, "T3:ALL:project"), "279.8") << c.encoding;
    EXPECT_TRUE(document->problems.empty()) << c.encoding;
  }
}

TEST(DocumentReader, Read_DamagedBytes_AreReportedAndTheRestIsRead) {
  std::string text = Sample();
  const size_t at = text.find("编制部门");
  text[at] = '\xFF';
  const auto document = Read(text);
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_TRUE(HasProblem(*document, "reader.bytes_invalid"));
  EXPECT_EQ(At(*document, "T3:ALL:project"), "279.8");
}

TEST(DocumentReader, Read_CutInsideATable_SaysWhatIsMissing) {
  const std::string text = Sample();
  size_t at = text.find("\n表5\n");
  ASSERT_NE(at, std::string::npos);
  at = text.find("行政运行", at) + 2;  // Inside a character, too.
  const auto document = Read(text.substr(0, at));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->tables.size(), 5u);
  EXPECT_EQ(At(*document, "T4:ex:ALL:total"), "483.53");
  EXPECT_EQ(At(*document, "T5:20601:total"), "433.53");
  ASSERT_TRUE(HasProblem(*document, "reader.document_cut_missing"));
  const budget::ReadingProblem& problem = document->problems.back();
  EXPECT_TRUE(absl::StrContains(problem.message.zh, "表6"));
  EXPECT_TRUE(absl::StrContains(problem.message.zh, "第三部分"));
  EXPECT_FALSE(absl::StrContains(problem.message.zh, "表4"));
}

TEST(DocumentReader, Read_CutBetweenParts_SaysWhatIsMissing) {
  const std::string text = Sample();
  const auto document = Read(text.substr(0, text.find("第三部分")));
  ASSERT_TRUE(document.ok());
  EXPECT_TRUE(HasProblem(*document, "reader.document_cut_missing"));
  EXPECT_EQ(At(*document, "T10:car_run:gen"), "4.3");
}

budget::v1::Document SampleMessage() {
  budget::v1::Document message;
  budget::DocumentToProto(*Read(Sample()), &message);
  return message;
}

TEST(DocumentReader, Read_CanonicalForms_GiveTheSameDocument) {
  const budget::v1::Document message = SampleMessage();
  std::string json;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(message, &json).ok());
  const struct {
    std::string bytes;
    const char* name;
  } cases[] = {{message.SerializeAsString(), "a.binpb"},
               {message.SerializeAsString(), "unnamed"},
               {json, "a.json"},
               {"\xEF\xBB\xBF\n " + json, "a.txt"}};
  for (const auto& c : cases) {
    const auto document = Read(c.bytes, c.name);
    ASSERT_TRUE(document.ok()) << c.name << document.status();
    budget::v1::Document again;
    budget::DocumentToProto(*document, &again);
    again.clear_source();
    budget::v1::Document expected = message;
    expected.clear_source();
    EXPECT_EQ(again.SerializeAsString(), expected.SerializeAsString())
        << c.name;
  }
}

TEST(DocumentReader, Read_CanonicalForms_ErrorsNameThePlace) {
  ExpectRefused("{\"department\": 3,", Reason::kDocumentUnreadable);
  ExpectRefused("{\"nonsense\": 3}", Reason::kDocumentUnreadable);
  ExpectRefused("{}", Reason::kDocumentNotABudget);
  ExpectRefused("\x0A\xFF\xFF", Reason::kDocumentUnreadable, "a.pb");
  budget::v1::Document final_account = SampleMessage();
  final_account.set_kind(budget::v1::DOCUMENT_KIND_FINAL_ACCOUNT);
  ExpectRefused(final_account.SerializeAsString(),
                Reason::kDocumentFinalAccount, "a.pb");
}

// Texts that once took time that grew with the square of their length: each is
// read in a moment, or the test runs into the limit of ctest.
TEST(DocumentReader, Read_LongTexts_StayLinear) {
  const auto repeated = [](absl::string_view text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) absl::StrAppend(&out, text);
    return out;
  };
  const std::string narrative =
      "第三部分 2023年部门预算情况说明\n二、关于某局2023年收入预算情况说明\n";
  const std::string sheet =
      "部门支出总体情况表\n单位：万元\n\t206\n\t\n\t\n\t甲\n\t1\n\t1\n\t\n\n"
      "项目支出绩效目标表\n\t";
  for (const std::string& text : {
           sheet + repeated("甲：", 300'000),
           narrative + repeated("（单位资金", 100'000),
           narrative + repeated("一般公共预算、", 100'000),
           narrative + repeated("分别", 100'000) + "1万元、2万元",
           narrative + "没有" + repeated("的", 100'000) + "x" +
               repeated("单位资金", 100'000),
           narrative + "单位资金10万元，主要原因是" +
               repeated("；其中其中其中", 100'000),
           narrative + repeated("12\n\n\n", 100'000),
           narrative + repeated("甲", 3'000'000),
       }) {
    EXPECT_TRUE(Read(text).ok());
  }
}

TEST(DocumentReader, Read_ShuffledBytesAndLines_NeverCrash) {
  const std::string text = Sample();
  for (unsigned seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    std::string changed = text.substr(0, 30'000);
    for (int i = 0; i < 40; ++i) {
      const size_t at = random() % changed.size();
      switch (random() % 4) {
        case 0:
          changed[at] = static_cast<char>(random() % 255 + 1);
          break;
        case 1:
          changed.erase(at, random() % 60);
          break;
        case 2:
          changed.insert(at, changed.substr(random() % changed.size(), 50));
          break;
        default:
          changed.insert(at, "\n\t");
      }
    }
    const auto document = Read(changed);
    EXPECT_TRUE(document.ok() || rpc::ReasonOf(document.status()).has_value())
        << "seed " << seed;
  }
}

TEST(DocumentReader, SecondDocument_IsToldAndNotRead) {
  const std::string text = Sample();
  const auto once = Read(text);
  const auto twice = Read(text + text);
  ASSERT_TRUE(once.ok() && twice.ok());
  ASSERT_EQ(twice->problems.size(), once->problems.size() + 1);
  const auto lines =
      static_cast<int>(std::count(text.begin(), text.end(), '\n'));
  EXPECT_TRUE(HasProblem(*twice, "reader.second_document", lines + 1));
  EXPECT_EQ(twice->tables.size(), 10u);
  EXPECT_EQ(twice->claims.size(), once->claims.size());
  EXPECT_EQ(twice->sheets.size(), once->sheets.size());
  EXPECT_EQ(twice->sentences.size(), once->sentences.size());
}

TEST(DocumentReader, OneTableTwice_IsNoSecondDocument) {
  const std::string text = Sample();
  const size_t begin = text.find("\n表3\n");
  const size_t end = text.find("\n表4\n");
  const auto document = Read(
      text.substr(0, end) + text.substr(begin, end - begin) + text.substr(end));
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->tables.size(), 11u);
  EXPECT_FALSE(HasProblem(*document, "reader.second_document"));
}

}  // namespace
}  // namespace yuheng::ingestion
