#ifndef YUHENG_TESTS_BENCHMARK_LOAD_SEASON_H_
#define YUHENG_TESTS_BENCHMARK_LOAD_SEASON_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/cli/sample/sample.h"

namespace yuheng::load {

// The documents of a season, one a department. As many as can be invented are
// (cli::kSampleDepartmentsMax); further ones are those of departments of other
// prefectures: the same text, the prefecture's name changed, made when they are
// asked for.
class Season {
 public:
  // options.departments may be above cli::kSampleDepartmentsMax.
  explicit Season(const cli::SampleOptions& options);

  struct Document {
    std::string department;  // Its code.
    std::string text;
  };
  size_t size() const { return size_; }
  Document Get(size_t index) const;
  // The invented ones.
  absl::Span<const cli::SampleDocument> invented() const { return invented_; }
  // Of all departments.
  std::string DepartmentsCsv() const;

 private:
  size_t size_;
  std::vector<cli::SampleDocument> invented_;
};

}  // namespace yuheng::load

#endif  // YUHENG_TESTS_BENCHMARK_LOAD_SEASON_H_
