#include "services/validation/evaluation/performance/subject.h"

#include <vector>

#include "services/validation/evaluation/code_points.h"

namespace yuheng::validation {
namespace {

using View = std::u32string_view;

// Longer ones first where one holds another.
constexpr View kGeneric[] = {
    U"参训人员", U"受训人员", U"及时性", U"不少于", U"不低于", U"不超过",
    U"不高于",   U"学员",     U"人员",   U"人数",   U"人次",   U"次数",
    U"数量",     U"个数",     U"场次",   U"班次",   U"期数",   U"户数",
    U"家数",     U"场数",     U"件数",   U"台数",   U"情况",   U"工作",
    U"项目",     U"任务",     U"目标",   U"全年",   U"年度",   U"本年",
    U"当年",     U"计划",     U"预计",   U"组织",   U"举办",   U"开展",
    U"完成",     U"实施",     U"进行",   U"通过",   U"共计",   U"总计",
    U"达到",     U"至少",     U"超过",   U"以上",   U"各类",   U"相关",
    U"确保",     U"保障",     U"力争",   U"实现",   U"经费",   U"费用",
    U"成本",     U"资金",     U"预算",   U"支出",   U"为",     U"的",
    U"和",       U"及",       U"等",
};
// At the end only: 数 is no noise in 数据.
constexpr View kEndings[] = {U"率", U"数", U"次"};

std::u32string WithoutBrackets(View text) {
  std::u32string plain;
  int depth = 0;
  for (const char32_t c : text) {
    if (c == U'(' || c == U'[') ++depth;
    if (depth == 0) plain.push_back(c);
    if ((c == U')' || c == U']') && depth > 0) --depth;
  }
  return plain;
}

bool IsNoise(char32_t c) {
  return c < 0x80 || c == U'“' || c == U'”' || c == U'《' || c == U'》' ||
         c == U'、' || c == U'。' || c == U'·';
}

// How long the generic word at the beginning of `text` is; 0: none is there.
size_t GenericAt(View text) {
  for (const View word : kGeneric) {
    if (text[0] == word[0] && Starts(text, word)) return word.size();
  }
  return 0;
}

}  // namespace

std::u32string SubjectOf(View text) {
  const std::u32string plain = WithoutBrackets(text);
  std::u32string subject;
  const auto gap = [&subject] {
    if (!subject.empty() && subject.back() != U' ') subject.push_back(U' ');
  };
  for (size_t i = 0; i < plain.size();) {
    const size_t taken =
        IsNoise(plain[i]) ? 1 : GenericAt(View(plain).substr(i));
    if (taken > 0) {
      gap();
      i += taken;
    } else {
      subject.push_back(plain[i++]);
    }
  }
  if (!subject.empty() && subject.back() == U' ') subject.pop_back();
  for (const View ending : kEndings) {
    if (subject.size() > 2 && View(subject).ends_with(ending)) {
      subject.pop_back();
    }
  }
  return subject;
}

size_t SizeOf(View subject) {
  size_t size = 0;
  for (const char32_t c : subject) size += c == U' ' ? 0 : 1;
  return size;
}

int CoveredPerMille(View subject, View text) {
  const size_t size = SizeOf(subject);
  if (size == 0) return 0;
  std::vector<bool> covered(subject.size(), false);
  for (size_t i = 0; i + 1 < subject.size(); ++i) {
    if (subject[i] == U' ' || subject[i + 1] == U' ') continue;
    if (Has(text, subject.substr(i, 2))) {
      covered[i] = covered[i + 1] = true;
    }
  }
  // A word of one character has no neighbour.
  for (size_t i = 0; i < subject.size(); ++i) {
    const bool alone = subject[i] != U' ' &&
                       (i == 0 || subject[i - 1] == U' ') &&
                       (i + 1 == subject.size() || subject[i + 1] == U' ');
    if (alone && Has(text, subject.substr(i, 1))) covered[i] = true;
  }
  size_t count = 0;
  for (const bool each : covered) count += each ? 1 : 0;
  return static_cast<int>(1000 * count / size);
}

}  // namespace yuheng::validation
