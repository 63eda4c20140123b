// The published plain text, as programs on the way leave it.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/awkward/corpus.h"
#include "tests/awkward/disclosure.h"

namespace yuheng::awkward {
namespace {

// Digits, points and percents of tables in full width.
std::string FullWidthDigits() {
  std::string text;
  bool narrative = false;  // Its sheets hold words.
  for (absl::string_view line : absl::StrSplit(DisclosureText(), '\n')) {
    narrative = narrative || absl::StartsWith(line, "第三部分");
    if (narrative || !absl::StartsWith(line, "\t")) {
      absl::StrAppend(&text, line, "\n");
      continue;
    }
    for (const char c : line) {
      if (c >= '0' && c <= '9') {
        absl::StrAppend(&text, "\xEF\xBC",
                        std::string(1, static_cast<char>(0x90 + (c - '0'))));
      } else {
        text.push_back(c);
      }
    }
    text.push_back('\n');
  }
  text.pop_back();
  return text;
}

std::string NarrowTables() {
  const std::string& text = DisclosureText();
  const size_t begin = text.find("第二部分");
  const size_t end = text.find("第三部分");
  return absl::StrCat(
      text.substr(0, begin),
      absl::StrReplaceAll(text.substr(begin, end - begin),
                          {{"（", "("}, {"）", ")"}, {"：", ":"}}),
      text.substr(end));
}

// Lines of prose broken at a width, as mail programs do.
std::string BrokenLines() {
  constexpr size_t kWidthBytes = 114;  // 38 characters.
  std::string text;
  bool narrative = false;
  for (absl::string_view line : absl::StrSplit(DisclosureText(), '\n')) {
    narrative = narrative || absl::StartsWith(line, "第三部分");
    // Headings are one line.
    const bool prose = narrative && absl::StrContains(line, "，") &&
                       absl::EndsWith(line, "。");
    while (prose && line.size() > kWidthBytes) {
      size_t at = kWidthBytes;
      while ((static_cast<unsigned char>(line[at]) & 0xC0) == 0x80) --at;
      // No line ends with an opening bracket.
      if (absl::EndsWith(line.substr(0, at), "（")) at -= 3;
      absl::StrAppend(&text, line.substr(0, at), "\n");
      line.remove_prefix(at);
    }
    absl::StrAppend(&text, line, "\n");
  }
  text.pop_back();
  return text;
}

AwkwardFile Twice() {
  AwkwardFile file{"粘连.txt", "the whole text twice",
                   absl::StrCat(DisclosureText(), "\n", DisclosureText())};
  const auto lines = std::count(file.bytes.begin(), file.bytes.end(), '\n');
  file.told = {{"reader.second_document", absl::StrCat(lines / 2 + 2),
                "一个文件只能有一份部门预算", "holds one department budget"}};
  return file;
}

AwkwardFile TableMissing() {
  const std::string& text = DisclosureText();
  const size_t begin = text.find("\n表7\n");
  const size_t end = text.find("\n表8\n");
  AwkwardFile file{"缺表.txt", "table 7 is not there",
                   text.substr(0, begin) + text.substr(end)};
  file.left_out = {"T7:"};
  return file;
}

AwkwardFile CutShort() {
  const std::string& text = DisclosureText();
  AwkwardFile file{"截断.txt", "the copy ended behind the tables",
                   text.substr(0, text.find("第三部分"))};
  file.outcome = Outcome::kTables;
  file.told = {{"reader.document_cut_missing", "", "第三部分、第四部分",
                "part 3, part 4"}};
  return file;
}

AwkwardFile CellsLost() {
  std::string trimmed;
  for (absl::string_view line : absl::StrSplit(DisclosureText(), '\n')) {
    while (!line.empty() && (line.back() == '\t' || line.back() == ' ')) {
      line.remove_suffix(1);
    }
    absl::StrAppend(&trimmed, line, "\n");
  }
  trimmed.pop_back();
  AwkwardFile file{"去行尾.txt", "an editor trimmed the ends of lines",
                   trimmed};
  return file;
}

AwkwardFile FinalAccount() {
  AwkwardFile file{
      "决算.txt", "a final account",
      "昌吉州科技局2022年度部门决算公开\n\n第一部分 "
      "单位概况\n\n一、主要职能\n\n"
      "第二部分 2022年度部门决算情况说明\n\n一、收入支出决算总体情况说明\n\n"
      "决算数比年初预算增加。\n\n第三部分 部门决算报表\n\n收入支出决算总表\n\n"
      "单位：万元\n\n\t项目\n\t年初预算数\n\t决算数\n\n"};
  file.outcome = Outcome::kRefused;
  file.reason = rpc::Reason::kDocumentFinalAccount;
  file.zh = {"这是部门决算", "请报送预算公开文本"};
  file.en = {"this is a final account", "send the budget disclosure"};
  return file;
}

AwkwardFile OtherText() {
  AwkwardFile file{"通知.txt", "a text of something else",
                   "明天下午三点开会。\n请准时参加。\n"};
  file.outcome = Outcome::kRefused;
  file.reason = rpc::Reason::kDocumentNotABudget;
  file.zh = {"没有找到部门预算公开的任何表格"};
  file.en = {"no table and no part of a department budget"};
  return file;
}

}  // namespace

std::vector<AwkwardFile> Texts() {
  const std::string& text = DisclosureText();
  return {
      {"回车换行.txt", "line ends of Windows", Swap(text, "\n", "\r\n")},
      {"旧换行.txt", "line ends of old Macs", Swap(text, "\n", "\r")},
      {"带BOM.txt", "UTF-8 with a mark", "\xEF\xBB\xBF" + text},
      {"国标.txt", "GB18030", Encode(text, "gb18030")},
      {"Unicode.txt", "UTF-16", "\xFF\xFE" + Encode(text, "UTF-16LE")},
      {"全角.txt", "digits of tables in full width", FullWidthDigits()},
      {"折行.txt", "lines broken at a width", BrokenLines()},
      {"半角.txt", "narrow brackets and colons in tables", NarrowTables()},
      Twice(),
      TableMissing(),
      CutShort(),
      CellsLost(),
      FinalAccount(),
      OtherText(),
  };
}

}  // namespace yuheng::awkward
