#include "tests/benchmark/load/season.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace yuheng::load {
namespace {

// As the invented departments' names begin.
constexpr char kPrefecture[] = "天衡州";

std::string PrefectureOf(size_t copy) {
  static constexpr const char* kDigits[] = {"甲", "乙", "丙", "丁", "戊",
                                            "己", "庚", "辛", "壬", "癸"};
  std::string name;
  for (; copy > 0; copy /= 10) name = absl::StrCat(kDigits[copy % 10], name);
  return absl::StrCat("天衡", name, "州");
}

}  // namespace

Season::Season(const cli::SampleOptions& options)
    : size_(static_cast<size_t>(options.departments)) {
  cli::SampleOptions invented = options;
  invented.departments =
      std::min(options.departments, cli::kSampleDepartmentsMax);
  invented_ = cli::GenerateSamples(invented);
}

Season::Document Season::Get(size_t index) const {
  const cli::SampleDocument& document = invented_[index % invented_.size()];
  const size_t copy = index / invented_.size();
  if (copy == 0) return {document.code, document.text};
  return {
      absl::StrCat(document.code, "-", copy),
      absl::StrReplaceAll(document.text, {{kPrefecture, PrefectureOf(copy)}})};
}

std::string Season::DepartmentsCsv() const {
  std::string csv = cli::DepartmentsCsv(invented_);
  const std::string first = csv;
  const std::vector<absl::string_view> lines =
      absl::StrSplit(first, '\n', absl::SkipEmpty());
  for (size_t index = invented_.size(); index < size_; ++index) {
    const size_t copy = index / invented_.size();
    const absl::string_view line = lines[1 + index % invented_.size()];
    const size_t code_end = line.find(',');
    absl::StrAppend(&csv, line.substr(0, code_end), "-", copy,
                    absl::StrReplaceAll(line.substr(code_end),
                                        {{kPrefecture, PrefectureOf(copy)}}),
                    "\n");
  }
  return csv;
}

}  // namespace yuheng::load
